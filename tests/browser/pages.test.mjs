// SPDX-License-Identifier: MIT
// Every page of the demo: nothing axe objects to, nothing wider than the screen; and what an
// untouched form, a wrong PIN and the front desk get to see.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {assertAccessible} from './harness/accessible.mjs';
import {follow, inLanguage, openBrowser, openPage, WIDTHS} from './harness/browser.mjs';
import {handOver, sessionOf, signIn, steadyClient} from './harness/practice.mjs';
import {startDemo} from './harness/server.mjs';

let browser, demo;
before(async () => {
  browser = await openBrowser();
  demo = await startDemo();
});
after(async () => {
  await browser?.close();
  await demo?.stop();
});

async function open(options, login) {
  const page = await openPage(browser, demo.address, options);
  if (login) await signIn(page, demo, login);
  return page;
}

// The pages that the main navigation and Today lead to, each once, as people find them.
async function pagesOf(page) {
  const links = page.locator('nav a, .session a, .check-in h3 a, .overdue a');
  const hrefs = await links.evaluateAll((all) => all.map((one) => one.href));
  const preview = 'preview?show=1&rules=AB&sudden_dip=1&sudden_z=2.4';
  for (const further of [preview, 'settings'])
    hrefs.push(new URL(`report-card/${further}`, page.url()).href);
  const kind = (href) => new URL(href).pathname.replace(/\/[^/]*\d[^/]*/g, '/ID');
  return [...new Map([page.url(), ...hrefs].map((href) => [kind(href), href])).values()];
}

async function fits(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${page.url()} is ${wide} px wider than the screen`);
}

const MANNERS = [
  {what: 'on a phone', options: {width: WIDTHS.phone}},
  {what: 'on a tablet, in the dark', options: {width: WIDTHS.tablet, colorScheme: 'dark'}},
  {what: 'with more contrast', options: {contrast: 'more'}},
];
for (const {what, options} of MANNERS) {
  test(`a therapist's pages are accessible ${what}`, async () => {
    const page = await open(options, 'therapist-1');
    const addresses = await pagesOf(page);
    assert.ok(addresses.length >= 6, addresses.join('\n'));
    for (const address of addresses) {
      await page.goto(address);
      await assertAccessible(page, `${address} ${what}`);
      await fits(page);
    }
    await page.finish();
  });
}

// What each of the others works with, as their navigation and these lead to it.
const OTHERS = {
  supervisor: ['supervision'],
  records: ['audit', 'erasures', 'retention', 'export'],
  admin: [
    'admin', 'admin/instruments', 'admin/languages', 'admin/languages/ar', 'admin/people', 'admin/schedule',
    'admin/visibility', 'admin/write-back', 'deliveries'
  ],
};
for (const [login, paths] of Object.entries(OTHERS)) {
  test(`the pages of ${login} are accessible, on a phone and in the dark`, async () => {
    const page = await open({width: WIDTHS.phone, colorScheme: 'dark'}, login);
    const links = await page.locator('nav a').evaluateAll((all) => all.map((one) => one.href));
    for (const address of new Set([...links, ...paths.map((path) => `${demo.address}/${path}`)])) {
      await page.goto(address);
      await assertAccessible(page, `${address} for ${login}`);
      await fits(page);
    }
    await page.finish();
  });
}

test('what belongs to a course is accessible: consent, the shared view, paper, a link', async () => {
  const page = await open({width: WIDTHS.phone}, 'therapist-1');
  const client = await steadyClient(page);
  const session = await sessionOf(page, client).getByRole('link', {name: /^Hand over/})
                      .evaluate((one) => one.href.replace(/\/hand-over$/, ''));
  const course = await sessionOf(page, client).locator('h3 a').evaluate((one) => one.href);
  for (const address of [
         `${course}/consent`, `${course}/together`, `${course}/ratings`, `${session}/paper`,
         `${session}/paper-entry`, `${session}/hand-over`
       ]) {
    await page.goto(address);
    await assertAccessible(page, address);
    await fits(page);
  }
  await page.goto(`${course}/ratings`);
  await follow(page, page.locator('main li a').first());
  await assertAccessible(page, 'a rating that does not belong');
  await fits(page);
  await page.goto(`${session}/hand-over`);
  await follow(page, page.getByRole('button', {name: 'Link and QR code'}));
  await assertAccessible(page, 'a link that was made');
  await fits(page);
  await page.finish();
});

test('a file and the wish to erase it are accessible, and the officer who asked does not carry it out', async () => {
  const page = await open({width: WIDTHS.phone}, 'records');
  await page.goto(`${demo.address}/records?q=a`);
  await follow(page, page.locator('section').first().locator('li a').first());
  await page.getByText('Ask for this file to be erased').click();
  await page.getByLabel('Why is it erased?').fill('The client wishes it');
  await assertAccessible(page, 'asking for an erasure');
  await fits(page);
  await follow(page, page.getByRole('button', {name: 'Ask for it'}));
  await page.getByText('The practice\'s rule keeps this file longer.').waitFor();
  assert.equal(await page.getByRole('button', {name: 'Erase it for ever'}).count(), 0);
  await assertAccessible(page, 'a file that is to be erased');
  await fits(page);
  await follow(page, page.getByRole('button', {name: 'Take the wish back'}));
  assert.equal(await page.getByText('The client wishes it').count(), 0);
  await page.finish();
});

