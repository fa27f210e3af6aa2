import { expect, test } from 'vitest';
import { personal } from '../../src/inspect/personal.ts';
import { callOf, kindsOf, lookAtCall, lookAtResult, textOf } from './given.ts';

const card = '4539 1488 0343 6467';

test('a result with a number that a checksum proves is labelled, and its place is told', async () => {
  const text = `card ${card} of Ada`;
  const seen = await lookAtResult(personal, { content: [{ type: 'text', text }] });
  expect(seen.labels).toEqual(['pii']);
  expect(kindsOf(seen)).toEqual(['pii.card']);
  expect(textOf(text, seen.findings?.[0]?.span)).toBe(card);
});

test('contacts are noted and mark nothing', async () => {
  const seen = await lookAtResult(personal, { content: [{ type: 'text', text: 'ada@mail.example.org' }] });
  expect(kindsOf(seen)).toEqual(['pii.email']);
  expect(seen.labels).toBeUndefined();
});

test('what is sent is looked at as well, and marks nothing', async () => {
  const seen = await lookAtCall(personal, callOf({ note: `pay with ${card}` }));
  expect(kindsOf(seen)).toEqual(['pii.card']);
  expect(seen.labels).toBeUndefined();
  expect(await lookAtCall(personal, callOf({ note: 'nothing of anybody' }))).toEqual({});
});
