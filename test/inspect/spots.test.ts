import { expect, test } from 'vitest';
import type { Detector } from '../../src/inspect/detectors/detector.ts';
import { findingAt, MOST_FINDINGS, spotAll } from '../../src/inspect/spots.ts';
import { finish, PIECE } from '../../src/model/steps.ts';

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

test('builds nothing where nothing is, and stops at a bound', () => {
  expect(finish(spotAll([{ at: '', text: 'clean', key: false }], [detector]))).toBeUndefined();
  const many = Array.from({ length: 999 }, () => ({ at: '', text: 'x', key: false }));
  expect(finish(spotAll(many, [detector]))).toHaveLength(MOST_FINDINGS);
});

test('offers a pause after each piece of a large text, and none in a small one', () => {
  const pauses = (length: number): number =>
    [...spotAll([{ at: '', text: 'a'.repeat(length), key: false }], [detector])].length;
  expect(pauses(PIECE - 1)).toBe(0);
  expect(pauses(PIECE)).toBe(1);
});
