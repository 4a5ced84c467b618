// SPDX-License-Identifier: MIT
// A small invented practice as a FHIR server holds it: the one of tests/conform/practice.json.

const reference = (text) => ({reference: text});

function patient(id, given, family, more = {}) {
  return {resourceType: 'Patient', id, name: [{use: 'official', given: [given], family}], ...more};
}
function practitioner(id, given, family, active = true) {
  return {resourceType: 'Practitioner', id, active, name: [{prefix: ['Dr.'], given: [given], family}]};
}
function episode(id, client, clinician, start) {
  return {resourceType: 'EpisodeOfCare', id, status: 'active', patient: reference(`Patient/${client}`),
          careManager: reference(`Practitioner/${clinician}`), period: {start}};
}
function appointment(id, client, clinician, status, start, reason) {
  const end = new Date(Date.parse(start) + 50 * 60000).toISOString();
  return {
    resourceType: 'Appointment', id, status, start, end,
    ...(reason && {cancelationReason: {coding: [{
      system: 'http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason', code: reason}]}}),
    participant: [{actor: reference(`Patient/${client}`), status: 'accepted'},
                  {actor: reference(`Practitioner/${clinician}`), status: 'accepted'}],
  };
}
function encounter(id, client, clinician, start, more = {}) {
  return {
    resourceType: 'Encounter', id, status: 'finished',
    class: {system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB'},
    subject: reference(`Patient/${client}`),
    participant: [{individual: reference(`Practitioner/${clinician}`)}],
    period: {start, end: new Date(Date.parse(start) + 50 * 60000).toISOString()}, ...more,
  };
}

export const practice = [
  practitioner('dr-a', 'Anna', 'Invented'), practitioner('dr-b', 'Bert', 'Imaginary'),
  practitioner('dr-gone', 'Carl', 'Gone', false),
  patient('c-a', 'Ada', 'Sample', {birthDate: '1990-04-01', communication: [{language: {coding: [{code: 'en'}]}}]}),
  patient('c-b', 'Ben', 'Specimen'),
  patient('c-old', 'Ada', 'Double', {active: false, link: [{other: reference('Patient/c-a'), type: 'replaced-by'}]}),
  patient('c-t', 'Tom', 'Template'),
  patient('c-p', 'Pia', 'Pair'),
  episode('co-a', 'c-a', 'dr-a', '2026-10-05'), episode('co-b', 'c-b', 'dr-b', '2026-10-06'),
  {resourceType: 'CareTeam', id: 't-t', status: 'active', subject: reference('Patient/c-t'),
   participant: [{member: reference('Practitioner/dr-b')}, {member: reference('Patient/c-t')}]},
  appointment('s-1', 'c-a', 'dr-a', 'booked', '2026-10-05T22:30:00Z'),
  appointment('s-2', 'c-a', 'dr-a', 'noshow', '2026-10-12T08:00:00Z'),
  appointment('s-3', 'c-a', 'dr-a', 'cancelled', '2026-10-19T08:00:00Z', 'pat'),
  appointment('s-4', 'c-a', 'dr-a', 'fulfilled', '2026-10-24T22:30:00Z'),
  appointment('s-5', 'c-a', 'dr-a', 'fulfilled', '2026-10-25T22:30:00Z'),
  appointment('s-6', 'c-a', 'dr-a', 'cancelled', '2026-11-02T09:00:00Z', 'prov'),
  appointment('s-7', 'c-b', 'dr-b', 'fulfilled', '2026-11-02T09:00:00Z'),
  appointment('s-8', 'c-t', 'dr-b', 'fulfilled', '2026-11-09T09:00:00Z'),
  appointment('s-9', 'c-a', 'dr-a', 'booked', '2026-11-23T13:00:00Z'),
  appointment('s-10', 'c-p', 'dr-b', 'booked', '2026-11-24T13:00:00Z'),
  encounter('e-1', 'c-a', 'dr-a', '2026-10-05T22:35:00Z', {appointment: [reference('Appointment/s-1')]}),
  encounter('e-2', 'c-b', 'dr-b', '2026-11-16T09:00:00Z', {class: {code: 'VR'}}),
];

export async function fill(server) {
  for (const resource of practice) await server.put(resource);
}

export const facts = {
  schema: 'holdfast.conform-facts/1',
  actors: [
    {actor: 'Practitioner/dr-a', reads: ['c-a'], not_reads: ['c-b'], writes: ['c-a'], not_writes: ['c-b']},
    {actor: 'Practitioner/dr-b', reads: ['c-b', 'c-t', 'c-p'], not_reads: ['c-a'], writes: ['c-b'], not_writes: ['c-a']},
    {actor: 'Patient/c-a', reads: ['c-a'], not_reads: ['c-b']},
  ],
  expired_actor: 'Practitioner/dr-gone',
  person: 'Practitioner/dr-a',
};

const ada = {schema: 'holdfast.client/1', id: 'c-a', name: 'Ada Sample', initials: 'AS',
             birth_date: '1990-04-01', language: 'en', active: true};
const system = 'holdfast:system';
export const golden = {
  schema: 'holdfast.conversation/1',
  calls: [
    {call: 'clients.get', with: ['Practitioner/dr-a', 'c-a'], answer: ada},
    {call: 'clients.get', with: ['Practitioner/dr-b', 'c-a'], status: -3},
    {call: 'clients.get', with: ['Practitioner/dr-a', 'nobody'], status: -2},
    {call: 'clients.course', with: ['Practitioner/dr-a', 'EpisodeOfCare/co-a'],
     answer: {schema: 'holdfast.course/1', id: 'EpisodeOfCare/co-a', client: 'c-a', clinicians: ['dr-a'],
              setting: 'individual', started: '2026-10-05'}},
    {call: 'clients.course', with: [system, 'c-p~dr-b'],
     answer: {schema: 'holdfast.course/1', id: 'c-p~dr-b', client: 'c-p', clinicians: ['dr-b'], setting: 'individual'}},
    {call: 'clients.course', with: [system, 'c-p~dr-a'], status: -2},
    {call: 'clients.clinician', with: ['Practitioner/dr-a', 'dr-a'],
     answer: {schema: 'holdfast.clinician/1', id: 'dr-a', name: 'Anna Invented', person: 'Practitioner/dr-a',
              active: true, supervisors: []}},
    {call: 'clients.search', with: ['Practitioner/dr-a', {schema: 'holdfast.client-query/1', text: 'ada sample', limit: 5}],
     answer: {schema: 'holdfast.clients/1', clients: [ada]}},
    {call: 'sessions.get', with: ['Practitioner/dr-a', 'Appointment/s-1'],
     answer: {schema: 'holdfast.session/1', id: 'Appointment/s-1', course: 'EpisodeOfCare/co-a', clinician: 'dr-a',
              start: '2026-10-05T22:30:00Z', day: '2026-10-06', attendance: 'held', minutes: 50, place: 'room',
              setting: 'individual'}},
    {call: 'sessions.get', with: [system, 'Encounter/e-2'],
     answer: {schema: 'holdfast.session/1', id: 'Encounter/e-2', course: 'EpisodeOfCare/co-b', clinician: 'dr-b',
              start: '2026-11-16T09:00:00Z', day: '2026-11-16', attendance: 'held', minutes: 50, place: 'video',
              setting: 'individual'}},
    {call: 'sessions.get', with: [system, 'Appointment/s-8'],
     answer: {schema: 'holdfast.session/1', id: 'Appointment/s-8', course: 'CareTeam/t-t', clinician: 'dr-b',
              start: '2026-11-09T09:00:00Z', day: '2026-11-09', attendance: 'held', minutes: 50,
              setting: 'individual'}},
    {call: 'identity.describe', with: ['Practitioner/dr-a'],
     answer: {schema: 'holdfast.person/1', id: 'Practitioner/dr-a', name: 'Anna Invented', kind: 'staff',
              roles: ['therapist'], clinician: 'dr-a'}},
    {call: 'identity.describe', with: ['Patient/c-a'],
     answer: {schema: 'holdfast.person/1', id: 'Patient/c-a', name: 'Ada Sample', kind: 'client', roles: [],
              client: 'c-a', language: 'en'}},
    {call: 'identity.may', with: ['Practitioner/dr-a', 'read', 'client:c-a']},
    {call: 'identity.may', with: ['Practitioner/dr-b', 'read', 'client:c-a'], status: -3},
    {call: 'records.retract', with: [system, 'never put', 'entered in error']},
    {call: 'notify.withdraw', with: [system, 'never posted']},
  ],
};
