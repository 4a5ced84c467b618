// SPDX-License-Identifier: MIT
// The other ways to a form: a code that was said, and paper with its lines of ten centimetres.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';

import {assertAccessible} from './harness/accessible.mjs';
import {follow, inLanguage, openBrowser, openPage, WIDTHS} from './harness/browser.mjs';
import {clientRatings, rate, sessionOf, signIn, steadyClient} from './harness/practice.mjs';
import {startDemo} from './harness/server.mjs';

const CENTIMETRE = 96 / 2.54;  // in CSS pixels

let browser, demo;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });
// Each with a day of its own: a form that was sent is one session less to give.
beforeEach(async () => { demo = await startDemo(); });
afterEach(async () => { await demo?.stop(); });

async function atHandOver(options = {}) {
  const page = await openPage(browser, demo.address, options);
  await signIn(page, demo, 'therapist-1');
  const client = await steadyClient(page);
  await follow(page, sessionOf(page, client).getByRole('link', {name: /^Hand over/}));
  return {page, client};
}

for (const javaScriptEnabled of [true, false]) {
  test(`a code that was said opens the form, scripts ${javaScriptEnabled ? 'on' : 'off'}`,
      async () => {
    const {page: staff} = await atHandOver({javaScriptEnabled});
    await assertAccessible(staff, 'the ways to give a form');
    await follow(staff, staff.getByRole('button', {name: 'Code for phone or video'}));
    await assertAccessible(staff, 'the code to say');
    const code = await staff.locator('.spoken').innerText();
    assert.match(code, /^\d{3} \d{3} \d{3}$/);

    const page = await openPage(
        browser, demo.address, {width: WIDTHS.phone, javaScriptEnabled});
    await page.goto(`${demo.address}/code`);
    await assertAccessible(page, 'where the code is typed');
    page.expectStatus(422);
    await page.getByLabel('Code').fill('1');
    await follow(page, page.getByRole('button', {name: 'Open my form'}));
    await page.getByRole('alert').waitFor();
    await assertAccessible(page, 'a code that is wrong');
    await page.getByLabel('Code').fill(code);
    await follow(page, page.getByRole('button', {name: 'Open my form'}));
    await rate(page, 66);
    await follow(page, page.getByRole('button', {name: 'Send', exact: true}));
    await page.getByRole('heading', {name: 'Thank you'}).waitFor();
    await page.finish();
    await staff.finish();
  });
}

test('the link shows as a QR code on a light ground, in the dark too', async () => {
  const {page} = await atHandOver({colorScheme: 'dark', width: WIDTHS.tablet});
  await follow(page, page.getByRole('button', {name: 'Link and QR code'}));
  await assertAccessible(page, 'the link in the dark');
  const code = page.getByRole('img', {name: 'QR code of the link'});
  const {width, height} = await code.boundingBox();
  assert.ok(width >= 150 && Math.abs(width - height) < 1, `${width} × ${height}`);
  assert.equal(await code.locator('rect').getAttribute('fill'), '#fff');
  await page.finish();
});

for (const [size, [width, height]] of Object.entries({A4: [595, 842], Letter: [612, 792]})) {
  test(`the form prints on ${size} with lines of ten centimetres`, async () => {
    const {page} = await atHandOver();
    await follow(page, page.getByRole('button', {name: 'Print the form'}));
    await follow(page, page.getByRole('link', {name: size, exact: true}));
    await assertAccessible(page, `the form to print on ${size}`);
    await page.emulateMedia({media: 'print'});
    const lines = await page.locator('.ten-centimetres').all();
    assert.equal(lines.length, 4);
    for (const line of lines)
      assert.ok(Math.abs((await line.boundingBox()).width - 10 * CENTIMETRE) < 0.5);
    const pdf = (await page.pdf({preferCSSPageSize: true})).toString('latin1');
    const box = pdf.match(/\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/);
    assert.ok(Math.abs(box[1] - width) < 2 && Math.abs(box[2] - height) < 2, box[0]);
    assert.equal(pdf.match(/\/Type\s*\/Page[^s]/g).length, 1, 'the form takes one sheet');
    await page.finish();
  });
}

test('a form from paper is typed twice by keyboard, compared, and stands in the picture',
    async () => {
  const {page, client} = await atHandOver({width: WIDTHS.tablet});
  await follow(page, page.getByRole('button', {name: 'Enter a filled form'}));
  await assertAccessible(page, 'where paper is typed');
  await page.goto(inLanguage(page.url(), 'ar-XB'));
  await assertAccessible(page, 'where paper is typed, right to left');
  await page.goto(inLanguage(page.url(), 'en'));
  const type = async (values) => {
    await page.locator('.keypad input[type=number]').first().focus();
    for (const value of values) {
      await page.keyboard.type(String(value));
      await page.keyboard.press('Tab');
    }
  };
  await type([71, 64, 80, 70]);
  await page.getByLabel('Ask me to type it twice').check();
  await follow(page, page.getByRole('button', {name: 'Save'}));
  await page.getByRole('heading', {name: 'Now the same once more'}).waitFor();
  await assertAccessible(page, 'the second typing');
  await type([71, 64, 80, 70]);
  await follow(page, page.getByRole('button', {name: 'Save'}));
  assert.ok(page.url().endsWith('/today'));
  await follow(page, sessionOf(page, client).locator('h3 a'));
  assert.equal((await clientRatings(page)).at(-1), 71);
  await page.finish();
});

test('what a client and their therapist look at together names nobody and marks nothing',
    async () => {
  const page = await openPage(browser, demo.address, {width: WIDTHS.tablet});
  await signIn(page, demo, 'therapist-1');
  const client = await steadyClient(page);
  await follow(page, sessionOf(page, client).locator('h3 a'));
  const note = await page.locator('#note-text').inputValue();
  assert.match(note, /Client, of 100: first \d+, previous \d+, latest \d+\./);
  await follow(page, page.getByRole('link', {name: 'Look at it together'}));
  await assertAccessible(page, 'what both look at');
  const text = await page.locator('body').innerText();
  assert.ok(!text.includes(client), 'it names the client');
  assert.equal(await page.getByRole('navigation').count(), 0);
  assert.ok(!/rupture|dip|check-in|alert/i.test(text));
  assert.equal(await page.locator('svg.graph .mark, svg.graph .episode').count(), 0);
  await page.finish();
});
