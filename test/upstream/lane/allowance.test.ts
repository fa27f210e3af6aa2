import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Allowance, Allowances } from '../../../src/upstream/lane/allowance.ts';

test('law: however they come, in no stretch of time pass more than at once and what its seconds allow', () => {
  const waits = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400 })), { maxLength: 200 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 50 }), waits, (most, perSecond, pauses) => {
      const allowance = new Allowance(most, perSecond, 0);
      let now = 0;
      const passed: number[] = [];
      for (const pause of pauses) {
        now += pause;
        if (allowance.take(now)) passed.push(now);
      }
      for (let from = 0; from < passed.length; from++) {
        for (let to = from; to < passed.length; to++) {
          const seconds = ((passed[to] ?? 0) - (passed[from] ?? 0)) / 1_000;
          expect(to - from + 1).toBeLessThanOrEqual(most + seconds * perSecond + 1e-6);
        }
      }
    }),
  );
});

test('who is within it is never stopped, and who was stopped may go on a moment later', () => {
  const allowance = new Allowance(2, 10, 0);
  for (let now = 0; now < 60_000; now += 100) expect(allowance.take(now)).toBe(true);
  const spent = new Allowance(2, 10, 0);
  expect([spent.take(0), spent.take(0), spent.take(0), spent.take(99), spent.take(100), spent.take(100)]).toEqual([
    true,
    true,
    false,
    false,
    true,
    false,
  ]);
});

test('who takes all of theirs takes nothing from others', () => {
  const allowances = new Allowances(2, 1);
  for (let n = 0; n < 100; n++) allowances.take('loud', 0);
  expect(allowances.take('loud', 0)).toBe(false);
  expect([allowances.take('quiet', 0), allowances.take('quiet', 0), allowances.take('quiet', 0)]).toEqual([
    true,
    true,
    false,
  ]);
});

test('of very many who take, those that were silent longest are forgotten, and none that goes on', () => {
  const allowances = new Allowances(1, 0.001);
  expect(allowances.take('loud', 0)).toBe(true);
  for (let n = 0; n < 5_000; n++) {
    expect(allowances.take(`one ${n}`, 0)).toBe(true);
    expect(allowances.take('loud', 0)).toBe(false);
  }
  expect(allowances.take('one 4999', 0)).toBe(false);
  expect(allowances.take('one 0', 0)).toBe(true);
});
