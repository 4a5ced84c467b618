// SPDX-License-Identifier: MIT
// From a form that a client fills in the host's own runtime to the mark on the chart: the program, the
// plugin and the adapter, before a FHIR server that nobody here wrote and a network that drops answers.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {eventually, practice_folder} from './program.mjs';
import {writes} from './server.mjs';
import {begin, canonical, filled, good, reference, sessions} from './ten_sessions.mjs';
import {findings} from './validators.mjs';

test('forms filled in the host raise one check-in, and it is one Flag and one notice, whatever the network drops',
     async () => {
       let posts = 0;  // every third answer to something new is lost after the server has stored it
       const fault = ({method}) => method === 'POST' && ++posts % 3 === 1 ? 'drop after' : undefined;
       const all = await begin({
         plugin: {write_back: ['client_total', 'subscales', 'client_form', 'alert', 'alert_record']}, fault});
       const {server, practice, forms} = all;
       try {
         const first = await practice.run('import', '--format', 'fhir', forms);
         assert.equal(first.status, 0, first.said);
         assert.match(first.said, /10 ratings stored, 0 were there before/);
         await eventually(async () => {
           const there = {};
           for (const type of writes) there[type] = (await server.all(type)).length;
           return (there.Observation === sessions && there.Flag === 1 && there.Communication === 1) ||
               {there, log: all.service.log()};
         }, 'every delivery');
         await eventually(async () => {
           const [, address] = /metrics are at (http:\S+)/.exec(all.service.log());
           const told = await (await fetch(address)).text();
           return /^holdfast_outbox_waiting 0$/m.test(told) || told.split('\n').filter((line) => /outbox/.test(line));
         }, 'an empty queue');

         const [flag] = await server.all('Flag');
         assert.equal(flag.status, 'active');
         assert.equal(flag.subject.reference, 'Patient/c-a');
         assert.deepEqual(findings(flag), {});
         // Of what is said alone: an id or a moment may hold these digits by chance.
         const {id, meta, identifier, period, ...said} = flag;
         assert.ok(said.code && !/\b(120|30)\b/.test(JSON.stringify(said)), 'no score stands on the chart');
         const [notice] = await server.all('Communication');
         assert.equal(notice.recipient[0].reference, 'Practitioner/dr-a');
         assert.equal(notice.subject, undefined);
         assert.equal((await server.all('Flag')).length, 1);
         assert.equal((await server.all('Communication')).length, 1);
         const observations = await server.all('Observation');
         assert.equal(new Set(observations.map(({identifier}) => identifier[0].value)).size, sessions);
         // They were filled in the host, which has them: none goes back as a copy.
         assert.equal((await server.all('QuestionnaireResponse')).length, 0);

         const again = await practice.run('import', '--format', 'fhir', forms);
         assert.match(again.said, /0 ratings stored, 10 were there before/);
       } finally {
         await all.end();
       }
     });

test('what does not fit is refused by form, field and rule, and nothing is stored', async () => {
  const all = await begin();
  const {practice} = all;
  const refused = async (change, why, base = filled(1, 80)) => {
    const bundle = {resourceType: 'Bundle', type: 'collection',
                    entry: [good[1], {...base, ...change}].map((resource) => ({resource}))};
    const {status, said} = await practice.run('import', '--format', 'fhir',
                                              await practice.file('bundle.json', JSON.stringify(bundle)));
    assert.equal(status, 1, said);
    assert.match(said, why);
  };
  try {
    await refused({status: 'in-progress'}, /form 2: .*status is not completed/);
    await refused({questionnaire: `${canonical}/Questionnaire/no-such-form`}, /form 2: .*no-such-form/);
    await refused({questionnaire: `${canonical}/Questionnaire/holdfast-session|9`}, /form 2: .*holdfast-session@9/);
    await refused({questionnaire: 'https://other.example/Questionnaire/x'}, /form 2: .*not one of ours/);
    await refused({source: reference('Practitioner/dr-a')}, /form 2: .*not who this form is for/);
    await refused({source: reference('Patient/c-b')}, /line 2: \/by: .*\[rater\]/);
    await refused({item: filled(1, 80).item.slice(1)}, /line 2: \/answers\/goals: .*\[required\]/);
    await refused({item: filled(1, 180).item}, /line 2: \/answers\/goals: .*\[range\]/);
    await refused({subject: reference('Patient/nobody'), source: undefined}, /line 2: \/client: .*\[unknown\]/);
    await refused({encounter: reference('Encounter/other'), authored: '2020-01-01T10:00:00Z'},
                  /line 2: \/session: .*\[unknown\]/);
    await refused({id: 'another', ...filled(2, 70), identifier: {system: 'https://host.example', value: '7'}},
                  /line 2: \/session: line 1 is of the same session.*\[duplicate\]/);
    const {said} = await practice.run('import', '--format', 'fhir', '--dry-run', all.forms);
    assert.match(said, /10 ratings are right/);  // none is there
    await practice.run('import', '--format', 'fhir', all.forms);
    const changed = await practice.file('changed.json', JSON.stringify(filled(3, 10)));
    const {status, said: why} = await practice.run('import', '--format', 'fhir', changed);
    assert.equal(status, 1);
    assert.match(why, /line 1: \/id: .*\[changed\]/);
  } finally {
    await all.end();
  }
});

test('every form is published as a Questionnaire that the validators pass', async () => {
  const practice = await practice_folder({plugin: {}, adapter: {base: 'https://ehr.example/fhir', canonical}});
  try {
    await (await practice.serve()).stop();
    const {status, out, said} = await practice.run('instrument', 'export', '--format', 'fhir');
    assert.equal(status, 0, said);
    const forms = out.trim().split('\n').map((line) => JSON.parse(line));
    assert.ok(forms.length >= 29, `only ${forms.length}`);
    for (const one of forms) {
      assert.equal(one.resourceType, 'Questionnaire');
      assert.ok(one.url.startsWith(`${canonical}/Questionnaire/`));
      assert.deepEqual(findings(one), {}, one.url);
    }
    const one = await practice.run('instrument', 'export', '--format', 'fhir', '--instrument', 'holdfast-session',
                                   '--no-sliders');
    assert.equal(one.out.trim().split('\n').length, 1);
    assert.ok(!one.out.includes('"slider"'), one.out);
    assert.equal((await practice.run('instrument', 'export', '--format', 'fhir', '--instrument', 'x')).status, 1);
  } finally {
    await practice.remove();
  }
});
