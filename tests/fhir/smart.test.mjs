// SPDX-License-Identifier: MIT
// SMART App Launch: people come from an EHR's window, or from our own address, by way of an
// authorization server that nobody here wrote, and everything that must not let them in does not.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createPublicKey} from 'node:crypto';
import {chmod, mkdtemp, readFile, rm} from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {openBrowser} from '../browser/harness/browser.mjs';
import {eventually} from './program.mjs';
import {start_ehr} from './smart_provider.mjs';
import {begin, reference} from './ten_sessions.mjs';

const client_id = 'holdfast-in-the-ehr';
const session = '/smart/app/sessions/Appointment%2Fs-today';
const course = '/smart/app/courses/EpisodeOfCare%2Fco-a';
let ehr, signing_ehr, poor_ehr, all, address, folder;

async function free_port() {
  const probe = net.createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const {port} = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-smart-'));
  const port = await free_port();
  address = `http://127.0.0.1:${port}`;
  const redirect_uris = [`${address}/smart/callback`];
  ehr = await start_ehr({client: {client_id, redirect_uris}});
  // Another door of the same EHR, where the app proves itself with a key.
  const file = join(folder, 'k.pem');
  execFileSync('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384', '-out', file], {stdio: 'ignore'});
  await chmod(file, 0o600);
  const jwk = createPublicKey(await readFile(file)).export({format: 'jwk'});
  signing_ehr = await start_ehr({client: {
    client_id, redirect_uris, token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES384',
    jwks: {keys: [{...jwk, kid: 'k', use: 'sig', alg: 'ES384'}]}}});
  poor_ehr = await start_ehr({client: {client_id, redirect_uris}});
  poor_ehr.says.methods = ['plain'];
  all = await begin({
    serve: {listen: `127.0.0.1:${port}`},
    adapter: {keys: [{kid: 'k', file}],
              gateway: {address, origins: [ehr.issuer, 'https://portal.example'],
                        smart: [{iss: ehr.iss, client_id}, {iss: poor_ehr.iss, client_id},
                                {iss: signing_ehr.iss, client_id, client_auth: 'private_key_jwt'}]}}});
  const now = new Date().toISOString(), later = new Date(Date.now() + 50 * 60_000).toISOString();
  await all.server.put({
    resourceType: 'Appointment', id: 's-today', status: 'booked', start: now, end: later,
    participant: [{actor: reference('Patient/c-a'), status: 'accepted'},
                  {actor: reference('Practitioner/dr-a'), status: 'accepted'}]});
  const {status, said} = await all.practice.run('import', '--format', 'fhir', all.forms);
  assert.equal(status, 0, said);
});

after(async () => {
  await all?.end();
  await ehr?.stop();
  await signing_ehr?.stop();
  await poor_ehr?.stop();
  if (folder) await rm(folder, {recursive: true, force: true});
});

// A browser as far as addresses and cookies go. `went` is every address that it asked for.
function browser() {
  const jars = new Map(), went = [], cookies = [];
  const jar = (url) => jars.get(url.origin) ?? jars.set(url.origin, new Map()).get(url.origin);
  async function get(target, {method = 'GET', headers = {}, body} = {}) {
    const url = new URL(target);
    went.push(url.href);
    const cookie = [...jar(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {method, body, redirect: 'manual',
                                     headers: {accept: 'text/html', ...(cookie && {cookie}), ...headers}});
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.push({url: url.href, line, name, value});
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar(url).delete(name);
      else jar(url).set(name, value);
    }
    return answer;
  }
  // Follows redirects, until `stop` says that an address is not to be asked for.
  async function follow(target, stop = () => false) {
    for (let at = target, i = 0; i < 12; ++i) {
      if (stop(at)) return {stopped: at};
      const answer = await get(at);
      const location = answer.headers.get('location');
      if (!location) return {answer, at, text: await answer.text()};
      at = new URL(location, at).href;
    }
    throw new Error('round and round');
  }
  return {get, follow, went, cookies, jar: (origin) => jar(new URL(origin))};
}

const launch_address = (more = {iss: ehr.iss, launch: 'chart-7'}) => `${address}/smart/launch?${new URLSearchParams(more)}`;
const is_callback = (at) => at.startsWith(`${address}/smart/callback`);

