// SPDX-License-Identifier: MIT
// Fills a Questionnaire of ours with the answers of a definition's test vector.

const item_of = (questionnaire, link) => questionnaire.item.find((one) => one.linkId === link);

function answer(item, value) {
  if (item.type === 'integer') return {valueInteger: value};
  if (item.type === 'decimal') return {valueDecimal: value};
  if (item.type === 'text') return {valueString: value};
  const option = item.answerOption.find(({valueCoding}) => valueCoding.code === String(value));
  if (!option) throw new Error(`${item.linkId} has no answer ${value}`);
  const {system, code, display} = option.valueCoding;
  return {valueCoding: {system, code, display}};
}

// Unanswered and declined items have no answer.
export function response_of(questionnaire, answers) {
  const item = [];
  for (const [link, value] of Object.entries(answers))
    if (value !== null && value !== 'declined')
      item.push({linkId: link, answer: [answer(item_of(questionnaire, link), value)]});
  return {
    resourceType: 'QuestionnaireResponse',
    questionnaire: `${questionnaire.url}|${questionnaire.version}`,
    status: 'completed',
    subject: {reference: 'Patient/c-1'},
    authored: '2026-11-23T10:02:00Z',
    item,
  };
}

// {score link: expected number or null} of a vector; null: it cannot be scored.
export function expected_scores(form, vector) {
  const expected = {};
  for (const {id} of form.subscales ?? [])
    expected[`score-${id}`] = vector.subscales?.[id] === undefined ? null : Number(vector.subscales[id]);
  if (form.total) expected['score-total'] = vector.total === undefined ? null : Number(vector.total);
  return expected;
}

// Vectors that a form runtime can be given: every value is one that the form offers.
export function fillable(questionnaire, form) {
  return form.vectors.filter(({answers}) => {
    if (!answers) return false;
    return Object.entries(answers).every(([link, value]) => {
      const item = item_of(questionnaire, link);
      if (!item) return false;
      if (value === null || value === 'declined') return true;
      if (item.type === 'text') return typeof value === 'string';
      if (item.type === 'choice')
        return item.answerOption.some(({valueCoding}) => valueCoding.code === String(value));
      const asked = form.items.find((one) => one.id === link);
      const steps = (value - asked.min) / (asked.step ?? 1);
      return typeof value === 'number' && value >= asked.min && value <= asked.max &&
             Math.abs(steps - Math.round(steps)) < 1e-6;
    });
  });
}
