// SPDX-License-Identifier: MIT
// The network goes while a client fills in the form: the answers wait on the device, unreadable
// there, and arrive once.
import assert from 'node:assert/strict';
import {after, afterEach, before, beforeEach, test} from 'node:test';

import {assertAccessible} from './harness/accessible.mjs';
import {follow, openBrowser, openPage, WIDTHS} from './harness/browser.mjs';
import {openNetwork} from './harness/network.mjs';
import {clientRatings, newLink, rate, sessionOf, signIn, steadyClient} from './harness/practice.mjs';
import {startDemo} from './harness/server.mjs';

let browser, demo, network;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });
// Each with a day of its own: a form that was sent is one session less to give.
beforeEach(async () => {
  demo = await startDemo('--prefix', '/practice');
  network = await openNetwork(demo.address);
});
afterEach(async () => {
  await network?.cut();
  await demo?.stop();
});

// A therapist's own page, straight to the server, and a fresh link for a client of today.
async function giveLink() {
  const staff = await openPage(browser, demo.address);
  await signIn(staff, demo, 'therapist-1');
  const client = await steadyClient(staff);
  const link = await newLink(staff, client);
  return {staff, client, link: link.replace(demo.address, network.address)};
}

// The form on a phone of its own, with its worker ready.
async function openForm(link) {
  const page = await openPage(browser, network.address, {width: WIDTHS.phone});
  await page.goto(link);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).length > 0 &&
      (await (await caches.open('holdfast-form')).keys()).length === 2);
  return page;
}

function waiting(page) {
  return page.evaluate(() => new Promise((resolve, reject) => {
    const asked = indexedDB.open('holdfast', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('waiting', {autoIncrement: true});
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const all = asked.result.transaction('waiting').objectStore('waiting').getAll();
      all.onsuccess = () => {
        asked.result.close();
        resolve(all.result);
      };
    };
  }));
}

async function ratingsOf({staff, client}) {
  await staff.goto(`${demo.address}/today`);
  await follow(staff, sessionOf(staff, client).locator('h3 a'));
  return clientRatings(staff);
}

// A form that was sent while the network was gone, and the ratings there were before.
async function answerWithoutNetwork(mark) {
  const given = await giveLink();
  const before = await ratingsOf(given);
  const page = await openForm(given.link);
  await rate(page, mark);
  await network.cut();
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await page.getByText('There is no network now.').waitFor();
  return {given, before, page};
}

// The practice has one rating more. Answers all of them.
async function arrivedOnce({given, before, page}) {
  const after = await ratingsOf(given);
  assert.equal(after.length, before.length + 1);
  await page.finish();
  await given.staff.finish();
  return after;
}

test('answers given without a network wait encrypted, survive a new start, and arrive once',
    async () => {
  const {given, before, page} = await answerWithoutNetwork(40);
  await assertAccessible(page, 'the answers that wait');
  assert.equal(await page.locator('form').count(), 0, 'the answers are still on the page');

  const kept = await waiting(page);
  assert.equal(kept.length, 1);
  const {shown, ...record} = kept[0];
  assert.deepEqual(Object.keys(record).sort(), ['address', 'body', 'page']);
  const body = JSON.parse(kept[0].body);
  assert.equal(body.schema, 'holdfast.sealed-answer/1');
  const token = given.link.split('/').pop();
  const inside = JSON.stringify(record);
  const plain = inside.replace(body.key, '').replace(body.public, '').replace(body.iv, '')
                    .replace(body.sealed, '');
  for (const word of [token, 'goals', given.client])
    assert.ok(!plain.includes(word), `what waits can be read: ${word}`);
  // A number as such: a key's own digits may hold these by chance.
  assert.ok(!/\b40\b/.test(plain), 'what waits can be read: the answer');
  const cached = await page.evaluate(async () => {
    const cache = await caches.open('holdfast-form');
    return (await cache.keys()).map((one) => new URL(one.url).pathname);
  });
  assert.ok(cached.every((path) => path.includes('/assets/')), `kept: ${cached.join()}`);

  // The page for whoever opens it again holds neither the form nor its address.
  for (const word of [token, 'data-item', 'name="a.', given.client])
    assert.ok(!shown.includes(word), `what is shown meanwhile holds ${word}`);

  await page.reload();
  await page.getByText('There is no network now.').waitFor();
  assert.equal(await page.locator('form').count(), 0, 'an empty form, as if nothing were kept');
  await network.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('Your answers have been sent.').waitFor();
  assert.equal((await waiting(page)).length, 0, 'it is still on the device');
  const after = await arrivedOnce({given, before, page});
  assert.ok(Math.abs(after.at(-1) - 40) <= 2);
});

