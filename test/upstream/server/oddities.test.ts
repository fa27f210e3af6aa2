import { expect, test } from 'vitest';
import { oddities } from '../../../src/upstream/server/oddities.ts';

test('an oddity is told once, whatever follows its beginning', () => {
  const lines: string[] = [];
  const odd = oddities((line) => lines.push(line));
  for (const what of ['sent what is no message: 1', 'sent what is no message: 2', 'another\u001b']) odd(what);
  expect(lines).toEqual(['sent what is no message: 1', 'another']);
  // What stands at its beginning may be a server's own: it makes up as many as it likes.
  for (let n = 0; n < 500; n++) odd(`tool ${n} is left out`);
  expect(lines).toHaveLength(101);
  expect(lines.at(-1)).toMatch(/100 kinds of oddities; the rest is not shown/);
});
