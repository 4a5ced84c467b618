// SPDX-License-Identifier: MIT
// A page on loopback for a form runtime that nobody here wrote, open in Chromium.
import http from 'node:http';

import {openBrowser, openPage} from '../browser/harness/browser.mjs';

// Without the character set, a script's tables are read wrong.
const kinds = {
  '': 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  png: 'image/png',
  json: 'application/json',
};

// `read(path)` gives the bytes of what stands there; what it throws for is not there.
// {page, close}; `close()` fails when the page asked anybody else for anything.
export async function openFormPage(read) {
  const server = http.createServer(async (request, response) => {
    const path = new URL(request.url, 'http://forms').pathname;
    try {
      const bytes = await read(path);
      const kind = path.includes('.') ? path.split('.').at(-1) : '';
      response.writeHead(200, {'content-type': kinds[kind] ?? 'application/octet-stream'}).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await openBrowser();
  const page = await openPage(browser, `http://127.0.0.1:${server.address().port}/`);
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  return {
    page,
    async close() {
      try {
        await page.finish();
      } finally {
        await browser.close();
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
