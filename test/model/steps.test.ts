import { expect, test } from 'vitest';
import { advance, atOnceIfShort, finish, isSteps, rests, type Steps } from '../../src/model/steps.ts';

function* count(to: number): Steps<string> {
  for (let i = 0; i < to; i++) yield;
  return `counted to ${to}`;
}

test('does work to its end, paused or not', () => {
  expect(finish(count(3))).toBe('counted to 3');
  let clock = 0;
  const steps = count(5);
  const now = (): number => ++clock;
  expect(advance(steps, 2, now)).toBeUndefined();
  expect(clock).toBe(2);
  expect(advance(steps, 0, now)).toBeUndefined();
  expect(clock).toBe(3);
  expect(advance(steps, 100, now)).toEqual({ value: 'counted to 5' });
});

test('tells work in parts from anything else', () => {
  expect(isSteps(count(1))).toBe(true);
  for (const other of [undefined, null, {}, { next: 1 }, 'next']) expect(isSteps(other)).toBe(false);
});

test('work on short texts is done at once, and on long ones in steps', () => {
  expect(atOnceIfShort([{ text: 'a' }], count(2))).toBe('counted to 2');
  expect(isSteps(atOnceIfShort([{ text: 'a' }, { text: 'a'.repeat(2_000) }], count(2)))).toBe(true);
});

test('a few words are no reason to pause, and many are one now and then', () => {
  const pauses = (words: number): number => Array.from({ length: words }, (_, i) => i).filter(rests).length;
  expect(pauses(20)).toBe(0);
  expect(pauses(12_000)).toBeGreaterThan(100);
});
