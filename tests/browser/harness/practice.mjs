// SPDX-License-Identifier: MIT
// What people of the demo practice do, in the words that stand on the pages.
import assert from 'node:assert/strict';

import {follow} from './browser.mjs';

export const PIN = '2468';

export async function signIn(page, {address, logins}, name) {
  const login = logins.find((one) => one.name === name);
  assert.ok(login, `the demo has no login ${name}`);
  if (!page.url().includes('/login')) await page.goto(`${address}/`);
  await page.getByLabel('Name').fill(login.name);
  await page.getByLabel('Password').fill(login.password);
  await follow(page, page.getByRole('button', {name: 'Sign in'}));
  await page.getByRole('heading', {level: 1}).waitFor();
  assert.ok(!page.url().includes('/login'), `${name} could not sign in`);
}

// The session of today that can be handed over and whose client has a usual level to fall below:
// {client, session}, with `session` the list entry on Today.
export async function steadyClient(page) {
  const today = page.url();
  const entries = page.locator('.session', {has: page.getByRole('link', {name: /^Hand over/})});
  const clients = await entries.locator('h3 a').allTextContents();
  for (const client of clients) {
    await follow(
        page, page.getByRole('listitem').filter({hasText: client}).locator('h3 a').first());
    const ratings = await clientRatings(page);
    const open = await page.locator('#alerts ~ ul .notice').count();
    await page.goto(today);
    const recent = ratings.slice(-5);
    const usual = recent.reduce((sum, one) => sum + one, 0) / recent.length;
    if (ratings.length >= 6 && usual >= 50 && !open) return client;
  }
  throw new Error(`no client of today has a steady level: ${clients.join(', ') || 'no sessions'}`);
}

export function sessionOf(page, client) {
  return page.locator('.session').filter({
    has: page.getByRole('link', {name: client, exact: true})
  });
}

// The client's ratings in the picture's table, oldest first, 0 to 100.
export async function clientRatings(page) {
  const table = page.locator('.numbers table');
  if (!await table.count()) return [];
  const headings = await table.locator('thead th').allTextContents();
  const column = headings.indexOf('Client');
  const rows = await table.locator('tbody tr').all();
  const texts = await Promise.all(rows.map((row) => row.locator('th, td').nth(column).innerText()));
  return texts.filter((text) => /^\d/.test(text.trim())).map((text) => parseFloat(text));
}

export async function handOver(page, client) {
  await follow(page, sessionOf(page, client).getByRole('link', {name: /^Hand over/}));
  await page.getByLabel('Choose a PIN for this hand-over').fill(PIN);
  await follow(page, page.getByRole('button', {name: 'Sign me out and show the form'}));
  await page.locator('form.form').waitFor();
}

// From Today: a fresh link to the client's form, as a person would copy it.
export async function newLink(page, client) {
  await follow(page, sessionOf(page, client).getByRole('link', {name: /^Hand over/}));
  await follow(page, page.getByRole('button', {name: 'Link and QR code'}));
  return page.locator('.made a.link').getAttribute('href');
}

// Puts every line of the form near `value` (0 to 100), as a finger would, or as typing does where
// scripts are off.
export async function rate(page, value) {
  const lines = await page.locator('[data-line]').all();
  assert.ok(lines.length > 0, 'the form has no lines');
  for (const line of lines) {
    if (page.runsNoScripts) {
      await line.locator('input[type=number]').fill(String(value));
      continue;
    }
    const rail = line.getByRole('slider');
    const {width, height} = await rail.boundingBox();
    const share = await rail.evaluate((one) => getComputedStyle(one).direction) === 'rtl' ?
        1 - value / 100 :
        value / 100;
    await rail.click({position: {x: width * share, y: height / 2}});
    const shown = Number(await rail.getAttribute('aria-valuenow'));
    assert.ok(Math.abs(shown - value) <= 2, `put at ${value}, the line says ${shown}`);
  }
}

export async function leaveForm(page) {
  await follow(page, page.getByRole('link', {name: 'For staff: leave this form'}));
  await page.getByLabel('PIN').fill(PIN);
  await follow(page, page.getByRole('button', {name: 'Leave the form'}));
  await page.getByRole('button', {name: 'Sign in'}).waitFor();
}
