// SPDX-License-Identifier: MIT
// Deliveries through a network that loses, repeats, cuts and replaces: in the end each is there once,
// whole, and answers a receipt.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {itself, OK, open_adapter, until_done} from './adapter.mjs';
import {start_proxy} from './faulty_proxy.mjs';
import {fill} from './practice.mjs';
import {start_server, writes} from './server.mjs';

const rating = '0190d5a0-0000-7000-8000-00000000000';

function record(kind, number, more = {}) {
  return {
    schema: 'holdfast.record/1', kind, client: 'c-a', session: 'Encounter/e-1', clinician: 'dr-a',
    rating: `${rating}${number}`, at: '2026-11-23T10:02:00Z', day: '2026-11-23', rater: 'client',
    instrument: {id: 'holdfast-session', version: '1', title: 'Session check'}, ...more,
  };
}

// What two ratings, an alert, a repair's two states and a comment are.
const deliveries = [1, 2].flatMap((number) => [
  [`r-${number}:form`, record('form', number, {answers: [{item: 'goals', kind: 'line', value: '81'}]})],
  [`r-${number}:total`, record('client_total', number, {values: [{name: 'total', value: '325', min: '0', max: '400'}]})],
  [`r-${number}:subscales`, record('subscales', number, {values: [{name: 'goals', value: '81'}, {name: 'bond', value: '92'}]})],
]).concat([
  ['alert-1', record('alert', 1)],
  ['repair:p-1:open', record('repair', 1, {text: 'open'})],
  ['repair:p-1:repaired', record('repair', 2, {text: 'repaired', at: '2026-11-30T10:02:00Z'})],
  ['r-1:comment', record('comment', 1, {text: 'Slower was better.'})],
]);

async function deliver_all(adapter) {
  const receipts = new Map();
  for (const [key, one] of deliveries) {
    const {status, answer, why} = await until_done(adapter, 'records.put', itself, key, one);
    assert.equal(status, OK, `${key}: ${why}`);
    receipts.set(key, answer.id);
  }
  const notice = {schema: 'holdfast.notice/1', to: 'Practitioner/dr-a', category: 'check_in', link: '/check-ins/1'};
  assert.equal((await until_done(adapter, 'notify.post', itself, 'n-1', notice)).status, OK);
  return receipts;
}

async function must_be_there_once(server, receipts) {
  const count = async (type) => (await server.all(type)).length;
  const counted = {};
  for (const type of writes) counted[type] = await count(type);
  assert.deepEqual(counted, {QuestionnaireResponse: 2, Observation: 2, Flag: 1, Communication: 1,
                             DetectedIssue: 0, Task: 1, DocumentReference: 1});
  const observations = await server.all('Observation');
  for (const one of observations) {
    assert.equal(one.valueQuantity.value, 325);
    assert.deepEqual(one.component.map(({valueQuantity}) => valueQuantity.value), [81, 92]);
    assert.match(one.derivedFrom[0].reference, /^QuestionnaireResponse\//);
  }
  const [task] = await server.all('Task');
  assert.equal(task.status, 'completed');
  assert.equal(task.authoredOn, '2026-11-23T10:02:00Z');
  const there = new Set();
  for (const type of writes) for (const {id} of await server.all(type)) there.add(`${type}/${id}`);
  for (const [key, reference] of receipts) assert.ok(there.has(reference), `${key} is at ${reference}`);
}

// Two in five requests meet the fault, always the same ones: a seeded draw, so that no rhythm of the
// adapter's own meets a rhythm of the network's.
const two_in_five = (what, only) => {
  let seed = 7;
  return (request) => {
    if (only && request.method !== only) return undefined;
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return (seed >> 8) % 5 < 2 ? what : undefined;
  };
};

for (const conditional of [true, false])
  for (const [what, only] of [['drop after', 'POST'], ['drop after', 'PUT'], ['drop before'], ['delay', 'POST'],
                              ['duplicate'], ['truncate'], ['html'], ['busy']])
    test(`${what} ${only ?? 'of anything'}, on a server that ${conditional ? 'stores' : 'does not store'} ` +
             'conditionally: one of each in the end', async () => {
      const server = await start_server({conditional});
      const proxy = await start_proxy(server.base, two_in_five(what, only));
      const adapter = await open_adapter({base: proxy.base, writes, timeout_s: 1});
      try {
        await fill(server);
        const receipts = await deliver_all(adapter);
        await must_be_there_once(server, receipts);
        // Said again, it is answered from memory, and nothing is added.
        assert.deepEqual(await deliver_all(adapter), receipts);
        await must_be_there_once(server, receipts);
      } finally {
        await adapter.close();
        await proxy.stop();
        await server.stop();
      }
    });

test('a process killed in the middle, and its file lost, store nothing twice', async () => {
  const server = await start_server({conditional: false});
  const proxy = await start_proxy(server.base, two_in_five('drop after', 'POST'));
  await fill(server);
  try {
    const first = await open_adapter({base: proxy.base, writes});
    await first.call('records.put', itself, ...deliveries[0]);
    await first.kill();
    const second = await open_adapter({base: proxy.base, writes});  // another folder: nothing remembered
    const receipts = await deliver_all(second);
    await second.close();
    await must_be_there_once(server, receipts);
  } finally {
    await proxy.stop();
    await server.stop();
  }
});
