// SPDX-License-Identifier: MIT
// Pictures of every page of the demo: three widths, light and dark, left to right and right to
// left.
//
//   node screenshots.mjs FOLDER [HANDBOOK]   all of them into FOLDER; those of README.md and of the
//                                            handbook for clinicians into HANDBOOK, or these alone
//                                            where FOLDER is "-"
import assert from 'node:assert/strict';
import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';

import {follow, inLanguage, openBrowser, openPage, WIDTHS} from './harness/browser.mjs';
import {rate, signIn} from './harness/practice.mjs';
import {startDemo} from './harness/server.mjs';

const [folder, handbook] = process.argv.slice(2);
assert.ok(folder, 'say the folder of the pictures');
const HEIGHT = 900;
const LANGUAGES = {
  ltr: 'en',
  rtl: 'ar-XB'
};

async function shoot(page, name, manner) {
  for (const [device, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({width, height: HEIGHT});
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) console.error(`${name} ${manner} ${device}: ${wide} px wider than the screen`);
    await page.screenshot({path: join(folder, `${name}-${device}-${manner}.png`), fullPage: true});
  }
}

// The address of the first link that fits; pages are found the way people find them.
async function linkTo(page, selector) {
  const link = page.locator(selector).first();
  assert.ok(await link.count(), `${page.url()} has no ${selector}`);
  return new URL(await link.getAttribute('href'), page.url()).href;
}

// Where the staff's pages are, found once in English.
async function addresses(page, demo) {
  await signIn(page, demo, 'therapist-1');
  const today = page.url();
  const found = {
    today,
    'hand-over': await linkTo(page, '.session .do a.button:has-text("Hand over")'),
    'therapist-form': await linkTo(page, '.session .do a.button:has-text("My form")'),
    'check-in': await linkTo(page, '.check-in h3 a'),
    picture: await linkTo(page, '.check-in h3 a'),
  };
  for (const [index, link] of (await page.locator('nav a').all()).entries())
    if (index > 0)
      found[(await link.innerText()).trim().toLowerCase().replace(/\W+/g, '-')] =
          new URL(await link.getAttribute('href'), today).href;
  const preview = 'preview?show=1&rules=AB&sudden_dip=1&sudden_z=2.4';
  found['report-preview'] = new URL(`report-card/${preview}`, today).href;
  found['report-settings'] = new URL('report-card/settings', today).href;
  await page.goto(found['check-in']);
  found.picture = await linkTo(page, '.head a');
  return found;
}

async function staffPages(page, demo, pages, {manner, locale}) {
  await page.goto(`${demo.address}/login`);
  await shoot(page, 'login', manner);
  await page.locator('#name').fill(demo.logins[0].name);
  await page.locator('#password').fill(demo.logins[0].password);
  await follow(page, page.locator('.door button'));
  await page.locator('nav').waitFor();
  for (const [name, address] of Object.entries(pages)) {
    await page.goto(inLanguage(address, locale));
    await shoot(page, name, manner);
  }
  page.expectStatus(404);
  await page.goto(inLanguage(`${demo.address}/no-such-page`, locale));
  await shoot(page, 'not-found', manner);
}

async function clientPages(page, pages, manner) {
  await page.goto(pages['hand-over']);
  await page.locator('#pin').fill('2468');
  await follow(page, page.locator('main form button.main'));
  await page.locator('form.form').waitFor();
  await shoot(page, 'client-form', manner);
  await rate(page, 64);
  await shoot(page, 'client-form-answered', manner);
  const form = page.url();
  await follow(page, page.locator('.leave a'));
  await shoot(page, 'leave-form', manner);
  await page.goto(form);
  await follow(page, page.locator('button[name=leave]'));
  await page.locator('.calm').waitFor();
  await shoot(page, 'thanks', manner);
}

// From the top of the page to the end of what `last` finds.
async function upTo(page, last, file, width) {
  await page.evaluate(() => scrollTo(0, 0));
  const {y, height} = await page.locator(last).first().boundingBox();
  await page.screenshot({
    path: join(handbook, file),
    clip: {x: 0, y: 0, width, height: Math.round(y + height + 16)},
    fullPage: true
  });
}

// What clinicians read about, on the screens they read it on.
async function handbookPictures(browser, demo, pages) {
  const page = await openPage(browser, demo.address, {width: WIDTHS.desktop});
  await signIn(page, demo, 'therapist-1');
  await upTo(page, '.sessions', 'today.png', WIDTHS.desktop);
  await page.goto(pages.picture);
  await upTo(page, 'figure.picture', 'client-picture.png', WIDTHS.desktop);
  await page.goto(pages['check-in']);
  await upTo(page, 'main section >> nth=1', 'check-in.png', WIDTHS.desktop);
  await page.goto(pages['hand-over']);
  await page.locator('#pin').fill('2468');
  await follow(page, page.locator('main form button.main'));
  await page.setViewportSize({width: WIDTHS.phone, height: HEIGHT});
  await rate(page, 64);
  await upTo(page, '[data-item]:nth-of-type(4)', 'client-form.png', WIDTHS.phone);
  await page.finish();
}

async function main() {
  if (folder !== '-') await mkdir(folder, {recursive: true});
  const demo = await startDemo();
  const browser = await openBrowser();
  try {
    const first = await openPage(browser, demo.address);
    const pages = await addresses(first, demo);
    await first.finish();
    if (handbook) await handbookPictures(browser, demo, pages);
    if (folder === '-') return;
    for (const colorScheme of ['light', 'dark'])
      for (const [direction, locale] of Object.entries(LANGUAGES)) {
        const page = await openPage(browser, demo.address, {colorScheme, locale});
        const manner = `${colorScheme}-${direction}`;
        await staffPages(page, demo, pages, {manner, locale});
        await clientPages(page, pages, manner);
        await page.finish();
      }
  } finally {
    await browser.close();
    await demo.stop();
  }
}

await main();
