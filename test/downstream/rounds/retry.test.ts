import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedBy, carry, isRetry, readRetry, sealRound } from '../../../src/downstream/rounds/retry.ts';
import { createSeal } from '../../../src/downstream/rounds/seal.ts';
import type { Call } from '../../../src/model/call.ts';
import type { JsonObject } from '../../../src/model/json.ts';

const seal = createSeal();
const at = (now: number) => ({ seal, clock: () => now });
const ann = { id: 'ann', human: 'elicitation' as const };
const here = { key: 'k1', source: 'process' as const };
const call = { digest: 'd', principal: ann, session: here } as Call;
const given = (params: object) => ({ params: params as JsonObject, text: JSON.stringify(params) });

test("an upstream's state travels inside ours, to the same principal and session only", () => {
  const requestState = sealRound(at(0), call, { state: 'theirs', asked: ['who'], continues: undefined });
  expect(requestState).not.toContain('theirs');
  const retry = given({ name: 'x', requestState, inputResponses: { who: { action: 'accept' } } });
  const read = readRetry(at(1), { principal: ann, session: here }, retry);
  if (!read.ok) throw new Error('not read');
  expect(read.given.params).toEqual({
    name: 'x',
    requestState: 'theirs',
    inputResponses: { who: { action: 'accept' } },
  });
  expect(JSON.parse(read.given.text)).toEqual(read.given.params);
  expect(readRetry(at(1), { principal: { ...ann, id: 'bob' }, session: here }, retry).ok).toBe(false);
  expect(readRetry(at(1), { principal: ann, session: { ...here, key: 'k2' } }, retry).ok).toBe(false);
  expect(readRetry(at(16 * 60_000), { principal: ann, session: here }, retry).ok).toBe(false);
  expect(readRetry(at(1), { principal: ann, session: here }, given({ name: 'x', inputResponses: {} })).ok).toBe(false);
});

test('answers to what was never asked go no further', () => {
  const requestState = sealRound(at(0), call, { state: 'theirs', asked: ['who'], continues: undefined });
  const inputResponses = { who: { action: 'accept' }, 'sallyport.approval': {}, more: 1 };
  const read = readRetry(at(1), { principal: ann, session: here }, given({ requestState, inputResponses }));
  expect(read.ok && read.given.params.inputResponses).toEqual({ who: { action: 'accept' } });
});

test('an upstream that gave no state gets none back', () => {
  const read = readRetry(
    at(1),
    { principal: ann, session: here },
    given({
      requestState: sealRound(at(0), call, { state: undefined, asked: [], continues: undefined }),
      inputResponses: {},
    }),
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
