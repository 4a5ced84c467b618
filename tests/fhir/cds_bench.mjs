// SPDX-License-Identifier: MIT
// How long a chart waits for its card, at a steady rate whatever the answers take, beside what the same
// requests take of a server that does nothing; and how long all forms take to be written as
// Questionnaires. Not a test: nothing here fails.
//
//     HOLDFAST_BUILD=build/release node tests/fhir/cds_bench.mjs [requests a second] [seconds]
import {spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {exportJWK, generateKeyPair, SignJWT} from 'jose';

import {begin} from './ten_sessions.mjs';

const rate = Number(process.argv[2] ?? 200), seconds = Number(process.argv[3] ?? 20);
const connections = 64;
const origin = 'https://ehr.example', address = 'http://localhost:9', path = '/cds-services/holdfast-check-in';

const figure = (name, value, unit) => console.log(`  ${name.padEnd(58)} ${value.toFixed(3).padStart(12)} ${unit}`);
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];

const folder = await mkdtemp(join(tmpdir(), 'holdfast-cds-'));
const {privateKey, publicKey} = await generateKeyPair('ES384', {extractable: true});
await writeFile(join(folder, 'jwks.json'), JSON.stringify({keys: [{...await exportJWK(publicKey), kid: 'k'}]}));
const all = await begin({adapter: {gateway: {address, cds: [{iss: origin, jwks_file: join(folder, 'jwks.json')}]}}});
const agent = new http.Agent({keepAlive: true, maxSockets: connections});

async function prepared() {
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({iss: origin, aud: address + path, iat: now, exp: now + 300, jti: randomUUID()})
                    .setProtectedHeader({alg: 'ES384', kid: 'k', typ: 'JWT'}).sign(privateKey);
  const body = JSON.stringify({hook: 'patient-view', hookInstance: randomUUID(),
                               context: {userId: 'Practitioner/dr-a', patientId: 'c-a'}});
  return {body, headers: {'content-type': 'application/json', 'content-length': Buffer.byteLength(body),
                          authorization: `Bearer ${token}`}};
}

// Milliseconds from when the request was due, so that a queue before a slow answer counts.
function call(at, {body, headers}, due) {
  return new Promise((resolve, reject) => {
    const request = http.request(at + path, {method: 'POST', agent, headers}, (response) => {
      let text = '';
      response.on('data', (piece) => { text += piece; });
      response.on('end', () => resolve({took: performance.now() - due, status: response.statusCode, text}));
    });
    request.on('error', reject);
    request.end(body);
  });
}

// What the client itself costs: the same requests to a program that does nothing.
async function start_trivial() {
  const program = `require('node:http').createServer((request, response) => request.resume().on('end', () =>
      response.end('{}'))).listen(0, '127.0.0.1', function() { console.log(this.address().port); })`;
  const child = spawn(process.execPath, ['-e', program], {stdio: ['ignore', 'pipe', 'inherit']});
  const [port] = await once(child.stdout, 'data');
  return {address: `http://127.0.0.1:${String(port).trim()}`, stop: () => child.kill()};
}

async function measured(at, is_right) {
  const calls = [];
  for (let i = 0; i < rate * seconds + connections; ++i) calls.push(await prepared());
  await Promise.all(calls.splice(0, connections).map((one) => call(at, one, performance.now())));
  const begun = performance.now(), answers = [];
  for (let i = 0; i < calls.length; ++i) {
    const due = begun + i * 1000 / rate;
    const early = due - performance.now();
    if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
    answers.push(call(at, calls[i], due));
  }
  const told = await Promise.all(answers);
  const took = told.map((one) => one.took).sort((a, b) => a - b);
  figure('median', quantile(took, 0.5), 'ms');
  figure('99 of 100', quantile(took, 0.99), 'ms');
  figure('longest', took.at(-1), 'ms');
  figure('wrong answers', told.filter((one) => !is_right(one)).length, '');
}

try {
  const {status, said} = await all.practice.run('import', '--format', 'fhir', all.forms);
  if (status !== 0) throw new Error(said);
  const title = `${rate} requests a second over ${connections} connections for ${seconds} s`;
  const trivial = await start_trivial();
  console.log(`The measure itself: a server that answers at once, ${title}`);
  await measured(trivial.address, () => true);
  trivial.stop();
  console.log(`CDS Hooks, patient-view with a card, ${title}`);
  await measured(all.service.address, ({status, text}) => status === 200 && text.includes('Check-in suggested'));

  const runs = [];
  let forms;
  for (let i = 0; i < 5; ++i) {
    const at = performance.now();
    const {out} = await all.practice.run('instrument', 'export', '--format', 'fhir');
    runs.push(performance.now() - at);
    forms = out.trim().split('\n').length;
  }
  const at = performance.now();
  await all.practice.run('instrument', 'export', '--format', 'json');
  const json = performance.now() - at;
  console.log(`Every form as a Questionnaire: ${forms}`);
  figure('the whole command, median of 5', runs.sort((a, b) => a - b)[2], 'ms');
  figure('the same without translation', json, 'ms');
} finally {
  agent.destroy();
  await all.end();
  await rm(folder, {recursive: true, force: true});
}
