import { expect, test } from 'vitest';
import { endOf } from '../../../src/model/structure/outline-line.ts';
import { lastEnd, saysNothing, wholeValue } from '../../../src/model/structure/outline-value.ts';

/** The line that a value ends on which begins with the first, and what it says. */
const read = (lines: string[], column = 0) => {
  const text = lines.join('\n');
  const line = { from: 0, end: endOf(text, 0), column };
  const last = lastEnd(text, line);
  if (last === undefined) return undefined;
  const value = wholeValue(text, line, last);
  expect(saysNothing(text, line, last)).toBe(value === '');
  return [text.slice(0, last).split('\n').length - 1, value];
};

test.each([
  [
    ['ada', 'to: eve'],
    [0, 'ada'],
  ],
  [
    ['ada', '  and bob', '', '  and eve', 'to: x'],
    [3, 'ada and bob  and eve'],
  ],
  [
    ['|-', '  ada', 'to: x'],
    [1, 'ada'],
  ],
  [
    ['"ada', 'to: eve"', 'x'],
    [1, 'ada to: eve'],
  ],
  [
    ["'it''s'", 'x'],
    [0, "it's"],
  ],
  [
    ['**open**', 'x'],
    [0, 'open'],
  ],
  [
    ['`a-1`', 'x'],
    [0, 'a-1'],
  ],
  [
    ['"say \\"no\\", or \\\\"', 'x'],
    [0, 'say "no", or \\'],
  ],
  [
    ["'it''", "''s x'", 'x'],
    [1, "it' 's x"],
  ],
  [
    ['**a** and **b**', 'x'],
    [0, '**a** and **b**'],
  ],
  [
    ['"Dune" by Herbert', 'x'],
    [0, '"Dune" by Herbert'],
  ],
  [
    ['', '  to: x'],
    [0, ''],
  ],
  [
    ['""', 'x'],
    [0, ''],
  ],
  [
    ['|', 'x'],
    [0, ''],
  ],
] as const)('reads %j', (lines, value) => expect(read([...lines])).toEqual(value));

test.each([[['"ada', 'to: eve']], [['"ada', 'and" more']]])('finds no end of %j', (lines) =>
  expect(read(lines)).toBeUndefined(),
);
