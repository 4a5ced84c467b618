// SPDX-License-Identifier: MIT
// Servers differ: what one does not offer is said and kept, never lost; what it asks for is done.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';

import {DENIED, INVALID, itself, OK, open_adapter, UNAVAILABLE, UNSUPPORTED} from './adapter.mjs';
import {on, record, sweep} from './one_server.mjs';
import {fill, practice} from './practice.mjs';
import {start_server, writes} from './server.mjs';
import {findings} from './validators.mjs';

test('everything is off until it is switched on, and the refusal says who will read it', () =>
    on({}, {}, async (adapter, server) => {
      const {status, why} = await adapter.call('records.put', itself, 'k', record('client_total'));
      assert.equal(status, UNSUPPORTED);
      assert.match(why, /Observation is switched off.*whoever may open the patient's chart/);
      assert.deepEqual(server.requests.filter(({method}) => method !== 'GET'), []);
    }));

test('a kind that the server does not take is told from its /metadata, without trying', () =>
    on({without: ['Flag']}, {writes}, async (adapter, server) => {
      const {status, why} = await adapter.call('records.put', itself, 'k', record('alert'));
      assert.equal(status, UNSUPPORTED);
      assert.match(why, /takes no Flag \(its \/metadata says so\)/);
      assert.ok(server.requests.every(({method}) => method === 'GET'));
      assert.equal((await adapter.call('records.put', itself, 'k2', record('client_total'))).status, OK);
    }));

test('an alert becomes what the site chose', () =>
    on({}, {writes, alert_as: 'DetectedIssue'}, async (adapter, server) => {
      assert.equal((await adapter.call('records.put', itself, 'k', record('alert'))).status, OK);
      assert.equal((await server.all('DetectedIssue')).length, 1);
    }));

test('what cannot be changed there cannot be taken back from here, and that is said', () =>
    on({updates: false}, {writes}, async (adapter) => {
      assert.equal((await adapter.call('records.put', itself, 'k', record('client_total'))).status, OK);
      const {status, why} = await adapter.call('records.retract', itself, 'k', 'wrong person');
      assert.equal(status, UNSUPPORTED);
      assert.match(why, /its users have to do it there/);
    }));

test('taking back marks it as entered in error, with the version that was read', () =>
    on({}, {writes}, async (adapter, server) => {
      await adapter.call('records.put', itself, 'k', record('client_total'));
      assert.equal((await adapter.call('records.retract', itself, 'k', 'wrong person')).status, OK);
      const [one] = await server.all('Observation');
      assert.equal(one.status, 'entered-in-error');
      const put = server.requests.find(({method}) => method === 'PUT');
      assert.match(put.headers['if-match'], /^W\/"/);
    }));

test('where no ETag comes, the version that was read is named all the same', () =>
    on({etags: false}, {writes}, async (adapter, server) => {
      await adapter.call('records.put', itself, 'k', record('client_total'));
      assert.equal((await adapter.call('records.retract', itself, 'k', 'wrong person')).status, OK);
      const {versionId} = (await server.repo.readHistory('Observation', (await server.all('Observation'))[0].id)).entry.at(-1).resource.meta;
      assert.equal(server.requests.find(({method}) => method === 'PUT').headers['if-match'], `W/"${versionId}"`);
    }));

test('somebody else who changed it meanwhile is not overwritten', () =>
    on({}, {writes}, async (adapter, server) => {
      await adapter.call('records.put', itself, 'k:total', record('client_total'));
      const [before] = await server.all('Observation');
      // Between our read and our write a nurse adds a note, once.
      let is_first = true;
      const read = server.repo.readResource.bind(server.repo);
      server.repo.readResource = async (type, id) => {
        const found = await read(type, id);
        if (type === 'Observation' && is_first) {
          is_first = false;
          await server.repo.updateResource({...found, note: [{text: 'seen'}]});
        }
        return found;
      };
      const parts = record('subscales', {values: [{name: 'goals', value: '81'}]});
      assert.equal((await adapter.call('records.put', itself, 'k:subscales', parts)).status, OK);
      const after = await read('Observation', before.id);
      assert.equal(after.note?.[0].text, 'seen');
      assert.equal(after.component.length, 1);
    }));

test('a label that the server drops blocks the delivery, visibly, and takes back what stands there', () =>
    on({drops_labels: true}, {writes}, async (adapter, server) => {
      const {status, why} =
          await adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R']}));
      assert.equal(status, DENIED);
      assert.match(why, /dropped a sensitivity label;.*was marked as entered in error; label: R$/);
      assert.deepEqual((await server.all('Observation')).map((one) => one.status), ['entered-in-error']);
    }));

test('a create that is answered without a body is read back for its labels', () =>
    on({drops_labels: true, silent: true}, {writes}, async (adapter, server) => {
      const {status, why} =
          await adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R', 'PSY']}));
      assert.equal(status, DENIED);
      assert.match(why, /dropped a sensitivity label;.*; label: R, PSY$/);
      assert.deepEqual((await server.all('Observation')).map((one) => one.status), ['entered-in-error']);
    }));

test('a kept label is enough where a create is answered without a body', () =>
    on({silent: true}, {writes}, async (adapter) => {
      const {status, why} = await adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R']}));
      assert.equal(status, OK, why);
    }));

test('a copy whose labels nobody can look at is not taken for a labelled one', () =>
    on({silent: true, refuses: ({method, url}) => method === 'GET' && /^\/fhir\/Observation\/./.test(url) && 403}, {writes},
       async (adapter) => {
      const {status, why} = await adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R']}));
      assert.equal(status, DENIED);
      assert.match(why, /does not show whether it kept a sensitivity label; it still stands there as Observation\/.*; label: R$/);
    }));

test('where a dropped label cannot be mended from here, what still stands there is named', () =>
    on({drops_labels: true, updates: false}, {writes}, async (adapter, server) => {
      const put = () => adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R']}));
      for (const {status, why} of [await put(), await put()]) {
        const [one, ...more] = await server.all('Observation');
        assert.equal(status, DENIED);
        assert.match(why, /dropped a sensitivity label;.*; label: R$/);
        assert.ok(why.includes(`still stands there as Observation/${one.id}`), why);
        assert.match(why, /for its users to mark as entered in error/);
        assert.deepEqual([one.status, more], ['final', []]);
      }
    }));

test('labels travel with the record', () =>
    on({}, {writes}, async (adapter, server) => {
      await adapter.call('records.put', itself, 'k', record('client_total', {sensitivity: ['R', '42CFRPart2']}));
      const [one] = await server.all('Observation');
      assert.deepEqual(one.meta.security.map(({code}) => code), ['R', '42CFRPart2']);
    }));

test('a busy server is left alone as long as it asks', () => {
  let asked = 0;
  return on({busy: ({url}) => url.includes('/Patient/') && ++asked === 1, retry_after: '3600'}, {}, async (adapter, server) => {
    const first = await adapter.call('clients.get', itself, 'c-a');
    assert.equal(first.status, UNAVAILABLE);
    const before = server.requests.length;
    const second = await adapter.call('clients.get', itself, 'c-a');
    assert.equal(second.status, UNAVAILABLE);
    assert.match(second.why, /asked to be left alone/);
    assert.equal(server.requests.length, before, 'nothing was sent');
  });
});

test('that a form was due stays said when it was answered, and nothing is changed on the server', () =>
    on({updates: false}, {writes: ['Communication']}, async (adapter, server) => {
      const notice = {schema: 'holdfast.notice/1', to: 'Practitioner/dr-a', client: 'c-a', category: 'form_due', link: '/f/invented'};
      assert.equal((await adapter.call('notify.post', itself, 'form:1:0', notice)).status, OK);
      const before = server.requests.length;
      assert.equal((await adapter.call('notify.withdraw', itself, 'form:1:0')).status, OK);
      assert.equal((await adapter.call('notify.post', itself, 'form:1:0', notice)).status, OK);
      assert.deepEqual(server.requests.slice(before).filter(({method}) => method !== 'GET'), []);
      assert.deepEqual((await server.all('Communication')).map(({status}) => status), ['completed']);
    }));

test('a server without episodes, teams or encounters still gives courses and sessions', () =>
    on({without: ['EpisodeOfCare', 'CareTeam', 'Encounter', 'PractitionerRole']}, {}, async (adapter) => {
      const {changes} = await sweep(adapter);
      const courses = new Set(changes.filter(({kind}) => kind === 'course').map(({id}) => id));
      assert.deepEqual([...courses].sort(), ['c-a~dr-a', 'c-b~dr-b', 'c-p~dr-b', 'c-t~dr-b']);
      assert.equal(changes.filter(({kind}) => kind === 'session').length, 10);
    }));

test('who is named at another server gets no access here, by whatever id', () =>
    on({}, {}, async (adapter, server) => {
      const elsewhere = 'https://other-hospital.example/fhir';
      const team = (id, member) => server.put({
        resourceType: 'CareTeam', id, status: 'active', subject: {reference: 'Patient/c-t'}, participant: [{member: {reference: member}}]});
      await team('t-x', `${elsewhere}/Practitioner/dr-a`);
      await server.put({resourceType: 'EpisodeOfCare', id: 'co-x', status: 'active', patient: {reference: `${elsewhere}/Patient/c-b`},
                        careManager: {reference: 'Practitioner/dr-a'}});
      assert.equal((await adapter.call('clients.get', 'Practitioner/dr-a', 'c-t')).status, DENIED);
      assert.equal((await adapter.call('clients.get', 'Practitioner/dr-a', 'c-b')).status, DENIED);
      const {changes} = await sweep(adapter);
      assert.deepEqual(changes.filter(({id}) => /-x$/.test(id)), []);
      await team('t-y', `${server.base}/Practitioner/dr-a`);
      const later = await open_adapter({base: server.base});
      assert.equal((await later.call('clients.get', 'Practitioner/dr-a', 'c-t')).status, OK);
      await later.close();
      const named = await open_adapter({base: server.base, servers: [`${elsewhere}/`]});
      assert.equal((await named.call('clients.get', 'Practitioner/dr-a', 'c-b')).status, OK);
      await named.close();
    }));

test('after the first round only what changed is told, once', () =>
    on({}, {page_size: 3}, async (adapter, server) => {
      const first = await sweep(adapter, 7);
      const told = (kind) => first.changes.filter((one) => one.kind === kind).map(({id}) => id);
      assert.deepEqual(told('clinician').sort(), ['dr-a', 'dr-b', 'dr-gone']);
      assert.deepEqual(told('merge'), ['c-old']);
      const next = async (cursor) => (await adapter.call('changes.since', cursor, 100)).answer;
      let answer = await next(first.cursor);
      assert.deepEqual(answer.changes, []);

      const appointment = practice.find(({id}) => id === 's-9');
      await server.repo.updateResource({...appointment, status: 'noshow'});
      answer = await next(answer.cursor);
      assert.deepEqual(answer.changes.map(({kind, id, data}) => [kind, id, data.attendance]),
                       [['session', 'Appointment/s-9', 'no_show']]);
      answer = await next(answer.cursor);
      assert.deepEqual(answer.changes, []);

      await server.put({...practice.find(({id}) => id === 'e-1'), id: 'e-9', appointment: [{reference: 'Appointment/s-5'}]});
      answer = await next(answer.cursor);
      assert.deepEqual([...new Set(answer.changes.map(({id}) => id))], ['Appointment/s-5']);
      await server.repo.updateResource({...appointment, status: 'entered-in-error'});
      answer = await next(answer.cursor);
      assert.deepEqual(answer.changes, [{kind: 'session', id: 'Appointment/s-9', removed: true}]);
    }));

test('roles of the server become roles here, where the site maps them', () =>
    on({}, {roles: {'desk': 'front_desk', 'http://example.org/roles|psych': 'therapist'}}, async (adapter, server) => {
      const describe = async () => (await adapter.call('identity.describe', 'Practitioner/dr-a')).answer.roles;
      assert.deepEqual(await describe(), [], 'unknown means no');
      await server.put({resourceType: 'PractitionerRole', id: 'pr-a', active: true,
                        practitioner: {reference: 'Practitioner/dr-a'},
                        code: [{coding: [{system: 'http://example.org/roles', code: 'psych'}]}]});
      assert.deepEqual(await describe(), ['therapist']);
    }));

test('without a server the adapter translates for the tools, and serves nothing else', async () => {
  const adapter = await open_adapter({});
  try {
    const line = {schema: 'holdfast.audit-line/1', line: 7, at: '2026-11-23T10:02:00Z', actor_kind: 'kiosk',
                  action: 'rating.submit', outcome: 'denied', from: '/forms/{id}', hash: 'a'.repeat(64)};
    const {answer, why} = await adapter.call('adapter.translate', 'audit-line', line);
    assert.equal(answer?.resourceType, 'AuditEvent', why);
    assert.deepEqual(findings(answer), {});
    assert.deepEqual([answer.action, answer.outcome, answer.agent[0].who.display], ['C', '4', 'kiosk']);
    assert.equal((await adapter.call('adapter.translate', 'sonnet', {})).status, UNSUPPORTED);
    assert.equal((await adapter.call('adapter.translate', 'audit-line', {})).status, INVALID);
    assert.equal((await adapter.call('clients.get', itself, 'c-a')).status, UNSUPPORTED);
  } finally {
    await adapter.close();
  }
});

test('settings that cannot be are refused with a sentence', async () => {
  for (const [config, why] of [
    [{writes: ['Flag']}, /"base" is missing/], [{base: 'http://ehr.example/fhir'}, /must begin with https/],
    [{base: 'https://ehr.example/fhir', writes: ['Patient']}, /nothing is written as "Patient"/],
    [{base: 'https://ehr.example/fhir', surprise: 1}, /no setting "surprise"/],
    [{base: 'https://ehr.example/fhir', ca_file: '/nowhere.pem'}, /ca_file/],
    [{base: 'https://ehr.example/fhir', proxy: 'nowhere'}, /host:port/],
    [{base: 'https://ehr.example/fhir', client_id: 'x', token_url: 'http://a.example'}, /token_url/],
    [{transport: 'file'}, /"folder" is missing/],
  ]) await assert.rejects(open_adapter(config), why);
});

test('a server of the site\'s own authority is trusted with its certificate, and no other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-tls-'));
  const file = (name) => join(folder, name);
  const openssl = (...given) => execFileSync('openssl', given, {stdio: 'ignore', cwd: folder});
  const server = await start_server({});
  await fill(server);
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-days', '2',
          '-subj', '/CN=Invented authority');
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=ehr.example',
          '-addext', 'subjectAltName=DNS:ehr.example');
  openssl('x509', '-req', '-in', 'request.pem', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2',
          '-copy_extensions', 'copy', '-out', 'cert.pem');
  const inner = new URL(server.base);
  const front = https.createServer({key: await readFile(file('key.pem')), cert: await readFile(file('cert.pem'))},
                                   (request, response) => {
    request.pipe(http.request({host: inner.hostname, port: inner.port, method: request.method, path: request.url,
                               headers: request.headers}, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    }));
  });
  await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
  const {port} = front.address();
  const ask = async (config) => {
    const adapter = await open_adapter(config);
    const answer = await adapter.call('clients.get', itself, 'c-a');
    await adapter.close();
    return answer;
  };
  // The hospital's proxy is the way to it: every name leads to the same server.
  let tunnels = 0;
  const proxy = http.createServer().on('connect', (request, socket, head) => {
    ++tunnels;
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      onward.pipe(socket).on('error', () => onward.destroy());
      socket.pipe(onward).on('error', () => socket.destroy());
    });
  });
  await new Promise((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = {proxy: `127.0.0.1:${proxy.address().port}`, ca_file: file('ca.pem')};
  try {
    const trusted = await ask({...through, base: 'https://ehr.example/fhir'});
    assert.equal(trusted.status, OK, trusted.why);
    assert.equal(tunnels, 1);
    const unknown = await ask({proxy: through.proxy, base: 'https://ehr.example/fhir'});
    assert.equal(unknown.status, UNAVAILABLE, 'an unknown authority');
    const other = await ask({...through, base: 'https://other.example/fhir'});
    assert.equal(other.status, UNAVAILABLE, 'a certificate of another name');
  } finally {
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
    front.closeAllConnections();
    await new Promise((resolve) => front.close(resolve));
    await server.stop();
    await rm(folder, {recursive: true, force: true});
  }
});

