// SPDX-License-Identifier: MIT
// A CDS client made from the field rules of CDS Hooks 2.0 before the program: discovery, cards,
// feedback, and every token that must not open the door.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {exportJWK, generateKeyPair, SignJWT} from 'jose';
import {begin, reference} from './ten_sessions.mjs';
import {findings} from './validators.mjs';

const origin = 'https://ehr.example';
const keys = {};  // by kid
let jwks, jwks_address, asked_for_keys = 0, folder, all;
const local = 'https://local.example';  // a caller whose keys are a file of the site's own
const address = 'http://localhost:9';  // what the site is called outside

async function start_jwks() {
  for (const [kid, alg] of [['es', 'ES384'], ['rs', 'RS384'], ['stranger', 'ES384']])
    keys[kid] = {alg, ...await generateKeyPair(alg, {extractable: true})};
  const published = await Promise.all(['es', 'rs'].map(
      async (kid) => ({...await exportJWK(keys[kid].publicKey), kid, use: 'sig', alg: keys[kid].alg})));
  jwks = http.createServer((_, response) => {
    ++asked_for_keys;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({keys: published}));
  });
  await new Promise((resolve) => jwks.listen(0, '127.0.0.1', resolve));
  folder = await mkdtemp(join(tmpdir(), 'holdfast-jwks-'));
  await writeFile(join(folder, 'local.json'), JSON.stringify({keys: published}));
  jwks_address = `http://127.0.0.1:${jwks.address().port}/jwks.json`;
}

// A token as the specification wants it; `change` breaks it.
async function token(path, {kid = 'es', header = {}, claims = {}, key, crit} = {}) {
  const now = Math.floor(Date.now() / 1000);
  const all_claims = {iss: origin, aud: address + path, iat: now, exp: now + 300, jti: randomUUID(), ...claims};
  for (const [name, value] of Object.entries(all_claims)) if (value === undefined) delete all_claims[name];
  return new SignJWT(all_claims)
      .setProtectedHeader({alg: keys[kid].alg, kid, typ: 'JWT', jku: jwks_address, ...header})
      .sign(key ?? keys[kid].privateKey, {crit});
}

const service = '/cds-services/holdfast-check-in';
const at_encounter = '/cds-services/holdfast-check-in-encounter';
const view = (change = {}, context = {}) => ({
  hook: 'patient-view', hookInstance: randomUUID(), fhirServer: 'https://ehr.example/fhir',
  context: {userId: 'Practitioner/dr-a', patientId: 'c-a', ...context}, ...change,
});

async function post(path, body, given, more = {}) {
  const authorization = typeof given === 'string' ? given : `Bearer ${await token(path, given)}`;
  return fetch(all.service.address + path, {
    method: 'POST', headers: {'content-type': 'application/json', origin, ...(authorization && {authorization}), ...more},
    body: typeof body === 'string' ? body : JSON.stringify(body)});
}

before(async () => {
  await start_jwks();
  all = await begin({plugin: {language: 'fr'}, adapter: {gateway: {
    address, origins: [origin], servers: ['https://ehr.example/fhir'],
    cds: [{iss: origin, jwks: jwks_address}, {iss: local, jwks_file: join(folder, 'local.json')}]}}});
  const role = (id, practitioner, active = true) => all.server.put(
      {resourceType: 'PractitionerRole', id, active, practitioner: reference(practitioner)});
  await role('of-a', 'Practitioner/dr-a');
  await role('of-b', 'Practitioner/dr-b');
  await role('ended', 'Practitioner/dr-a', false);
  await role('elsewhere', 'https://other-hospital.example/fhir/Practitioner/dr-a');
  const {status, said} = await all.practice.run('import', '--format', 'fhir', all.forms);
  assert.equal(status, 0, said);
});

after(async () => {
  await all?.end();
  jwks?.close();
  if (folder) await rm(folder, {recursive: true, force: true});
});

const is_text = (value) => typeof value === 'string' && value.length > 0;

