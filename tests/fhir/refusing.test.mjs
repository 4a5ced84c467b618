// SPDX-License-Identifier: MIT
// What a server does not allow or does not know is done without, and the rest goes on.
import assert from 'node:assert/strict';
import {rm} from 'node:fs/promises';
import http from 'node:http';
import {join} from 'node:path';
import {test} from 'node:test';

import {DENIED, itself, OK, open_adapter, UNAVAILABLE} from './adapter.mjs';
import {on, record, sweep} from './one_server.mjs';
import {fill, practice} from './practice.mjs';
import {start_server, writes} from './server.mjs';

const searches = (server, type) => server.requests.filter(
    ({method, url}) => method === 'GET' && url.startsWith(`/fhir/${type}?`)).map(({url}) => new URL(url, server.base).searchParams);
const by_identifier = ({method, url}) => method === 'GET' && url.includes('identifier=');

test('where a kind cannot be searched it is not searched: it is written, and remembered here', () =>
    on({conditional: false, unsearchable: writes}, {writes}, async (adapter, server) => {
      for (const key of ['r-1:total', 'r-1:total']) {
        const {status, why} = await adapter.call('records.put', itself, key, record('client_total'));
        assert.equal(status, OK, why);
      }
      assert.equal((await adapter.call('records.put', itself, 'a', record('alert'))).status, OK);
      assert.equal((await server.all('Observation')).length, 1);
      assert.equal((await server.all('Flag')).length, 1);
      assert.deepEqual(server.requests.filter(by_identifier), []);
    }));

for (const refusal of [400, 403, 404, 405, 501]) {
  test(`a server that wants a patient in a search (else ${refusal}) is asked with one, and stores once`, () =>
      on({conditional: false, refuses: (request) => by_identifier(request) && !request.url.includes('patient=') && refusal},
         {writes}, async (adapter, server) => {
        const {status, why, answer} = await adapter.call('records.put', itself, 'r-1:total', record('client_total'));
        assert.equal(status, OK, why);
        assert.ok(searches(server, 'Observation').some((one) => one.get('patient') === 'Patient/c-a'));
        await rm(join(adapter.folder, 'fhir.db'));
        // Its own file is lost, not the process: what stands there is found again.
        const again = await open_adapter({base: server.base, writes}, {directory: adapter.folder});
        assert.deepEqual((await again.call('records.put', itself, 'r-1:total', record('client_total'))).answer, answer);
        await again.close({keep: true});
        assert.equal((await server.all('Observation')).length, 1);
      }));

  test(`a server that refuses every search by identifier (${refusal}) is written to, once by key`, () =>
      on({conditional: false, refuses: (request) => by_identifier(request) && refusal}, {writes}, async (adapter, server) => {
        for (const key of ['r-1:total', 'r-1:total']) {
          const {status, why} = await adapter.call('records.put', itself, key, record('client_total'));
          assert.equal(status, OK, why);
        }
        const [one, ...more] = await server.all('Observation');
        assert.deepEqual([one.valueQuantity.value, one.derivedFrom, more], [325, undefined, []]);
      }));
}

test('where conditional creates are there, a refused search for the form costs its mention alone', () =>
    on({refuses: ({method, url}) => method === 'GET' && url.startsWith('/fhir/QuestionnaireResponse?') && 403},
       {writes}, async (adapter, server) => {
      const {status, why} = await adapter.call('records.put', itself, 'r-1:total', record('client_total'));
      assert.equal(status, OK, why);
      assert.deepEqual((await server.all('Observation')).map(({derivedFrom}) => derivedFrom), [undefined]);
    }));

const logged = async (adapter, what) => (await adapter.call('log')).answer.filter((one) => what.test(one));
const by_kind = (changes) => changes.reduce((all, {kind}) => ({...all, [kind]: (all[kind] ?? 0) + 1}), {});

for (const [kind, missing] of [['CareTeam', []], ['EpisodeOfCare', []], ['Encounter', []], ['Practitioner', ['clinician']],
                               ['PractitionerRole', []]])
  test(`a kind that the scope does not hold (${kind}) is left out, said once, and the others come`, () => {
    let is_refused = true;
    return on({refuses: ({url}) => is_refused && url.startsWith(`/fhir/${kind}?`) && 403}, {}, async (adapter, server) => {
      const {changes, cursor} = await sweep(adapter);
      const kinds = by_kind(changes);
      for (const one of ['clinician', 'client', 'course', 'session'])
        assert.equal(kinds[one] > 0, !missing.includes(one), `${one}: ${kinds[one]}`);
      let answer = (await adapter.call('changes.since', cursor, 1000)).answer;
      const said = await logged(adapter, /does not allow/);
      assert.equal(said.length, kind === 'PractitionerRole' ? 0 : 1, said.join());
      if (kind === 'PractitionerRole') return;
      assert.match(said[0], new RegExp(`a search of ${kind};.*scope`));
      // Allowed later, it is read from its beginning, once.
      is_refused = false;
      const before = server.requests.length;
      while ((answer = (await adapter.call('changes.since', answer.cursor, 1000)).answer).more);
      const asked = () => searches({requests: server.requests.slice(before), base: server.base}, kind)[0];
      assert.equal(asked().has('_lastUpdated'), false);
      if (kind === 'Practitioner') assert.equal(by_kind(answer.changes).clinician, 3);
      const later = server.requests.length;
      await adapter.call('changes.since', answer.cursor, 1000);
      assert.equal(searches({requests: server.requests.slice(later), base: server.base}, kind)[0].has('_lastUpdated'), true);
    });
  });