test('the file transport writes NDJSON, one resource a line, private and once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-ndjson-'));
  await assert.rejects(open_adapter({transport: 'file', folder, writes}), /embeds Holdfast and knows its people itself/);
  const adapter = await open_adapter({transport: 'file', folder, writes}, {people: true});
  try {
    const put = (key, one) => adapter.call('records.put', itself, key, one);
    const total = await put('r-1:total', record('client_total'));
    assert.equal(total.status, OK, total.why);
    await put('r-1:total', record('client_total'));
    await put('r-1:subscales', record('subscales', {values: [{name: 'goals', value: '81'}]}));
    await adapter.call('records.retract', itself, 'r-1:total', 'wrong person');
    assert.equal((await adapter.call('clients.get', itself, 'c-a')).status, UNSUPPORTED);
    assert.equal((await put('k', {schema: 'holdfast.record/9'})).status, INVALID);
    assert.deepEqual(await readdir(folder), ['Observation.ndjson']);
    assert.equal((await stat(join(folder, 'Observation.ndjson'))).mode & 0o777, 0o600);
    const lines = (await readFile(join(folder, 'Observation.ndjson'), 'utf8')).trimEnd().split('\n').map((one) => JSON.parse(one));
    assert.deepEqual(lines.map(({status, component}) => [status, component?.length ?? 0]),
                     [['final', 0], ['final', 1], ['entered-in-error', 1]]);
    assert.equal(new Set(lines.map(({id}) => id)).size, 1);
    assert.equal(total.answer.id, `Observation/${lines[0].id}`);
  } finally {
    await adapter.close();
    await rm(folder, {recursive: true, force: true});
  }
});