test('what anybody may open is accessible: code, tour, design, the statement', async () => {
  const page = await open({width: WIDTHS.phone});
  for (const path of ['login', 'code', 'tour', 'design', 'accessibility', 'about'])
    for (const tag of ['en', 'ar']) {
      const address = inLanguage(`${demo.address}/${path}`, tag);
      await page.goto(address);
      await assertAccessible(page, address);
      await fits(page);
    }
  await page.finish();
});

test('on a phone a long language neither pushes the paper form aside nor stretches the table', async () => {
  const page = await open({width: WIDTHS.phone}, 'therapist-1');
  const client = await steadyClient(page);
  const session = await sessionOf(page, client).getByRole('link', {name: /^Hand over/})
                      .evaluate((one) => one.href.replace(/\/hand-over$/, ''));
  const pictures = await page.locator('.session h3 a').evaluateAll((all) => all.map((one) => one.href));
  assert.ok(pictures.length > 0);
  await page.goto(inLanguage(`${session}/paper-entry`, 'de'));
  await page.locator('#assistance').waitFor();
  await fits(page);
  for (const address of pictures) {
    await page.goto(inLanguage(address, 'ar'));
    const heights = await page.locator('.numbers tbody tr')
                        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect().height));
    assert.ok(Math.max(0, ...heights) < 130, `rows of ${Math.max(...heights)} px at ${address}`);
  }
  await page.finish();
});

test('the design page draws the graph in every size, on a desk too', async () => {
  const page = await open({colorScheme: 'dark'});
  await page.goto(`${demo.address}/design`);
  for (const size of ['card', 'phone', 'page', 'sheet'])
    assert.ok(await page.locator(`.size-${size} svg`).isVisible(), size);
  const ground = page.locator('.swatches li').first().locator('code:visible');
  assert.deepEqual(await ground.allTextContents(), ['#12181b']);
  await page.finish();
});

test('every drafted language fits the pages and keeps them accessible', async () => {
  const page = await open({width: WIDTHS.phone}, 'therapist-1');
  const [today, ...others] = await pagesOf(page);
  const longest = [today, ...others.filter((one) => /courses|check-ins|caseload/.test(one))];
  for (const tag of ['de', 'es', 'fr', 'ar'])
    for (const address of longest.slice(0, 4)) {
      await page.goto(inLanguage(address, tag));
      assert.equal(await page.locator('html').getAttribute('lang'), tag);
      await assertAccessible(page, `${address} in ${tag}`);
      await fits(page);
    }
  await page.finish();
});

test('right to left, pages are mirrored and accessible', async () => {
  const page = await open({width: WIDTHS.phone}, 'therapist-1');
  for (const address of await pagesOf(page)) {
    await page.goto(inLanguage(address, 'ar-XB'));
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
    await assertAccessible(page, `${address} right to left`);
    await fits(page);
  }
  await page.finish();
});

test('the front desk sees the day and nothing clinical', async () => {
  const page = await open({}, 'frontdesk');
  await assertAccessible(page, 'Today at the front desk');
  assert.ok(await page.locator('.session').count() > 0);
  assert.equal(await page.locator('.dip, .check-in').count(), 0);
  assert.equal(await page.locator('.session h3 a').count(), 0);
  await page.finish();
});

test('a form nobody touched is unanswered, not a value', async () => {
  const page = await open({javaScriptEnabled: false}, 'therapist-1');
  await handOver(page, await steadyClient(page));
  page.expectStatus(422);
  await follow(page, page.getByRole('button', {name: 'Send', exact: true}));
  await page.getByRole('heading', {name: 'Not sent yet'}).waitFor();
  assert.ok(await page.locator('.item .wrong').count() >= 1, 'each open line says so');
  await assertAccessible(page, 'a form with problems');
  await page.finish();
});

test('a wrong PIN keeps the device at the form', async () => {
  const page = await open({}, 'therapist-2');
  await handOver(page, await steadyClient(page));
  const form = page.url();
  await follow(page, page.getByRole('link', {name: 'For staff: leave this form'}));
  page.expectStatus(401).add(403).add(422);
  await page.getByLabel('PIN').fill('0000');
  await follow(page, page.getByRole('button', {name: 'Leave the form'}));
  await page.getByRole('alert').waitFor();
  await page.goto(`${demo.address}/today`);
  await page.locator('form.form').waitFor();
  assert.equal(page.url(), form);
  await page.goto(`${demo.address}/login`);
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
  await page.finish();
});
