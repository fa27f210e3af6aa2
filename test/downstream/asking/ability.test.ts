import { expect, test } from 'vitest';
import { canBeAsked, lacking, lacks } from '../../../src/downstream/asking/ability.ts';
import type { JsonObject } from '../../../src/model/json.ts';

test('who declares nothing cannot be asked', () => {
  expect(canBeAsked({ tools: {} })).toBe(false);
  for (const capability of ['elicitation', 'sampling', 'roots']) expect(canBeAsked({ [capability]: {} })).toBe(true);
});

test.each([
  [{}, 'elicitation/create', {}, { elicitation: { form: {} } }],
  [{ elicitation: {} }, 'elicitation/create', {}, undefined],
  [{ elicitation: {} }, 'elicitation/create', { mode: 'url' }, { elicitation: { url: {} } }],
  [{ elicitation: { url: {} } }, 'elicitation/create', {}, { elicitation: { form: {} } }],
  [{ elicitation: { url: {} } }, 'elicitation/create', { mode: 'url' }, undefined],
  [{ sampling: {} }, 'sampling/createMessage', {}, undefined],
  [{}, 'sampling/createMessage', {}, { sampling: {} }],
  [{ sampling: {} }, 'sampling/createMessage', { tools: [] }, { sampling: { tools: {} } }],
  [{ sampling: { tools: {} } }, 'sampling/createMessage', { tools: [] }, undefined],
  [{}, 'roots/list', {}, { roots: {} }],
])('a client that declares %j lacks for %s %j: %j', (capabilities, method, params, lacked) => {
  expect(lacks(capabilities as JsonObject, { method, params: params as JsonObject })).toEqual(lacked);
});

test.each([
  [{ sampling: {} }, {}, { sampling: {} }],
  [{ sampling: { tools: {} } }, { sampling: {} }, { sampling: { tools: {} } }],
  [{ elicitation: { form: {} } }, { elicitation: {} }, undefined],
  [{ 'x/own': {} }, {}, undefined],
  ['sampling', {}, undefined],
])('of %j, a client that declares %j lacks %j', (requiredCapabilities, declared, lacked) => {
  expect(lacking({ requiredCapabilities }, declared as JsonObject)).toEqual(lacked);
});
