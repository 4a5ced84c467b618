// SPDX-License-Identifier: MIT
// A rating goes all the way, as the people of a practice see it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {assertAccessible} from './harness/accessible.mjs';
import {follow, openBrowser, openPage, WIDTHS} from './harness/browser.mjs';
import {clientRatings, handOver, leaveForm, rate, sessionOf, signIn, steadyClient} from './harness/practice.mjs';
import {startDemo} from './harness/server.mjs';

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser?.close());

const WAYS = [
  {name: 'at the root', server: [], page: {}},
  {name: 'under a prefix', server: ['--prefix', '/practice/holdfast'], page: {width: WIDTHS.phone}},
  {name: 'without JavaScript', server: [], page: {javaScriptEnabled: false}},
];

async function clientAnswers(page, client) {
  await assertAccessible(page, 'the client form');
  const text = await page.locator('body').innerText();
  assert.ok(!text.includes(client), 'the form names the client');
  assert.equal(await page.getByRole('navigation').count(), 0, 'the form leads elsewhere');
  await rate(page, 6);
  await follow(page, page.getByRole('button', {name: 'Send', exact: true}));
  await page.getByRole('heading', {name: 'Thank you'}).waitFor();
  await assertAccessible(page, 'the thanks');
}

// On the handed-over device the session of the clinician is over.
async function nobodyIsSignedIn(page, address) {
  const thanks = page.url();
  page.expectStatus(410);
  await page.goto(`${address}/today`);
  // The device leads to its one form, which is sent, and nowhere else.
  await page.getByRole('heading', {name: 'This form was already sent'}).waitFor();
  assert.equal(await page.getByRole('navigation').count(), 0, 'the form leads elsewhere');
  await page.getByRole('link', {name: 'For staff: leave this form'}).waitFor();
  await page.goto(thanks);
}

async function therapistAnswers(page, client) {
  await follow(page, sessionOf(page, client).getByRole('link', {name: /^My form/}));
  await assertAccessible(page, 'the therapist form');
  await rate(page, 70);
  await follow(page, page.getByRole('button', {name: 'Save my rating'}));
  await page.getByRole('heading', {level: 1}).waitFor();
}

async function checkIn(page, client) {
  const dip = sessionOf(page, client).locator('.dip a');
  await dip.waitFor();
  await follow(page, dip);
  await page.getByRole('heading', {level: 1, name: 'Check-in suggested'}).waitFor();
  const sentence = await page.locator('.sentence .lead').innerText();
  assert.match(sentence, /\(6\)|\b6\b/, 'the sentence has today\'s rating');
  assert.match(sentence, /usual/, 'the sentence says what was usual');
  assert.ok(await page.locator('.steps-table tbody tr').count() >= 2, 'the calculation is shown');
  await assertAccessible(page, 'the check-in');
  await follow(page, page.getByRole('button', {name: 'I have seen this'}));
  await page.getByRole('button', {name: 'I have seen this'}).waitFor({state: 'detached'});
  assert.ok(await page.locator('.events li').count() >= 1, 'what was done stands there');
}

for (const way of WAYS) {
  test(`a low rating becomes a check-in ${way.name}`, async () => {
    const demo = await startDemo(...way.server);
    const page = await openPage(browser, demo.address, way.page);
    try {
      await page.goto(`${demo.address}/`);
      await assertAccessible(page, 'the login');
      await signIn(page, demo, 'therapist-1');
      await assertAccessible(page, 'Today');
      const client = await steadyClient(page);

      await handOver(page, client);
      await clientAnswers(page, client);
      await nobodyIsSignedIn(page, demo.address);
      await leaveForm(page);

      await signIn(page, demo, 'therapist-1');
      await therapistAnswers(page, client);
      await page.goto(`${demo.address}/today`);
      await checkIn(page, client);

      await page.goto(`${demo.address}/today`);
      await follow(page, sessionOf(page, client).locator('h3 a'));
      await assertAccessible(page, 'the client\'s picture');
      assert.equal((await clientRatings(page)).at(-1), 6);
      await page.finish();
    } finally {
      await demo.stop();
    }
  });
}
