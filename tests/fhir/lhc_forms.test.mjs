// SPDX-License-Identifier: MIT
// LHC-Forms (National Library of Medicine) shows every Questionnaire, takes the answers of every test
// vector, and computes the scores that Holdfast does. Long.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {join, normalize} from 'node:path';
import {after, before, test} from 'node:test';

import {expected_scores, fillable, response_of} from './answering.mjs';
import {openFormPage} from './form_page.mjs';
import {emitted} from './resources.mjs';

const root = join(import.meta.dirname, 'forms', 'node_modules', 'lforms', 'dist', 'lforms');
const component = '/webcomponent';
const page_text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Forms</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="${component}/styles.css"></head><body><div id="form"></div>
${['/assets/lib/zone.min.js', '/runtime.js', '/polyfills.js', '/main.js'].map((file) => `<script src="${component}${file}"></script>`).join('')}
<script src="/fhir/R4/lformsFHIR.min.js"></script></body></html>`;
let page, close;
before(async () => {
  ({page, close} = await openFormPage((path) => path === '/' ? page_text : readFile(join(root, normalize(path)))));
  await page.waitForFunction(() => globalThis.LForms?.FHIR?.R4);
});
after(() => close?.());

// The form with answers chosen when it opens, as a host fills in what it knows.
function prefilled(questionnaire, response) {
  const copy = structuredClone(questionnaire);
  for (const {linkId, answer: [value]} of response?.item ?? []) {
    const item = copy.item.find((one) => one.linkId === linkId);
    if (item.type !== 'choice') item.initial = [value];
    else item.answerOption.find(({valueCoding}) => valueCoding.code === value.valueCoding.code).initialSelected = true;
  }
  return copy;
}

// Shows the form with these answers and gives what it shows and what it computed. It computes when it
// likes: asked until it says what is `expected`, or for ten seconds.
async function shown(questionnaire, response, expected = {}) {
  return page.evaluate(async ([questionnaire, expected]) => {
    const {Util} = LForms;
    document.querySelector('#form').replaceChildren();
    await Util.addFormToPage(questionnaire, 'form', {fhirVersion: 'R4'});
    const is_as_expected = (scores) => Object.entries(expected).every(
        ([link, value]) => value === null ? scores[link] === undefined : Math.abs(scores[link] - value) < 1e-9);
    let answered, scores, in_a_row = 0;
    for (const end = Date.now() + 10000; in_a_row < 3 && Date.now() < end;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      answered = Util.getFormFHIRData('QuestionnaireResponse', 'R4', null, {});
      const items = answered.item?.find(({linkId}) => linkId === 'scores')?.item ?? [];
      scores = Object.fromEntries(items.map(({linkId, answer}) => [linkId, answer[0].valueDecimal]));
      in_a_row = is_as_expected(scores) ? in_a_row + 1 : 0;
    }
    return {
      text: document.querySelector('#form').textContent,
      scores,
      answers: (answered.item ?? []).filter(({linkId}) => linkId !== 'scores').length,
      errors: answered.errors,
    };
  }, [prefilled(questionnaire, response), expected]);
}

for (const {resource, form} of emitted().filter((one) => one.form))
  test(`LHC-Forms shows ${form.id} and scores it as Holdfast does`, async () => {
    const {text} = await shown(resource, null);
    for (const item of resource.item)
      if (item.type !== 'group' && !item.enableWhen) assert.ok(text.includes(item.text), `${item.linkId} is not shown`);
    for (const vector of fillable(resource, form)) {
      const response = response_of(resource, vector.answers);
      // Of a refused form subscales may be computed all the same: Holdfast stores none of them.
      const expected = vector.refused ? form.total ? {'score-total': null} : {} : expected_scores(form, vector);
      const {scores, answers} = await shown(resource, response, expected);
      for (const [link, value] of Object.entries(expected)) {
        const what = `${form.id}: ${vector.name}: ${link} is ${scores[link]}`;
        if (value === null) assert.equal(scores[link], undefined, what);
        else assert.ok(Math.abs(scores[link] - value) < 1e-9, `${what}, not ${value}`);
      }
      assert.equal(answers, response.item.length, `${vector.name}: answers are lost`);
    }
  });
