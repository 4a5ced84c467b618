// SPDX-License-Identifier: MIT
// One client, one therapist and ten weekly sessions on a FHIR server, and the forms that the client
// filled in the host's own runtime: calm ones, and a low one after the last session.
import {start_proxy} from './faulty_proxy.mjs';
import {eventually, practice_folder} from './program.mjs';
import {start_server, writes} from './server.mjs';

export const reference = (text) => ({reference: text});
const week = 7 * 24 * 3600_000;
export const sessions = 10;
// Weekly ones at ten o'clock UTC, so that their day is the same in UTC and in the practice's zone; the last
// one was yesterday, whatever the hour.
const last = new Date(Date.now() - 24 * 3600_000);
last.setUTCHours(10, 0, 0, 0);
const start_of = (number) => new Date(last.getTime() - (sessions - number) * week).toISOString();
const end_of = (number) => new Date(Date.parse(start_of(number)) + 50 * 60_000).toISOString();

const people = [
  {resourceType: 'Practitioner', id: 'dr-a', active: true, name: [{given: ['Anna'], family: 'Invented'}]},
  {resourceType: 'Patient', id: 'c-a', active: true, name: [{given: ['Ada'], family: 'Sample'}]},
  {resourceType: 'EpisodeOfCare', id: 'co-a', status: 'active', patient: reference('Patient/c-a'),
   careManager: reference('Practitioner/dr-a'), period: {start: start_of(1).slice(0, 10)}},
  // Another clinician and another client, who have nothing to do with these two.
  {resourceType: 'Practitioner', id: 'dr-b', active: true, name: [{given: ['Bert'], family: 'Invented'}]},
  {resourceType: 'Patient', id: 'c-b', active: true, name: [{given: ['Bea'], family: 'Sample'}]},
  {resourceType: 'EpisodeOfCare', id: 'co-b', status: 'active', patient: reference('Patient/c-b'),
   careManager: reference('Practitioner/dr-b'), period: {start: start_of(1).slice(0, 10)}},
];
const meetings = Array.from({length: sessions}, (_, i) => [
  {resourceType: 'Appointment', id: `s-${i + 1}`, status: 'fulfilled', start: start_of(i + 1), end: end_of(i + 1),
   participant: [{actor: reference('Patient/c-a'), status: 'accepted'},
                 {actor: reference('Practitioner/dr-a'), status: 'accepted'}]},
  {resourceType: 'Encounter', id: `e-${i + 1}`, status: 'finished',
   class: {system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB'},
   subject: reference('Patient/c-a'), participant: [{individual: reference('Practitioner/dr-a')}],
   appointment: [reference(`Appointment/s-${i + 1}`)], period: {start: start_of(i + 1), end: end_of(i + 1)}},
]).flat();

export const canonical = 'https://clinic.example/fhir';

// As a host's form runtime stores it; `value` is every line's.
export const filled = (number, value, change = {}) => ({
  resourceType: 'QuestionnaireResponse', id: `qr-${number}`,
  questionnaire: `${canonical}/Questionnaire/holdfast-session|1`, status: 'completed',
  subject: reference('Patient/c-a'), source: reference('Patient/c-a'), encounter: reference(`Encounter/e-${number}`),
  authored: end_of(number),
  item: ['goals', 'tasks', 'bond', 'overall'].map((linkId) => ({linkId, answer: [{valueInteger: value}]})), ...change,
});
export const good = Array.from({length: sessions}, (_, i) => filled(i + 1, i + 1 === sessions ? 30 : 80 + i % 3));
const ndjson = (all) => all.map((one) => JSON.stringify(one)).join('\n') + '\n';

// The program before that server, with everything mirrored. `adapter`: further settings.
export async function begin({plugin, fault, adapter, serve} = {}) {
  const server = await start_server({});
  for (const one of [...people, ...meetings]) await server.put(one);
  const proxy = await start_proxy(server.base, fault ?? (() => undefined));
  const practice = await practice_folder({
    serve: {metrics: '127.0.0.1:0', ...serve}, plugin,
    adapter: {base: proxy.base, canonical, writes, timeout_s: 2, ...adapter}});
  const service = await practice.serve();
  const forms = await practice.file('forms.ndjson', ndjson(good));
  const end = async () => {
    await service.stop();
    await proxy.stop();
    await server.stop();
    await practice.remove();
  };
  try {
    // The service's first rounds bring people and sessions in.
    await eventually(async () => {
      const {status, said} = await practice.run('import', '--format', 'fhir', '--dry-run', forms);
      return status === 0 || `${said}\n${service.log()}`;
    }, 'the practice');
  } catch (error) {
    await end();
    throw error;
  }
  return {server, practice, service, forms, end};
}