function set(says = {}) {
  for (const one of [ehr, signing_ehr])
    Object.assign(one.says, {person: `${one.iss}/Practitioner/dr-a`, context: {patient: 'c-a'}, change: (token) => token,
                             ...says});
}

test('a launch in the EHR opens the picture of the chart\'s client, for who is signed in there', async () => {
  set();
  const visitor = browser();
  const {answer, at, text} = await visitor.follow(launch_address());
  assert.equal(answer.status, 200);
  assert.equal(new URL(at).pathname, course);
  assert.match(text, /Ada Sample/);
  assert.ok(!/(?:href|src|action)="\/(?!smart\/app\/)/.test(text), 'every address of the page lies below its own');
  assert.match(answer.headers.get('content-security-policy'),
               new RegExp(`frame-ancestors ${ehr.issuer} https://portal\\.example($|;)`));

  const [asked] = ehr.asked.slice(-1);
  assert.equal(asked.response_type, 'code');
  assert.equal(asked.client_id, client_id);
  assert.equal(asked.scope, 'launch openid fhirUser');
  assert.equal(asked.launch, 'chart-7');
  assert.equal(asked.aud, ehr.iss);
  assert.equal(asked.redirect_uri, `${address}/smart/callback`);
  assert.equal(asked.code_challenge_method, 'S256');
  assert.match(asked.code_challenge, /^[\w-]{43}$/);
  assert.match(asked.state, /^[\w-]{43}$/);
  assert.match(asked.nonce, /^[\w-]{43}$/);

  const own = visitor.cookies.filter(({url}) => url.startsWith(address));
  assert.ok(own.length > 0);
  for (const {line} of own)
    for (const word of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/smart'])
      assert.ok(line.includes(word), `${word} is missing: ${line.replace(/=[^;]*/, '=…')}`);
  // What lets somebody in stands in no address and in no log.
  const session = own.findLast(({name}) => name === 'holdfast-smart').value;
  const code = new URL(visitor.went.find(is_callback)).searchParams.get('code');
  assert.ok(!visitor.went.some((one) => one.includes(session)));
  for (const secret of [session, code, asked.state]) assert.ok(!all.service.log().includes(secret));
});

test('from our own address it goes to the EHR that was named, and to today without a chart', async () => {
  set({context: {}});
  const {answer, at} = await browser().follow(launch_address({iss: `${ehr.iss}/`}));
  assert.equal(answer.status, 200);
  assert.equal(new URL(at).pathname, '/smart/app/today');
  assert.equal(ehr.asked.at(-1).scope, 'launch/patient openid fhirUser');
  assert.equal(ehr.asked.at(-1).launch, undefined);
});

test('an app that has a key proves itself with it', async () => {
  set();
  const {answer, at, text} = await browser().follow(launch_address({iss: signing_ehr.iss, launch: 'x'}));
  assert.equal(answer.status, 200);
  assert.equal(new URL(at).pathname, course);
  assert.match(signing_ehr.redeemed.at(-1).form.client_assertion_type, /jwt-bearer/);
  const published = JSON.parse(await readFile(join(all.practice.folder, 'data', 'jwks.json')));
  assert.equal(published.keys[0].kid, 'k');
});

test('what the EHR intends is what opens', async () => {
  const opened = async (context, person) => {
    set({context, ...(person && {person})});
    const {at, answer} = await browser().follow(launch_address());
    return {path: new URL(at).pathname, status: answer.status};
  };
  assert.equal((await opened({patient: 'c-a', intent: 'today'})).path, '/smart/app/today');
  assert.equal((await opened({patient: 'c-a', intent: 'reconcile-medications'})).path, course);
  assert.equal((await opened({patient: 'nobody'})).path, '/smart/app/today');
  assert.equal((await opened({patient: '../admin'})).path, '/smart/app/today');
  // The picture lists it: the check-in that a card named.
  set();
  const {text} = await browser().follow(launch_address());
  const [, check_in] = /\/smart\/app\/check-ins\/([0-9a-f-]{36})/.exec(text);
  const card = await opened({patient: 'c-a', appContext: `check-ins/${check_in}`});
  assert.deepEqual(card, {path: `/smart/app/check-ins/${check_in}`, status: 200});
  assert.equal((await opened({patient: 'c-a', appContext: 'check-ins/../admin'})).path, course);
  // Today's session comes with the service's next round; until then the tenth, in the afternoon of its day.
  let form;
  for (const end = Date.now() + 60_000; Date.now() < end && form?.path !== `${session}/hand-over`;)
    form = await opened({patient: 'c-a', intent: 'form'});
  assert.deepEqual(form, {path: `${session}/hand-over`, status: 200});
  assert.deepEqual(await opened({patient: 'c-a', intent: 'rate'}), {path: `${session}/rate`, status: 200});
});

test('another clinician sees no more than on our own pages', async () => {
  set({person: 'Practitioner/dr-b'});  // relative, as some servers say it
  const visitor = browser();
  const {at} = await visitor.follow(launch_address());
  assert.equal(new URL(at).pathname, '/smart/app/today', 'a chart of somebody else\'s client opens nothing of it');
  const answer = await visitor.get(`${address}${course}`);
  assert.ok([403, 404].includes(answer.status), String(answer.status));
  assert.ok(!(await answer.text()).includes('Ada'));
});

test('an address that the site has not named is never asked for anything, nor is a browser sent there', async () => {
  set();
  let visits = 0;
  const server = http.createServer((_, response) => { ++visits; response.end('{}'); });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stranger = `http://127.0.0.1:${server.address().port}/fhir`;
  for (const iss of [stranger, `${ehr.iss}.example`, `${ehr.iss}/../x`, ehr.issuer, 'javascript:alert(1)', '']) {
    const answer = await browser().get(launch_address({iss, launch: 'x'}));
    assert.equal(answer.status, 403, iss);
    assert.equal(answer.headers.get('location'), null);
    assert.match(answer.headers.get('content-security-policy'), /frame-ancestors 'none'/);
  }
  server.close();
  assert.equal(visits, 0);
});

test('a launch that names no system says so, where several are known', async () => {
  const answer = await browser().get(`${address}/smart/launch`);
  assert.equal(answer.status, 403);
  const page = await answer.text();
  assert.match(page, /does not say which system to sign in with/);
  assert.ok(!page.includes('that this launch names'));
  assert.match(all.service.log(), /turned away: it names no iss/);
});

test('a notice is in the language that the browser asks for, and runs that way', async () => {
  for (const [accepted, beginning] of [
         ['ar', '<html lang="ar" dir="rtl">'], ['de', '<html lang="de" dir="ltr">'], ['es;q=0.2, fr', '<html lang="fr" dir="ltr">']]) {
    const answer = await browser().get(launch_address({iss: 'https://nobody.example/fhir'}),
                                       {headers: {'accept-language': accepted}});
    const page = await answer.text();
    assert.ok(page.includes(beginning), page);
    assert.ok(!page.includes('Not from here'), page);
  }
});

test('a state that is wrong, used, or of another browser signs nobody in', async () => {
  set();
  const refused = async (visitor, at) => {
    const answer = await visitor.get(at);
    assert.equal(answer.status, 403, await answer.text());
    assert.ok(!answer.headers.getSetCookie().some((line) => /^holdfast-smart=[^;]/.test(line)));
    assert.equal((await visitor.get(`${address}/smart/app/today`)).status, 401);
  };
  const changed = (at, name, value) => {
    const url = new URL(at);
    value === undefined ? url.searchParams.delete(name) : url.searchParams.set(name, value);
    return url.href;
  };
  const fresh = async () => {
    const visitor = browser();
    return {visitor, at: (await visitor.follow(launch_address(), is_callback)).stopped};
  };
  const codes = ehr.redeemed.length;
  let {visitor, at} = await fresh();
  await refused(visitor, changed(at, 'state', 'x'.repeat(43)));
  await refused(visitor, changed(at, 'state', undefined));
  // Another browser, with a launch of its own under way.
  const other = await fresh();
  await refused(other.visitor, at);
  await refused(visitor, at);  // and it is used up by that
  // Another authorization server's answer (RFC 9207), and one without a code.
  ({visitor, at} = await fresh());
  await refused(visitor, changed(at, 'iss', 'http://localhost:1'));
  ({visitor, at} = await fresh());
  await refused(visitor, changed(changed(at, 'code', undefined), 'error', 'access_denied'));
  assert.equal(ehr.redeemed.length, codes, 'a code was redeemed');
  // The right one, once.
  ({visitor, at} = await fresh());
  assert.equal((await visitor.get(at)).status, 303);
  const again = await visitor.get(at);
  assert.equal(again.status, 403);
});

test('a browser that keeps no cookie in the frame is offered a window of its own', async () => {
  set();
  const {stopped} = await browser().follow(launch_address(), is_callback);
  const answer = await browser().get(stopped);  // without the cookie
  assert.equal(answer.status, 403);
  const text = await answer.text();
  const link = /href="([^"]+)" target="_blank"/.exec(text)[1].replaceAll('&amp;', '&');
  assert.equal(link, `${address}/smart/launch?iss=${encodeURIComponent(ehr.iss)}`);
  assert.match(answer.headers.get('content-security-policy'), new RegExp(`frame-ancestors ${ehr.issuer}`));
});