// The rules of the specification for a card, field by field.
function must_be_card(card) {
  assert.ok(is_text(card.uuid));
  assert.ok(is_text(card.summary) && card.summary.length < 140);
  assert.ok(['info', 'warning', 'critical'].includes(card.indicator));
  assert.ok(is_text(card.source.label));
  if (card.source.url !== undefined) new URL(card.source.url);
  if (card.detail !== undefined) assert.ok(is_text(card.detail));
  if (card.suggestions !== undefined) assert.ok(['at-most-one', 'any'].includes(card.selectionBehavior));
  for (const suggestion of card.suggestions ?? []) {
    assert.ok(is_text(suggestion.label) && is_text(suggestion.uuid));
    for (const action of suggestion.actions ?? []) {
      assert.ok(['create', 'update', 'delete'].includes(action.type));
      assert.ok(is_text(action.description));
      assert.deepEqual(findings(action.resource), {});
    }
  }
  for (const reason of card.overrideReasons ?? []) assert.ok(is_text(reason.code) && is_text(reason.display) && is_text(reason.system));
  for (const link of card.links ?? []) {
    assert.ok(is_text(link.label));
    assert.ok(['absolute', 'smart'].includes(link.type));
    new URL(link.url);
    if (link.type === 'absolute') assert.equal(link.appContext, undefined);
    if (link.appContext !== undefined) assert.ok(is_text(link.appContext));
  }
  const known = ['uuid', 'summary', 'detail', 'indicator', 'source', 'suggestions', 'selectionBehavior',
                 'overrideReasons', 'links'];
  for (const [name, value] of Object.entries(card)) {
    assert.ok(known.includes(name), `a card has no ${name}`);
    assert.ok(value !== null && value !== '', `${name} is empty`);
  }
}

test('discovery names two services, to anybody, with the headers a browser needs', async () => {
  const answer = await fetch(`${all.service.address}/cds-services`, {headers: {origin}});
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get('access-control-allow-origin'), origin);
  const {services} = await answer.json();
  assert.deepEqual(services.map(({hook}) => hook), ['patient-view', 'encounter-start']);
  for (const one of services) assert.ok(is_text(one.id) && is_text(one.description) && is_text(one.title));
  const stranger = await fetch(`${all.service.address}/cds-services`, {headers: {origin: 'https://other.example'}});
  assert.equal(stranger.headers.get('access-control-allow-origin'), null);
  const preflight = await fetch(all.service.address + service,
                                {method: 'OPTIONS', headers: {origin, 'access-control-request-method': 'POST'}});
  assert.equal(preflight.status, 204);
  assert.match(preflight.headers.get('access-control-allow-headers'), /authorization/);
});

test('a chart that is opened shows the check-in: one card, no number, no sentence', async () => {
  for (const [path, body] of [
         [service, view()],
         [at_encounter, view({hook: 'encounter-start'}, {encounterId: 'e-10'})]]) {
    for (const kid of ['es', 'rs']) {
      const answer = await post(path, body, {kid});
      assert.equal(answer.status, 200, await answer.clone().text());
      assert.equal(answer.headers.get('access-control-allow-origin'), origin);
      const {cards} = await answer.json();
      assert.equal(cards.length, 1);
      must_be_card(cards[0]);
      const {uuid, links, suggestions, ...words} = cards[0];
      assert.equal(links[0].url, `${address}/check-ins/${uuid}`);
      assert.ok(!/\d/.test(JSON.stringify([words.summary, words.detail, words.overrideReasons.map(({display}) => display)])));
      for (const score of ['120', '30', '320'])
        assert.ok(!JSON.stringify(words).includes(score), `${score} stands on the card`);
      assert.equal(suggestions[0].actions[0].resource.for.reference, 'Patient/c-a');
    }
  }
});

test('a card is in the language that the caller accepts, else in the practice\'s', async () => {
  const said = async (accepted) => {
    const answer = await post(service, view(), {}, accepted === undefined ? {} : {'accept-language': accepted});
    assert.match(answer.headers.get('vary'), /accept-language/);
    const {cards: [card]} = await answer.json();
    must_be_card(card);
    return card.summary;
  };
  assert.equal(await said('de-AT, en;q=0.5'), 'Nachfrage angeregt');
  assert.equal(await said('ar'), 'وقفة مقترحة');
  assert.equal(await said('en'), 'Check-in suggested');
  assert.equal(await said('pl'), 'Check-in suggested');
  // Without a word of ours this client accepts any language.
  for (const any of ['*', undefined]) assert.equal(await said(any), 'Échange suggéré');
});

