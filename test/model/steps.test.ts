import { expect, test } from 'vitest';
import { advance, finish, isSteps, type Steps } from '../../src/model/steps.ts';

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