test('without a relation that may be read nobody is let into a chart but who met the client', () =>
    on({refuses: ({url}) => /^\/fhir\/(EpisodeOfCare|CareTeam)\?/.test(url) && 403}, {}, async (adapter) => {
      assert.equal((await adapter.call('clients.get', 'Practitioner/dr-b', 'c-b')).status, OK);
      assert.equal((await adapter.call('clients.get', 'Practitioner/dr-a', 'c-b')).status, DENIED);
    }));

test('kinds that cannot be searched are named in one sentence', () =>
    on({unsearchable: ['Patient', 'Appointment', 'Encounter']}, {}, async (adapter) => {
      const {changes} = await sweep(adapter);
      assert.deepEqual(Object.keys(by_kind(changes)).sort(), ['clinician', 'course']);
      const said = await logged(adapter, /does not offer/);
      assert.equal(said.length, 1);
      assert.match(said[0], /Patient, Appointment, Encounter \(its \/metadata says so\)/);
    }));

test('includes are asked for only where they are offered, and sessions are the same', () => {
  const sessions = ({changes}) => changes.filter(({kind}) => kind === 'session');
  const last = (all) => Object.fromEntries(sessions(all).map(({id, data}) => [id, data]));
  let expected;
  return on({}, {}, async (adapter) => { expected = last(await sweep(adapter)); }).then(
      () => on({includes: false, refuses: ({url}) => /_(rev)?include/.test(url) && 400}, {}, async (adapter, server) => {
        const all = await sweep(adapter);
        assert.deepEqual(last(all), expected);
        // An appointment that changes later keeps what its encounter says.
        await server.repo.updateResource({...practice.find(({id}) => id === 's-1'), description: 'moved to another room'});
        const {answer} = await adapter.call('changes.since', all.cursor, 1000);
        assert.deepEqual(answer.changes.map(({id, data}) => [id, data.attendance]), [['Appointment/s-1', 'held']]);
        const {answer: listed} = await adapter.call('sessions.list', itself, {
          schema: 'holdfast.session-query/1', from: '2026-10-01', to: '2026-12-01', limit: 50});
        assert.equal(listed.sessions.find(({id}) => id === 'Appointment/s-1').attendance, 'held');
      }));
});

test('where _lastUpdated is refused, a later round reads everything and tells what is new', () =>
    on({refuses: ({url}) => url.includes('_lastUpdated') && 400}, {}, async (adapter, server) => {
      let {cursor} = await sweep(adapter);
      ({answer: {cursor}} = await adapter.call('changes.since', cursor, 1000));
      await server.repo.updateResource({...practice.find(({id}) => id === 's-9'), status: 'noshow'});
      const {status, why, answer} = await adapter.call('changes.since', cursor, 1000);
      assert.equal(status, OK, why);
      assert.deepEqual(answer.changes.map(({id, data}) => [id, data.attendance]), [['Appointment/s-9', 'no_show']]);
    }));

test('a next page that is the same page again ends in an error', async () => {
  const server = await start_server({});
  await fill(server);
  let asked = 0;
  const front = http.createServer((request, response) => {
    http.request({host: '127.0.0.1', port: new URL(server.base).port, path: request.url, headers: request.headers}, async (answer) => {
      const pieces = [];
      for await (const piece of answer) pieces.push(piece);
      const body = JSON.parse(Buffer.concat(pieces));
      if (body.type === 'searchset' && ++asked) body.link = [{relation: 'next', url: request.url}];
      response.writeHead(answer.statusCode, {'content-type': 'application/fhir+json'});
      response.end(JSON.stringify(body));
    }).end();
  });
  await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
  const adapter = await open_adapter({base: `http://127.0.0.1:${front.address().port}/fhir`});
  try {
    for (const call of [['changes.since', '', 1000], ['clients.search', itself, {schema: 'holdfast.client-query/1', text: 'nobody', limit: 5}]]) {
      const {status, why} = await adapter.call(...call);
      assert.equal(status, UNAVAILABLE);
      assert.match(why, /the same page again/);
    }
    assert.ok(asked < 6, `asked ${asked} times`);
  } finally {
    await adapter.close();
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
    await server.stop();
  }
});