test('without PKCE there is no launch: not here, and not there', async () => {
  const answer = await browser().get(launch_address({iss: poor_ehr.iss, launch: 'x'}));
  assert.equal(answer.status, 503);
  assert.equal(answer.headers.get('location'), null);
  assert.match(all.service.log(), /does not offer PKCE with S256/);
  set();
  const visitor = browser();
  const {stopped} = await visitor.follow(launch_address(), (at) => at.startsWith(`${ehr.issuer}/auth?`));
  const bare = new URL(stopped);
  bare.searchParams.delete('code_challenge');
  bare.searchParams.delete('code_challenge_method');
  const there = await fetch(bare, {redirect: 'manual'});
  const location = there.headers.get('location');
  assert.match(location ?? await there.text(), /invalid_request/);
  // The code of one launch with the verifier of another.
  const one = browser(), two = browser();
  const first = new URL((await one.follow(launch_address(), is_callback)).stopped);
  const second = new URL((await two.follow(launch_address(), is_callback)).stopped);
  second.searchParams.set('code', first.searchParams.get('code'));
  const crossed = await two.get(second.href);
  assert.equal(crossed.status, 403);
  assert.equal(ehr.redeemed.at(-1).status, 400);
});

test('an id_token that is wrong in any way signs nobody in, and nobody is told why', async () => {
  const now = Math.floor(Date.now() / 1000);
  const claim = (change) => (token) => ({...token, claims: {...token.claims, ...change}});
  const bad = {
    'another client': [claim({aud: 'another-app'}), /aud is not this client/],
    'several, and not for us to use': [claim({aud: [client_id, 'another-app'], azp: 'another-app'}), /azp/],
    'another issuer': [claim({iss: 'https://other.example'}), /iss is another/],
    'another launch': [claim({nonce: 'x'.repeat(43)}), /nonce/],
    'no nonce': [claim({nonce: undefined}), /nonce/],
    'expired': [claim({iat: now - 900, exp: now - 600}), /expired/],
    'of the future': [claim({iat: now + 900, exp: now + 1200}), /iat/],
    'a stranger\'s key': [(token) => ({...token, key: token.stranger}), /not signed by the server/],
    'an unknown key': [(token) => ({...token, header: {...token.header, kid: 'x'}}), /not signed by the server/],
    'a shared secret': [(token) => ({...token, header: {alg: 'HS256', kid: 'ehr'}, key: Buffer.alloc(32, 1)}), /algorithm/],
    'alg none': [({claims}) => ({raw: `${[{alg: 'none'}, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`}),
                 /algorithm/],
    'no token': [() => ({raw: 'x'}), /no id_token/],
    'a person of another server': [claim({fhirUser: 'https://other.example/fhir/Practitioner/dr-a'}), /fhirUser/],
    'nobody': [claim({fhirUser: undefined}), /fhirUser/],
    'Holdfast itself': [claim({fhirUser: 'holdfast:system'}), /fhirUser/],
  };
  for (const [what, [change, why]] of Object.entries(bad)) {
    set({change});
    const visitor = browser();
    const {answer, text} = await visitor.follow(launch_address());
    assert.equal(answer.status, 403, what);
    assert.ok(!why.test(text), `${what}: the page tells why`);
    assert.match(all.service.log().trim().split('\n').at(-1), why, what);
    assert.equal((await visitor.get(`${address}/smart/app/today`)).status, 401, what);
  }
  set();
});