test('a clinician who acts in a role gets the card of the clinician', async () => {
  const answer = await post(service, view({}, {userId: 'PractitionerRole/of-a'}));
  const {cards} = await answer.json();
  assert.equal(cards.length, 1);
  must_be_card(cards[0]);
});

test('who may not see the check-in is told nothing, as where there is none', async () => {
  for (const context of [{userId: 'Practitioner/nobody'}, {userId: 'Patient/c-a'}, {userId: 'PractitionerRole/dr-a'},
                         {userId: 'PractitionerRole/of-b'}, {userId: 'PractitionerRole/ended'}, {userId: 'PractitionerRole/elsewhere'},
                         {userId: 'Practitioner/dr-b'}, {patientId: 'nobody'}, {patientId: 'c-b'}]) {
    const answer = await post(service, view({}, context));
    assert.equal(answer.status, 200, JSON.stringify(context));
    assert.deepEqual(await answer.json(), {cards: []}, JSON.stringify(context));
  }
});

test('a caller whose keys are a file of the site\'s is known by them, and its jku is never fetched', async () => {
  const before = asked_for_keys;
  const answer = await post(service, view(), {claims: {iss: local}, header: {jku: 'http://127.0.0.1:1/jwks.json'}});
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).cards.length, 1);
  assert.equal(asked_for_keys, before);
});

test('the server under its own address and an aud that is a list are known too', async () => {
  const answer = await post(service, view({fhirServer: undefined}), {claims: {aud: ['https://x.example', address + service]}});
  assert.equal((await answer.json()).cards.length, 1);
});

test('a token that is wrong in any way opens nothing, and is not told why', async () => {
  const now = Math.floor(Date.now() / 1000);
  // Keys that a stranger offers: nobody may come and look at them.
  let visits = 0;
  const server = http.createServer((_, response) => { ++visits; response.end('{"keys":[]}'); });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const elsewhere = {address: `http://127.0.0.1:${server.address().port}`};
  const parts = (text) => text.split('.');
  const good_one = await token(service);
  const none = [{alg: 'none', typ: 'JWT'}, {iss: origin, aud: address + service, iat: now, exp: now + 300, jti: 'n'}]
                   .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.';
  const hs = await new SignJWT({iss: origin, aud: address + service, iat: now, exp: now + 300, jti: 'h'})
                 .setProtectedHeader({alg: 'HS384', kid: 'es'}).sign(Buffer.from(JSON.stringify(await exportJWK(keys.es.publicKey))));
  const [header, , signature] = parts(good_one);
  const other_claims = Buffer.from(JSON.stringify({iss: origin, aud: address + service, iat: now, exp: now + 300,
                                                   jti: 'forged'})).toString('base64url');
  const bad = {
    'no token': '',
    'no JWT': 'Bearer abc',
    'another scheme': `Basic ${good_one}`,
    'alg none': `Bearer ${none}`,
    'alg HS384 with the public key': `Bearer ${hs}`,
    'claims of another': `Bearer ${header}.${other_claims}.${signature}`,
    'no signature': `Bearer ${parts(good_one).slice(0, 2).join('.')}.`,
    'a key that is not published': {kid: 'stranger'},
    'a published kid with another key': {key: keys.stranger.privateKey},
    'an unknown kid': {header: {kid: 'nobody'}},
    'another issuer': {claims: {iss: 'https://other.example'}},
    'no issuer': {claims: {iss: undefined}},
    'keys from elsewhere': {header: {jku: `${elsewhere.address}/jwks.json`}, key: keys.stranger.privateKey},
    'an extension to be understood': {header: {crit: ['x'], x: 1}, crit: {x: true}},
    'no kid': {header: {kid: undefined}},
    'another service': {claims: {aud: address + at_encounter}},
    'another site': {claims: {aud: `https://other.example${service}`}},
    'no audience': {claims: {aud: undefined}},
    'expired': {claims: {iat: now - 900, exp: now - 600}},
    'of the future': {claims: {iat: now + 600, exp: now + 900}},
    'not valid yet': {claims: {nbf: now + 600}},
    'valid from no moment': {claims: {nbf: 'later'}},
    'for an hour': {claims: {exp: now + 3600}},
    'without an end': {claims: {exp: undefined}},
    'without an id': {claims: {jti: undefined}},
  };
  for (const [what, given] of Object.entries(bad)) {
    const answer = await post(service, view(), given);
    assert.equal(answer.status, 401, what);
    assert.deepEqual(await answer.json(), {error: 'this caller is not known here'}, what);
  }
  server.close();
  assert.equal(visits, 0, 'an unlisted jku was fetched');
  const once = `Bearer ${await token(service)}`;
  assert.equal((await post(service, view(), once)).status, 200);
  assert.equal((await post(service, view(), once)).status, 401, 'replayed');
  assert.match(all.service.log(), /turned away: its token was used before/);
  assert.ok(!all.service.log().includes(once.slice(7, 40)), 'no token stands in the log');
  assert.ok(asked_for_keys <= 3, `the keys were fetched ${asked_for_keys} times`);
});

