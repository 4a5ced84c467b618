// SPDX-License-Identifier: MIT
// The client's form by keyboard alone, and as a screen reader hears it: no mouse, no touch, and
// what the browser's accessibility tree says of each line before and after it is answered.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {inLanguage, openBrowser, openPage} from './harness/browser.mjs';
import {handOver, signIn, steadyClient} from './harness/practice.mjs';
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

async function atTheForm() {
  const page = await openPage(browser, demo.address);
  await signIn(page, demo, 'therapist-1');
  await handOver(page, await steadyClient(page));
  return page;
}

// The nodes that a screen reader is given, with their role, name, value and description.
async function heard(page) {
  const protocol = await page.context().newCDPSession(page);
  await protocol.send('Accessibility.enable');
  const {nodes} = await protocol.send('Accessibility.getFullAXTree');
  await protocol.detach();
  return nodes.filter((node) => !node.ignored)
      .map((node) => ({
             role: node.role?.value,
             name: node.name?.value ?? '',
             value: node.value?.value,
             says: node.properties?.find((one) => one.name === 'valuetext')?.value?.value,
             description: node.description?.value ?? '',
           }));
}

// Tabs on until what has the focus fits; fails when the whole page was gone through.
async function tabTo(page, fits, limit = 60) {
  for (let i = 0; i < limit; ++i) {
    await page.keyboard.press('Tab');
    const here =
        await page.evaluate(() => ({
                              role: document.activeElement.getAttribute('role'),
                              text: document.activeElement.textContent.trim(),
                              tag: document.activeElement.tagName,
                              labelled: document.activeElement.getAttribute('aria-labelledby'),
                            }));
    if (fits(here)) return here;
  }
  throw new Error('Tab never came to it');
}

test('every line says its name, its two ends and that it has no answer', async () => {
  const page = await atTheForm();
  const lines = (await heard(page)).filter((node) => node.role === 'slider');
  assert.ok(lines.length >= 3, `${lines.length} lines are heard`);
  for (const line of lines) {
    assert.ok(line.name.length > 3, 'a line has no name');
    assert.ok(line.description.length > 3, `${line.name}: its ends are not said`);
    const field = await page.getByRole('slider', {name: line.name}).first();
    assert.doesNotMatch(
        await field.getAttribute('aria-valuetext'), /\d/,
        `${line.name}: an untouched line says a number`);
  }
  await page.finish();
});

test('an answer can be taken back with the keyboard, and is then none', async () => {
  const page = await atTheForm();
  await tabTo(page, (here) => here.role === 'slider');
  await page.keyboard.press('Space');
  assert.match(
      await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), /\d/);
  await page.keyboard.press('Delete');
  assert.doesNotMatch(
      await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), /\d/);
  await page.finish();
});

test('right to left the arrow keys follow the eye', async () => {
  const page = await atTheForm();
  await page.goto(inLanguage(page.url(), 'ar-XB'));
  await tabTo(page, (here) => here.role === 'slider');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  assert.equal(
      await page.evaluate(() => document.activeElement.getAttribute('aria-valuenow')), '1');
  await page.finish();
});

test('the focus can always be seen, and nothing holds it fast', async () => {
  const page = await atTheForm();
  const seen = new Set();
  for (let i = 0; i < 40; ++i) {
    await page.keyboard.press('Tab');
    // A choice that is drawn as a whole word wears the ring around its label.
    const here = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      const label = one.closest('label');
      const rings = [one, label, ...(label?.querySelectorAll('*') ?? [])].filter(Boolean);
      const isRinged = rings.some((part) => {
        const {outlineStyle, outlineWidth} = getComputedStyle(part);
        return outlineStyle !== 'none' && outlineWidth !== '0px';
      });
      return {what: one.outerHTML.slice(0, 80), isRinged};
    });
    if (!here) break;
    seen.add(here.what);
    assert.ok(here.isRinged, `no ring around ${here.what}`);
  }
  assert.ok(seen.size >= 5, 'Tab goes through the form');
  await page.finish();
});

// Last: on some days this therapist has one client left to hand the form to.
test('the form is filled and sent with the keyboard alone', async () => {
  const page = await atTheForm();
  const lines = await page.getByRole('slider').count();
  for (let i = 0; i < lines; ++i) {
    await tabTo(page, (here) => here.role === 'slider');
    await page.keyboard.press('End');
    for (let step = 0; step < 3; ++step) await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    const shown = await page.evaluate(() => document.activeElement.getAttribute('aria-valuenow'));
    assert.equal(shown, '71', 'from the end three tenths back and one step on');
    assert.match(
        await page.evaluate(() => document.activeElement.getAttribute('aria-valuetext')), /71/);
  }
  await tabTo(page, (here) => here.tag === 'BUTTON' && here.text === 'Send');
  const loaded = page.waitForEvent('load');
  await page.keyboard.press('Enter');
  await loaded;
  await page.getByRole('heading', {name: 'Thank you'}).waitFor();
  await page.finish();
});