test('what changes something comes from a page of ours', async () => {
  set();
  const visitor = browser();
  await visitor.follow(launch_address());
  const post = (headers) => visitor.get(`${address}/smart/app/caseload`, {
    method: 'POST', body: 'show=open', headers: {'content-type': 'application/x-www-form-urlencoded', ...headers}});
  for (const headers of [{}, {'sec-fetch-site': 'cross-site'}, {'sec-fetch-site': 'same-site'}, {'sec-fetch-site': 'none'},
                         {origin: ehr.issuer}, {origin: 'null'}, {'sec-fetch-site': 'cross-site', origin: address}])
    assert.equal((await post(headers)).status, 403, JSON.stringify(headers));
  for (const headers of [{'sec-fetch-site': 'same-origin'}, {origin: address}])
    assert.ok((await post(headers)).status !== 403, JSON.stringify(headers));
});

test('without a session there is nothing but what anybody may open by a link', async () => {
  const visitor = browser();
  for (const path of ['/', '/today', course.slice(10), '/api/v1/courses', '/admin', '/fx'])
    assert.equal((await visitor.get(`${address}/smart/app${path}`)).status, 401, path);
  assert.equal((await visitor.get(`${address}/smart/app/code`)).status, 200);
  assert.equal((await visitor.get(`${address}/smart/app/f/no-such-link`)).status, 410);
  assert.equal((await visitor.get(`${address}/smart/other`)).status, 404);
  // The program's own login is another door.
  assert.match((await visitor.get(`${address}/today`)).headers.get('location'), /^\/login/);
});

