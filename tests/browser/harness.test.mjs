// SPDX-License-Identifier: MIT
// The harness itself: it must notice what it is there to notice.
import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';

import {assertAccessible} from './harness/accessible.mjs';
import {openBrowser, openPage} from './harness/browser.mjs';

const PAGES = {
  '/good': '<p>A calm page.</p>',
  '/stranger': '<img alt="" src="http://127.0.0.2:9/picture.png">',
  '/loud': '<script>console.error("broken")</script>',
  '/throws': '<script>throw new Error("broken")</script>',
  '/unlabelled': '<input type="text">',
};

function html(body) {
  return `<!doctype html><html lang="en"><head><title>Page</title><link rel="icon" href="data:,"></head>` +
      `<body><main><h1>Page</h1>${body}</main></body></html>`;
}

let server, address, browser;
before(async () => {
  server = createServer((request, response) => {
    const body = PAGES[request.url];
    response.writeHead(body ? 200 : 404, {'content-type': 'text/html; charset=utf-8'});
    response.end(html(body ?? 'Nothing here.'));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function visit(path, options) {
  const page = await openPage(browser, address, options);
  await page.goto(address + path);
  return page;
}

test('a page that does nothing wrong passes', async () => {
  const page = await visit('/good');
  await assertAccessible(page, 'a good page');
  await page.finish();
});

for (const path of ['/stranger', '/loud', '/throws', '/missing']) {
  test(`${path} fails`, async () => {
    const page = await visit(path);
    await assert.rejects(page.finish());
  });
}

test('a refusal that the test expects passes', async () => {
  const page = await openPage(browser, address);
  page.expectStatus(404);
  await page.goto(`${address}/missing`);
  await page.finish();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a field without a label fails, scripts ${javaScriptEnabled ? 'on' : 'off'}`, async () => {
    const page = await visit('/unlabelled', {javaScriptEnabled});
    await assert.rejects(assertAccessible(page, 'an unlabelled field'), /label/);
    await page.finish();
  });
}
