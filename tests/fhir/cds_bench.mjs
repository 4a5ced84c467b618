// SPDX-License-Identifier: MIT
// How long a chart waits for its card, at a steady rate whatever the answers take, from a store of a million
// ratings, beside what the same requests take of a server that does nothing; and how long all forms take to
// be written as Questionnaires. Not a test: nothing here fails.
//
//     HOLDFAST_BUILD=build/release node tests/fhir/cds_bench.mjs [ES384|RS384] [requests a second] [seconds]
import {spawn} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {exportJWK, generateKeyPair, SignJWT} from 'jose';

import {start_paging_server} from './paging_server.mjs';
import {eventually, practice_folder} from './program.mjs';

const algorithm = process.argv[2] ?? 'ES384';
const rate = Number(process.argv[3] ?? 200), seconds = Number(process.argv[4] ?? 20);
const connections = 64, patients = 10_000, ratings_each = 100, clinicians = 100;
const origin = 'https://ehr.example', address = 'http://localhost:9', path = '/cds-services/holdfast-check-in';

const figure = (name, value, unit) => console.log(`  ${name.padEnd(58)} ${value.toFixed(3).padStart(12)} ${unit}`);
const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];

const folder = await mkdtemp(join(tmpdir(), 'holdfast-cds-'));
const {privateKey, publicKey} = await generateKeyPair(algorithm, {extractable: true});
await writeFile(join(folder, 'jwks.json'), JSON.stringify({keys: [{...await exportJWK(publicKey), kid: 'k'}]}));
const server = await start_paging_server({patients, appointments: patients, clinicians});
const practice = await practice_folder({adapter: {
  base: server.base, canonical: 'https://clinic.example/fhir',
  gateway: {address, cds: [{iss: origin, jwks_file: join(folder, 'jwks.json')}]}}});
const service = await practice.serve();
const agent = new http.Agent({keepAlive: true, maxSockets: connections});

// Weekly totals up to last week. Every tenth client's last one is far below the others.
function old_ratings() {
  const week = 7 * 24 * 3600_000, lines = ['client,date,instrument,total'];
  for (let patient = 0; patient < patients; ++patient)
    for (let i = 1; i <= ratings_each; ++i) {
      const day = new Date(Date.now() - (ratings_each - i + 1) * week).toISOString().slice(0, 10);
      const is_low = i === ratings_each && patient % 10 === 0;
      lines.push(`c-${patient},${day},holdfast-session,${is_low ? 120 : 300 + (patient + 7 * i) % 30}`);
    }
  return lines.join('\n') + '\n';
}

// Somebody opens a chart: a card for every tenth client.
let opened = 0;
async function prepared() {
  const patient = 7919 * ++opened % patients;
  const now = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({iss: origin, aud: address + path, iat: now, exp: now + 300, jti: randomUUID()})
                    .setProtectedHeader({alg: algorithm, kid: 'k', typ: 'JWT'}).sign(privateKey);
  const body = JSON.stringify({hook: 'patient-view', hookInstance: randomUUID(),
                               context: {userId: `Practitioner/dr-${patient % clinicians}`, patientId: `c-${patient}`}});
  return {patient, body, headers: {'content-type': 'application/json', 'content-length': Buffer.byteLength(body),
                          authorization: `Bearer ${token}`}};
}

// Milliseconds from when the request was due, so that a queue before a slow answer counts.
function call(at, {patient, body, headers}, due) {
  return new Promise((resolve, reject) => {
    const request = http.request(at + path, {method: 'POST', agent, headers}, (response) => {
      let text = '';
      response.on('data', (piece) => { text += piece; });
      response.on('end', () => resolve({patient, took: performance.now() - due, status: response.statusCode, text}));
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
  await eventually(async () => server.later_rounds() > 0 || JSON.stringify(server.handed_out), 'the practice');
  const file = await practice.file('ratings.csv', old_ratings());
  const {status, said} = await practice.run('import', file);
  if (status !== 0) throw new Error(said);
  console.log(said.trim());
  const title = `${rate} requests a second over ${connections} connections for ${seconds} s`;
  const trivial = await start_trivial();
  console.log(`The measure itself: a server that answers at once, ${title}`);
  await measured(trivial.address, () => true);
  trivial.stop();
  console.log(`CDS Hooks, patient-view, ${algorithm}, ${title}`);
  await measured(service.address, ({patient, status, text}) =>
      status === 200 && text.includes('Check-in suggested') === (patient % 10 === 0));

  const runs = [];
  let forms;
  for (let i = 0; i < 5; ++i) {
    const at = performance.now();
    const {out} = await practice.run('instrument', 'export', '--format', 'fhir');
    runs.push(performance.now() - at);
    forms = out.trim().split('\n').length;
  }
  const at = performance.now();
  await practice.run('instrument', 'export', '--format', 'json');
  const json = performance.now() - at;
  console.log(`Every form as a Questionnaire: ${forms}`);
  figure('the whole command, median of 5', runs.sort((a, b) => a - b)[2], 'ms');
  figure('the same without translation', json, 'ms');
} finally {
  agent.destroy();
  await service.stop();
  await server.stop();
  await practice.remove();
  await rm(folder, {recursive: true, force: true});
}
