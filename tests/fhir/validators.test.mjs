// SPDX-License-Identifier: MIT
// Everything Holdfast emits passes five validators, and the same validators find what is broken.
import assert from 'node:assert/strict';
import {test} from 'node:test';

import {emitted} from './resources.mjs';
import {all, engine_troubles, findings} from './validators.mjs';

const lines = emitted();
const by_name = new Map(lines.map(({name, resource}) => [name, resource]));

test('everything Holdfast emits passes all five validators', () => {
  assert.ok(lines.length > 100, `only ${lines.length} resources`);
  for (const {name, resource} of lines) assert.deepEqual(findings(resource), {}, name);
  assert.deepEqual([...engine_troubles], []);
});

test('every kind of resource is among them', () => {
  const kinds = new Set(lines.map(({resource}) => resource.resourceType));
  assert.deepEqual([...kinds].sort(), [
    'AuditEvent', 'Communication', 'DetectedIssue', 'DocumentReference', 'Flag', 'Observation',
    'Questionnaire', 'QuestionnaireResponse', 'Task'
  ]);
});

// Each takes a good resource and breaks it in one way. [what, whose, how]
const questionnaire = 'questionnaire holdfast-session';
const broken = [
  ['an element that R4 does not have', 'flag', (one) => (one.severity = 'high')],
  ['a required element left out', 'flag', (one) => delete one.code],
  ['a text for a number', 'total', (one) => (one.valueQuantity.value = 'thirty')],
  ['a null', 'total', (one) => (one.effectiveDateTime = null)],
  ['an object for a text', 'form', (one) => (one.status = {code: 'completed'})],
  ['a code that its binding does not have', 'form', (one) => (one.status = 'done')],
  ['a date as people write it', 'form', (one) => (one.authored = '23/11/2026')],
  ['a time without a zone', 'form', (one) => (one.authored = '2026-11-23T10:02:00')],
  ['an instant without seconds', 'document', (one) => (one.date = '2026-11-23T10:02Z')],
  ['a list for a single element', 'flag', (one) => (one.subject = [one.subject])],
  ['a reference to the wrong kind', 'flag', (one) => (one.subject = {reference: 'Task/1'})],
  ['an empty text', 'flag', (one) => (one.code.text = '')],
  ['an id with a space', 'flag', (one) => (one.id = 'a b')],
  ['an empty object', 'flag', (one) => (one.period = {})],
  ['an answer and a score twice over', 'total', (one) => (one.valueString = '32.5')],
  ['two items of one name', questionnaire, (one) => (one.item[2].linkId = one.item[1].linkId)],
  ['a group without items', questionnaire, (one) => delete one.item.at(-1).item],
  ['a display that is required', questionnaire, (one) => (one.item[0].required = true)],
  ['an item type of R5', questionnaire, (one) => (one.item[1].type = 'coding')],
  ['an extension with a value and extensions', questionnaire,
    (one) => (one.item[1].extension[0].extension = [{url: 'x', valueString: 'y'}])],
  ['a component with the code of the whole', 'subscales',
    (one) => (one.valueQuantity = {value: 1}, one.component[0].code = one.code)],
  ['a group with an answer', 'form', (one) => (one.item.at(-1).answer = [{valueString: 'x', item: []}])],
];

for (const [what, whose, breaks] of broken)
  test(`${what} is found`, () => {
    const resource = structuredClone(by_name.get(whose));
    assert.deepEqual(findings(resource), {}, 'it was good before');
    breaks(resource);
    assert.notDeepEqual(findings(resource), {});
  });

test('each validator finds something that it alone finds, or nearly', () => {
  const finders = new Set();
  for (const [, whose, breaks] of broken) {
    const resource = structuredClone(by_name.get(whose));
    breaks(resource);
    for (const name of Object.keys(findings(resource))) finders.add(name);
  }
  assert.deepEqual([...finders].sort(), Object.keys(all).sort());
});