test('a request that misses what the hook requires is refused with the name of it', async () => {
  const refused = async (body, why, path = service, status = 400) => {
    const answer = await post(path, body);
    assert.equal(answer.status, status, String(why));
    assert.match((await answer.json()).error, why);
  };
  await refused('{', /not JSON/);
  await refused('[]', /JSON object/);
  await refused(view({hook: 'order-sign'}), /hook is not patient-view/);
  await refused(view({hookInstance: undefined}), /hookInstance is missing/);
  // Without these data there is nothing to answer from.
  await refused(view({context: undefined}), /context.userId is missing/, service, 412);
  await refused(view({}, {userId: ''}), /context.userId is missing/, service, 412);
  await refused(view({}, {patientId: undefined}), /context.patientId is missing/, service, 412);
  await refused(view({fhirServer: 'https://other.example/fhir'}), /fhirServer/, service, 412);
  await refused(view({}, {userId: 'holdfast:system'}), /context.userId is no reference/);
  await refused('{"hook":"patient-view","hook":"patient-view"}', /twice/);
  await refused(view({}, {patientId: '../me'}), /context.patientId is no id/);
  await refused(view({hook: 'encounter-start'}), /context.encounterId is missing/, at_encounter, 412);
  assert.equal((await post('/cds-services/other', view())).status, 404);
  assert.equal((await fetch(all.service.address + service)).status, 405);
});

test('feedback is kept, each word of it once', async () => {
  const path = `${service}/feedback`;
  const {cards: [card]} = await (await post(service, view())).json();
  const at = (minute) => `2026-11-23T10:${minute}:00Z`;
  const accepted = {card: card.uuid, outcome: 'accepted', acceptedSuggestions: [{id: card.suggestions[0].uuid}],
                    outcomeTimestamp: at('05')};
  const overridden = {card: card.uuid, outcome: 'overridden', outcomeTimestamp: at('09'),
                      overrideReason: {reason: card.overrideReasons[0], userComment: 'never kept: may be about anybody'}};
  for (const one of [accepted, accepted, overridden, accepted])
    assert.equal((await post(path, {feedback: [one]})).status, 200);
  const rows = execFileSync('/usr/bin/python3', ['-c', `
import json, sqlite3, sys
print(json.dumps(sqlite3.connect(sys.argv[1]).execute("SELECT issuer, card, outcome, detail, at FROM card_feedback ORDER BY at").fetchall()))`,
                                                 join(all.practice.folder, 'data', 'fhir.db')]);
  assert.deepEqual(JSON.parse(rows), [
    [origin, card.uuid, 'accepted', card.suggestions[0].uuid, at('05')],
    [origin, card.uuid, 'overridden', card.overrideReasons[0].code, at('09')]]);
  for (const [broken, why] of [[{}, /feedback is missing/], [{feedback: [{...accepted, card: 'x'}]}, /no card of ours/],
                               [{feedback: [{...accepted, outcome: 'ignored'}]}, /accepted or overridden/],
                               [{feedback: [{...accepted, acceptedSuggestions: []}]}, /acceptedSuggestions/],
                               [{feedback: [{...accepted, outcomeTimestamp: 'today'}]}, /outcomeTimestamp/]]) {
    const answer = await post(path, broken);
    assert.equal(answer.status, 400);
    assert.match((await answer.json()).error, why);
  }
});

test('where the site has not switched it on there is no such address', async () => {
  const plain = await begin();
  try {
    const answer = await fetch(`${plain.service.address}/cds-services`, {redirect: 'manual'});
    assert.equal(answer.status, 404);
  } finally {
    await plain.end();
  }
});