test('opened again with a network while the answers still wait, the page says that they do',
    async () => {
  const {given, before, page} = await answerWithoutNetwork(35);
  // The page comes through, what is kept does not yet.
  await page.context().route('**/f/sealed', (route) => route.abort('connectionreset'));
  await network.mend();
  await page.reload();
  await page.getByText('Your answers are kept on this device').waitFor();
  assert.equal(await page.locator('form').count(), 0, 'an empty form, as if nothing were kept');
  assert.equal((await waiting(page)).length, 1);
  await page.context().unroute('**/f/sealed');
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('Your answers have been sent.').waitFor();
  await arrivedOnce({given, before, page});
});

test('the empty form opens again without a network, and nothing else does', async () => {
  const given = await giveLink();
  const page = await openForm(given.link);
  await rate(page, 30);
  await network.cut();
  await page.reload();
  await page.getByRole('heading', {level: 1}).waitFor();
  const values = await page.locator('[data-line] input[type=number]').evaluateAll(
      (all) => all.map((one) => one.value));
  assert.ok(values.length === 4 && values.every((value) => value === ''), values.join());
  await assert.rejects(page.goto(`${network.address}/code`));
  await network.mend();
  await page.close();
  await given.staff.finish();
});

test('a line that is needed is asked for while there is no network, and nothing waits yet',
    async () => {
  const given = await giveLink();
  const page = await openForm(given.link);
  await network.cut();
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await page.getByRole('alert').waitFor();
  assert.equal((await waiting(page)).length, 0);
  await page.getByRole('button', {name: 'I\'d rather not today'}).click();
  await page.getByText('There is no network now.').waitFor();
  assert.equal((await waiting(page)).length, 1);
  await network.mend();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('Your answers have been sent.').waitFor();
  await page.finish();
  await given.staff.finish();
});

test('sent by the page and kept because the answer was lost: the practice has it once',
    async () => {
  const given = await giveLink();
  const before = await ratingsOf(given);
  const page = await openForm(given.link);
  await rate(page, 55);
  // The request arrives, the network goes before its answer is back.
  await page.route(given.link, async (route) => {
    await route.fetch({maxRedirects: 0});
    await route.abort('connectionreset');
  });
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  // The network is there, so the worker may have sent what waits before anyone reads that it does.
  await page.getByText('Your answers have been sent.').waitFor();
  await arrivedOnce({given, before, page});
});

test('a network that answers nothing is as good as none, and they arrive once it does', async () => {
  const given = await giveLink();
  const before = await ratingsOf(given);
  const page = await openForm(given.link);
  await rate(page, 45);
  network.stall();
  await page.getByRole('button', {name: 'Send', exact: true}).click();
  await page.getByText('There is no network now.').waitFor();
  assert.equal((await waiting(page)).length, 1);
  network.flow();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await page.getByText('Your answers have been sent.').waitFor();
  await arrivedOnce({given, before, page});
});

test('where the page has no secure context it says that offline is off', async () => {
  const given = await giveLink();
  const page = await openPage(browser, network.address, {width: WIDTHS.phone});
  await page.addInitScript(
      () => Object.defineProperty(globalThis, 'isSecureContext', {value: false}));
  await page.goto(given.link);
  await page.getByText('Keeping answers while the network is gone is off').waitFor();
  await assertAccessible(page, 'the form without HTTPS');
  assert.equal(await page.evaluate(async () => (await caches.keys()).length), 0);
  await rate(page, 61);
  await follow(page, page.getByRole('button', {name: 'Send', exact: true}));
  await page.getByRole('heading', {name: 'Thank you'}).waitFor();
  await page.finish();
  await given.staff.finish();
});
