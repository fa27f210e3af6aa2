import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedBy, carry, isRetry, lacks, questionsOf, readRetry, sealRound } from '../../src/downstream/round.ts';
import { createSeal } from '../../src/downstream/seal.ts';
import type { Call } from '../../src/model/call.ts';
import type { JsonObject } from '../../src/model/json.ts';

const seal = createSeal();
const ann = { id: 'ann', human: 'elicitation' as const };
const here = { key: 'k1', source: 'process' as const };
const call = { digest: 'd', principal: ann, session: here } as Call;
const given = (params: object) => ({ params: params as JsonObject, text: JSON.stringify(params) });

test("an upstream's state travels inside ours, to the same principal and session only", () => {
  const requestState = sealRound(seal, call, 'theirs', ['who'], 0);
  expect(requestState).not.toContain('theirs');
  const retry = given({ name: 'x', requestState, inputResponses: { who: { action: 'accept' } } });
  const read = readRetry(seal, retry, ann, here, 1);
  if (!read.ok) throw new Error('not read');
  expect(read.given.params).toEqual({
    name: 'x',
    requestState: 'theirs',
    inputResponses: { who: { action: 'accept' } },
  });
  expect(JSON.parse(read.given.text)).toEqual(read.given.params);
  expect(readRetry(seal, retry, { ...ann, id: 'bob' }, here, 1).ok).toBe(false);
  expect(readRetry(seal, retry, ann, { ...here, key: 'k2' }, 1).ok).toBe(false);
  expect(readRetry(seal, retry, ann, here, 16 * 60_000).ok).toBe(false);
  expect(readRetry(seal, given({ name: 'x', inputResponses: {} }), ann, here, 1).ok).toBe(false);
});

test('answers to what was never asked go no further', () => {
  const requestState = sealRound(seal, call, 'theirs', ['who'], 0);
  const inputResponses = { who: { action: 'accept' }, 'sallyport.approval': {}, more: 1 };
  const read = readRetry(seal, given({ requestState, inputResponses }), ann, here, 1);
  expect(read.ok && read.given.params.inputResponses).toEqual({ who: { action: 'accept' } });
});

test('an upstream that gave no state gets none back', () => {
  const read = readRetry(
    seal,
    given({ requestState: sealRound(seal, call, undefined, [], 0), inputResponses: {} }),
    ann,
    here,
    1,
  );
  expect(read.ok && read.given.params).toEqual({ inputResponses: {} });
});

test('what one round carries, another takes over, and the rest stays as it was written', () => {
  const params = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(
      params,
      fc.option(fc.string(), { nil: undefined }),
      fc.option(fc.jsonValue(), { nil: undefined }),
      (rest, state, answers) => {
        const plain = JSON.parse(JSON.stringify(rest)) as JsonObject;
        const responses = answers === undefined ? undefined : JSON.stringify(answers);
        const full = carry(given(plain), { state, responses });
        expect(JSON.parse(full.text)).toEqual(full.params);
        const added = JSON.parse(
          JSON.stringify({ requestState: state, inputResponses: responses && JSON.parse(responses) }),
        );
        expect(full.params).toEqual({ ...plain, ...added });
        expect(carry(full, undefined).params).toEqual(plain);
        if (isRetry(full.params)) expect(carriedBy(full)).toEqual({ state, responses });
        else expect(carriedBy(full)).toBeUndefined();
      },
    ),
  );
});

test('questions that can be read are asked', () => {
  const good = { method: 'roots/list' };
  const asks = (value: object) => questionsOf('up', value as JsonObject, JSON.stringify(value));
  expect(asks({ inputRequests: { a: good, b: 'x', c: { method: 1 } } })).toEqual([
    ['a', { upstream: 'up', method: 'roots/list', params: {}, text: '{}' }],
  ]);
  const text = '{"inputRequests":{"a/b":{"method":"roots/list","params":{ "n": 12345678901234567890 }}}}';
  expect(questionsOf('up', JSON.parse(text) as JsonObject, text)[0]?.[1].text).toBe('{ "n": 12345678901234567890 }');
  expect(asks({})).toEqual([]);
});

test('what is no question, or asks with what is no object, is judged as it is sent', () => {
  const value = { inputRequests: { a: { method: 'foo/bar', params: {} }, b: { method: 'roots/list', params: 'x' } } };
  expect(questionsOf('up', value, JSON.stringify(value))).toEqual([
    ['b', { upstream: 'up', method: 'roots/list', params: {}, text: '{}' }],
  ]);
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
])('a client that declares %j lacks for %s %j: %j', (capabilities, method, params, lacking) => {
  expect(lacks(capabilities as JsonObject, { method, params: params as JsonObject })).toEqual(lacking);
});
