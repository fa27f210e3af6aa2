import { expect, test } from 'vitest';
import { leftOn, Reading } from '../../src/downstream/reading.ts';

test('a client is idle from when what waits last fell, and where it was not looked for long', () => {
  let left = 100;
  const reading = new Reading(() => left);
  expect(reading.idle(5_000)).toBe(0);
  expect(reading.idle(5_900)).toBe(900);
  left = 200;
  expect(reading.idle(6_800)).toBe(1_800);
  left = 199;
  expect(reading.idle(7_000)).toBe(0);
  expect(reading.idle(7_500)).toBe(500);
  expect(reading.idle(9_000)).toBe(0);
});

test('what waits on a stream falls with what the system takes of a message', () => {
  expect(leftOn({ writableLength: 10 }, { _handle: { writeQueueSize: 4 } })).toBe(14);
  for (const socket of [null, {}, { _handle: null }]) expect(leftOn({ writableLength: 10 }, socket)).toBe(10);
});
