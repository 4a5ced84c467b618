// SPDX-License-Identifier: MIT
// Debian's Chromium, driven by Playwright, with a fresh profile, and strict about what a page does:
// no request to another origin, no error on the console, no failed request of its own.
import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {chromium} from 'playwright-core';

export const WIDTHS = {
  phone: 390,
  tablet: 820,
  desktop: 1280
};
const HEIGHT = 900;
const EXECUTABLE = process.env.HOLDFAST_CHROMIUM ?? '/usr/bin/chromium';

// A person's own language stands before the browser's; an address may ask for another.
export function inLanguage(address, tag) {
  const url = new URL(address);
  url.searchParams.set('lang', tag);
  return url.href;
}

// `more`: further switches of Chromium's.
export async function openBrowser(more = []) {
  if (!existsSync(EXECUTABLE)) throw new Error(`no browser at ${EXECUTABLE}`);
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', ...more
    ],
  });
}

// A page of its own browsing session. `close()` fails the test on anything the page should not have
// done; `expectStatus` lets a test provoke a refusal.
export async function openPage(browser, address, options = {}) {
  const {width = WIDTHS.desktop, ...context} = options;
  const session = await browser.newContext(
      {viewport: {width, height: HEIGHT}, locale: 'en', reducedMotion: 'reduce', ...context});
  const {origin} = new URL(address);
  const wrong = [];
  const allowed = new Set();
  await session.route('**/*', (route) => {
    const url = route.request().url();
    if (url.startsWith(`${origin}/`) || url.startsWith('data:') || url.startsWith('blob:'))
      return route.continue();
    wrong.push(`asked another origin: ${url}`);
    return route.abort();
  });
  const page = await session.newPage();
  page.setDefaultTimeout(30000);
  page.runsNoScripts = options.javaScriptEnabled === false;
  page.on('console', (message) => {
    // Chromium also reports a refused form post as an error; those are judged by their status
    // below.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      wrong.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(`script: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400 && !allowed.has(response.status()))
      wrong.push(`${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.expectStatus = (status) => allowed.add(status);
  page.finish = async () => {
    await session.close();
    assert.deepEqual(wrong, []);
  };
  return page;
}

// Clicks what leads to another page, and comes back when that page is there with its scripts run.
export async function follow(page, locator) {
  const loaded = page.waitForEvent('load');
  await locator.click();
  await loaded;
}
