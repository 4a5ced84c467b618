// SPDX-License-Identifier: MIT
// Smart Forms (CSIRO) shows every Questionnaire, is filled in by mouse and keyboard with the answers of
// every test vector, and computes the scores that Holdfast does from the same answers. Long.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {after, before, test} from 'node:test';

import {expected_scores, fillable, response_of} from './answering.mjs';
import {openFormPage} from './form_page.mjs';
import {emitted} from './resources.mjs';

const folder = join(import.meta.dirname, 'smart_forms');
const page_text = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Forms</title>
<link rel="icon" href="data:,"></head><body><div id="form"></div><script src="/page.js"></script></body></html>`;

async function bundled() {
  const esbuild = createRequire(join(folder, 'package.json'))('esbuild');
  const {outputFiles} = await esbuild.build({
    entryPoints: [join(folder, 'page.jsx')],
    outfile: 'page.js',
    bundle: true,
    write: false,
    minify: true,
    external: ['isomorphic-webcrypto'],
    loader: {'.css': 'empty'},
    define: {'process.env.NODE_ENV': '"production"'},
    logLevel: 'error',
  });
  return outputFiles[0].contents;
}

let page, close;
before(async () => {
  const script = await bundled();
  ({page, close} = await openFormPage((path) => {
    if (path === '/') return page_text;
    if (path === '/page.js') return script;
    throw new Error('not here');
  }));
  await page.waitForFunction(() => globalThis.show);
});
after(() => close?.());

const value_of = ([answer]) => Object.values(answer)[0].code ?? Object.values(answer)[0];
const flat = (items, under) => Object.fromEntries(
    (under ? items.find(({linkId}) => linkId === under)?.item ?? [] : items)
        .filter(({answer}) => answer?.length)
        .map(({linkId, answer}) => [linkId, value_of(answer)]));
// {answers, scores} as the renderer's QuestionnaireResponse has them now. A form of a total alone has
// nothing to compute.
async function filled_in() {
  const {item = []} = await page.evaluate(() => globalThis.filledIn());
  const answers = flat(item);
  return {answers, scores: 'total' in answers ? {'score-total': answers.total} : flat(item, 'scores')};
}

// What the form says when it agrees with `is_there`, or after ten seconds: it computes when it likes.
async function settled(is_there, in_a_row = 1) {
  let found, agreed = 0;
  for (const end = Date.now() + 10000; agreed < in_a_row && Date.now() < end;) {
    found = await filled_in();
    agreed = is_there(found) ? agreed + 1 : 0;
    if (agreed < in_a_row) await page.waitForTimeout(30);
  }
  return found;
}

// As a person does: a click on the line, then the arrow keys. At first the handle stands at the lowest
// value without being an answer, so it is moved away before it is moved there.
async function slide(handle, value) {
  const [min, max] = await handle.evaluate(({min, max}) => [Number(min), Number(max)]);
  await handle.press('End');
  if (value === min) return handle.press('Home');
  if (value === max) return;
  const line = await handle.locator('xpath=ancestor::*[contains(@class, "MuiSlider-root")]').boundingBox();
  await page.mouse.click(line.x + line.width * (value - min) / (max - min), line.y + line.height / 2);
  for (;;) {
    const off = value - Number(await handle.inputValue());
    if (off === 0) return;
    await handle.press(off > 0 ? 'ArrowRight' : 'ArrowLeft');
  }
}

async function give(item, value) {
  const field = page.locator(`[id="${item.type}-${item.linkId}"]`);
  if (item.type === 'choice') return field.locator(`input[type="radio"][value="${value}"]`).check();
  const handle = field.locator('input[type="range"]');
  if (await field.evaluate((element) => element.classList.contains('MuiSlider-root'))) return slide(handle, value);
  return field.fill(String(value));
}

// Fills the form with the answers of this response, one after another, each until it is taken.
async function fill(questionnaire, response) {
  for (const item of questionnaire.item) {
    const asked = response.item.find(({linkId}) => linkId === item.linkId);
    if (!asked) continue;
    const value = value_of(asked.answer);
    await give(item, value);
    await settled(({answers}) => answers[item.linkId] === value);
  }
}

// What a form's vectors give to be filled in: answers, or where totals alone are known, the total.
function given(questionnaire, form) {
  if (!form.totals_only) return fillable(questionnaire, form);
  return form.vectors.filter(({refused}) => !refused)
      .map((vector) => ({...vector, answers: {total: Number(vector.raw_total)}}));
}

// The same answers, scored by the program.
function scored_by_us(form, answers) {
  const asked = Object.entries(answers).map(([id, said]) => [id, isNaN(said) ? said : Number(said)]);
  const {status, stdout} = spawnSync(join(process.env.HOLDFAST_BUILD, 'bin', 'holdfast'),
                                     ['score', '--instrument', form.id, '-'],
                                     {input: JSON.stringify(Object.fromEntries(asked)), encoding: 'utf8'});
  if (status !== 0) return null;
  const {total, subscales} = JSON.parse(stdout);
  const scores = subscales.map(({id, score}) => [`score-${id}`, score]);
  return Object.fromEntries(total === undefined ? scores : [...scores, ['score-total', total]]);
}

const agree = (found, expected) => Object.entries(expected).every(
    ([link, value]) => value === null ? found[link] === undefined : Math.abs(found[link] - value) < 1e-9);

for (const {resource, form} of emitted().filter((one) => one.form))
  test(`Smart Forms shows ${form.id} and scores it as Holdfast does`, async () => {
    const vectors = given(resource, form);
    assert.ok(vectors.length > 0, 'nothing to fill in');
    for (const vector of vectors) {
      await page.evaluate((questionnaire) => globalThis.show(questionnaire), resource);
      // Questions, and the words at both ends of a line.
      for (const item of resource.item.flatMap((one) => one.type === 'group' ? [] : [one, ...one.item ?? []]))
        if (!item.enableWhen) await page.getByText(item.text, {exact: true}).first().waitFor();
      const response = response_of(resource, vector.answers);
      await fill(resource, response);
      // Of a refused form subscales may be computed all the same: Holdfast stores none of them.
      const expected = vector.refused ? form.total ? {'score-total': null} : {} : expected_scores(form, vector);
      const {answers, scores} = await settled(({scores}) => agree(scores, expected), 3);
      const what = `${form.id}: ${vector.name}`;
      assert.deepEqual(answers, flat(response.item), `${what}: other answers than given`);
      assert.ok(agree(scores, expected), `${what}: ${JSON.stringify(scores)}, not ${JSON.stringify(expected)}`);
      const ours = scored_by_us(form, answers);
      assert.equal(ours === null, Boolean(vector.refused), `${what}: refused by one alone`);
      if (ours) assert.ok(agree(scores, ours), `${what}: ${JSON.stringify(scores)}, ours ${JSON.stringify(ours)}`);
    }
  });
