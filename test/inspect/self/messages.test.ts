import { expect, test } from 'vitest';
import * as messages from '../../../src/inspect/self/messages.ts';

test('each is a sentence of its own, and what only may be so is asked about', () => {
  const { ABOVE, WHAT, ...sentences } = messages;
  const all = [...Object.values(sentences), ...Object.values(ABOVE).map(({ message }) => message)];
  for (const sentence of all) expect(sentence).toMatch(/^[A-Z][^\n]+\.$/);
  expect(new Set(all).size).toBe(all.length);
  expect(Object.values(ABOVE).filter(({ severity }) => severity === 'critical')).toEqual([ABOVE.reaches]);
  expect(Object.keys(WHAT).every((kind) => kind.startsWith('self.'))).toBe(true);
});
