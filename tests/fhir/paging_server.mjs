// SPDX-License-Identifier: MIT
// A FHIR server of the tests' own, for numbers that a store in memory is too slow for: it holds nothing and
// makes each page of a large practice when it is asked for. It knows searches of a whole type, and reads.
import http from 'node:http';

const reference = (text) => ({reference: text});
const monday = Date.parse('2020-01-06T08:00:00Z'), day = 24 * 3600_000;
const meta = {versionId: '1', lastUpdated: '2024-01-01T00:00:00Z'};

// Each patient has a clinician, a course, and the same number of weekly appointments.
function makers({patients, appointments, clinicians = 100}) {
  const each = appointments / patients;
  const clinician_of = (patient) => `dr-${patient % clinicians}`;
  return {
    Practitioner: [clinicians, (i) => ({id: `dr-${i}`, active: true, name: [{given: ['Anna'], family: `Invented ${i}`}]})],
    Patient: [patients, (i) => ({id: `c-${i}`, active: true, name: [{given: ['Ada'], family: `Sample ${i}`}]})],
    EpisodeOfCare: [patients, (i) => ({
      id: `co-${i}`, status: 'active', patient: reference(`Patient/c-${i}`),
      careManager: reference(`Practitioner/${clinician_of(i)}`), period: {start: '2020-01-01'}})],
    Appointment: [appointments, (i) => {
      const patient = Math.floor(i / each), start = monday + (i % each) * 7 * day + patient % 5 * day;
      return {
        id: `s-${i}`, status: 'fulfilled', start: new Date(start).toISOString(),
        end: new Date(start + 50 * 60_000).toISOString(),
        participant: [`Patient/c-${patient}`, `Practitioner/${clinician_of(patient)}`]
                         .map((who) => ({actor: reference(who), status: 'accepted'})),
      };
    }],
  };
}

// {base, handed_out, later_rounds, stop}: how many of each type were handed out in the first round, and how
// many searches asked for what is newer.
export async function start_paging_server(size) {
  const all = makers(size), handed_out = {};
  let later_rounds = 0;
  const statement = {
    resourceType: 'CapabilityStatement', status: 'active', date: '2026-11-23', kind: 'instance', fhirVersion: '4.0.1',
    format: ['json'],
    rest: [{mode: 'server', resource: Object.keys(all).map(
        (type) => ({type, interaction: [{code: 'read'}, {code: 'search-type'}]}))}],
  };
  function answer(url) {
    const [, , type, id] = url.pathname.split('/'), params = url.searchParams;
    if (type === 'metadata') return statement;
    const [total, make] = all[type] ?? [0];
    if (id) return {resourceType: type, ...make(Number(id.slice(id.lastIndexOf('-') + 1))), meta};
    const count = Number(params.get('_count') ?? 20), from = Number(params.get('page') ?? 0) * count;
    const entry = [];
    if (params.has('_lastUpdated')) ++later_rounds;
    else
      for (let i = from; i < Math.min(total, from + count); ++i)
        entry.push({resource: {resourceType: type, ...make(i), meta}, search: {mode: 'match'}});
    handed_out[type] = (handed_out[type] ?? 0) + entry.length;
    const next = new URL(url);
    next.searchParams.set('page', from / count + 1);
    const link = entry.length > 0 && from + count < total ? [{relation: 'next', url: next.href}] : [];
    return {resourceType: 'Bundle', type: 'searchset', total, link, entry};
  }
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, `http://127.0.0.1:${server.address().port}`);
    response.writeHead(200, {'content-type': 'application/fhir+json', date: new Date().toUTCString()});
    response.end(JSON.stringify(answer(url)));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${server.address().port}/fhir`, handed_out,
    later_rounds: () => later_rounds,
    stop: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}
