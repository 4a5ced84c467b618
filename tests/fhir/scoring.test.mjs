// SPDX-License-Identifier: MIT
// The scores that a Questionnaire computes in a host's own form runtime are ours: every test vector of
// every instrument, with the expressions run by fhirpath.js.
import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {test} from 'node:test';

import {expected_scores, fillable, response_of} from './answering.mjs';
import {emitted} from './resources.mjs';

const require = createRequire(import.meta.url);
const fhirpath = require('fhirpath');
const r4 = require('fhirpath/fhir-context/r4');

const expression_url =
    'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression';
const forms = emitted().filter(({form}) => form);
let compared = 0;

async function computed(questionnaire, response) {
  const scores = {};
  const group = questionnaire.item.find(({linkId}) => linkId === 'scores');
  for (const item of group?.item ?? []) {
    const {valueExpression} = item.extension.find(({url}) => url === expression_url);
    const [value] = await fhirpath.evaluate(response, valueExpression.expression,
                                            {resource: response, questionnaire}, r4,
                                            {async: 'always', traceFn() {}});
    scores[item.linkId] = value ?? null;
  }
  return scores;
}

for (const {resource, form} of forms)
  test(`${form.id} scores its test vectors as Holdfast does`, async () => {
    for (const vector of fillable(resource, form)) {
      const scores = await computed(resource, response_of(resource, vector.answers));
      const expected = expected_scores(form, vector);
      // A refused form may still have subscales that can be scored: Holdfast stores none of them.
      const links = vector.refused ? ['score-total'] : Object.keys(expected);
      for (const link of links) {
        if (!(link in expected)) continue;
        const what = `${form.id}: ${vector.name}: ${link}`;
        if (expected[link] === null) assert.equal(scores[link], null, what);
        else assert.ok(Math.abs(scores[link] - expected[link]) < 1e-9, `${what} is ${scores[link]}, not ${expected[link]}`);
        ++compared;
      }
    }
  });

test('hundreds of scores were compared', () => assert.ok(compared > 200, `only ${compared}`));
