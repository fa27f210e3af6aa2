import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Detector, MOST_SPOTTED } from '../../../src/inspect/detectors/detector.ts';
import {
  findingAt,
  lookNow,
  lookWith,
  MOST_FINDINGS,
  spotAll,
  spotInSteps,
} from '../../../src/inspect/reading/spots.ts';
import { NOTHING_SEEN } from '../../../src/model/evidence.ts';
import { finish, isSteps, PIECE } from '../../../src/model/steps.ts';
import { TRAIT } from '../../../src/model/text/traits.ts';

const spotted = { kind: 'k', severity: 'low', start: 1, end: 2, message: 'm' } as const;
const detector: Detector = {
  name: 'x',
  kinds: ['k'],
  maturity: 'sandbox',
  sees: [{ text: 'x', kind: 'k' }],
  ignores: [''],
  find: (text) => (text === 'x' ? [spotted] : []),
};

test('places what was spotted, and says when it stands in a name', () => {
  expect(findingAt({ at: '/a', text: 'x', key: true }, spotted)).toEqual({
    kind: 'k',
    severity: 'low',
    at: '/a',
    message: 'm',
    span: [1, 2],
    inKey: true,
  });
  expect(findingAt({ at: '/a', text: 'x', key: false }, spotted)).not.toHaveProperty('inKey');
});

const leafOf = (text: string) => ({ at: '', text, key: false });

test('builds nothing where nothing is, and stops at a bound', () => {
  expect(spotAll([leafOf('clean')], [detector])).toBeUndefined();
  expect(lookNow([leafOf('clean')], [detector])).toBe(NOTHING_SEEN);
  const many = Array.from({ length: 999 }, () => leafOf('x'));
  const found = spotAll(many, [detector]) ?? [];
  expect(found).toHaveLength(MOST_FINDINGS + 1);
  expect(found.at(-1)).toMatchObject({ kind: 'k', rest: true });
  expect(spotAll(many.slice(0, MOST_FINDINGS), [detector])).toHaveLength(MOST_FINDINGS);
});

const leafAt = (i: number, text: string) => ({ at: `/${i}`, text, key: false });
const either = (isThorough: boolean): Detector => ({
  ...detector,
  kinds: ['k', 'other'],
  ...(isThorough ? { isThorough } : {}),
  find: (text) => (text === 'x' ? [spotted] : text === 'y' ? [{ ...spotted, kind: 'other' }] : []),
});

test('tells of what comes behind decoys, of any kind where a detector is thorough', () => {
  const texts = [
    ...Array.from({ length: MOST_FINDINGS }, (_, i) => leafAt(i, 'x')),
    leafAt(900, 'x'),
    leafAt(901, 'y'),
  ];
  const rest = (isThorough: boolean) =>
    (spotAll(texts, [either(isThorough)]) ?? []).flatMap(({ kind, at, rest }) =>
      rest === true ? [`${kind} ${at}`] : [],
    );
  expect(rest(true)).toEqual(['k /900', 'other /901']);
  expect(rest(false)).toEqual(['k /900']);
});

test('goes to the end of a text in which a detector saw as much as it looks for', () => {
  const dense: Detector = { ...detector, find: () => Array.from({ length: MOST_SPOTTED }, () => spotted) };
  const found = spotAll([{ at: '/a', text: 'xxxxxxxx', key: false }], [dense]) ?? [];
  expect(found.at(-1)?.span).toEqual([1, 8]);
  expect(found.at(-2)?.span).toEqual([1, 2]);
});

test('sees the same with pauses and without', () => {
  const texts = fc.array(fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 9 }).map(leafOf), { maxLength: 300 });
  fc.assert(
    fc.property(texts, (leaves) => {
      expect(finish(spotInSteps(leaves, [detector, detector]))).toEqual(spotAll(leaves, [detector, detector]));
    }),
  );
});

test('offers a pause after each piece of a large text, and none in a small one', () => {
  const pauses = (length: number): number => [...spotInSteps([leafOf('a'.repeat(length))], [detector])].length;
  expect(pauses(PIECE / 2)).toBe(0);
  expect(pauses(PIECE)).toBe(1);
  expect(isSteps(lookWith([leafOf('a'.repeat(PIECE))], [detector]))).toBe(true);
  expect(isSteps(lookWith([leafOf('a')], [detector]))).toBe(false);
});

test('pauses among many short texts, those that no detector looks into included', () => {
  const texts = Array.from({ length: 20_000 }, (_, i) => leafAt(i, 'ab'));
  for (const needs of [undefined, TRAIT.digit])
    expect([...spotInSteps(texts, [{ ...detector, needs }])].length).toBeGreaterThan(15);
});