test('in a real browser the EHR\'s frame shows it, without third-party cookies, and nobody else\'s frame does', async () => {
  set();
  // "localhost" and "127.0.0.1" are two sites to a browser.
  const chromium = await openBrowser(['--test-third-party-cookie-phaseout']);
  const stranger = http.createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>x</title><iframe src="${launch_address().replaceAll('&', '&amp;')}"></iframe>`);
  });
  await new Promise((resolve) => stranger.listen(0, '127.0.0.1', resolve));
  const inside = `/chart?${new URLSearchParams({frame: launch_address()})}`;
  try {
    const context = await chromium.newContext({locale: 'en'});
    const page = await context.newPage();
    const wrong = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.goto(ehr.issuer + inside);
    const frame = page.frameLocator('iframe');
    await frame.getByText('Ada Sample').first().waitFor();
    const shown = () => page.frames()[1].url();
    assert.equal(new URL(shown()).pathname, course);
    const kept = (await context.cookies()).find(({name}) => name === 'holdfast-smart');
    assert.ok(kept.httpOnly && kept.secure && kept.sameSite === 'None');
    assert.ok(String(kept.partitionKey?.topLevelSite ?? kept.partitionKey ?? '').includes('localhost'), JSON.stringify(Object.keys(kept)));
    assert.equal(await page.frames()[1].evaluate(() => document.cookie), '', 'no script reads it');
    // To another page of ours, and a form that is sent from there.
    await frame.getByRole('link', {name: 'Today', exact: true}).click();
    await page.waitForFunction(() => true);
    await frame.getByRole('heading', {level: 1}).first().waitFor();
    assert.equal(new URL(shown()).pathname, '/smart/app/today');
    await page.frames()[1].goto(address + session + '/hand-over');
    assert.equal(await frame.getByRole('button', {name: 'Sign me out and show the form'}).count(), 0,
                 'a device is not handed over inside the EHR');
    await frame.locator('button[name=way][value=link]').click();
    await frame.getByText('/smart/app/f/').first().waitFor();
    assert.deepEqual(wrong, []);

    const other = await (await chromium.newContext()).newPage();
    const said = [];
    other.on('console', (message) => said.push(message.text()));
    await other.goto(`http://localhost:${stranger.address().port}/`);
    for (const end = Date.now() + 20_000; Date.now() < end && !said.some((text) => /frame-ancestors/.test(text));)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(said.some((text) => /frame-ancestors/.test(text)), said.join('\n'));
    await eventually(() => other.frames()[1].url().startsWith('chrome-error:') || other.frames()[1].url(), 'an empty frame');
  } finally {
    await chromium.close();
    stranger.closeAllConnections();
    stranger.close();
  }
});
