import { expect, test } from 'vitest';
import { lastLine, wholeValue } from '../../../src/model/structure/outline-value.ts';

const read = (lines: string[], column = 0) => {
  const value = lines[0] ?? '';
  const last = lastLine(lines, { value, column }, 0);
  return last === undefined ? undefined : [last, wholeValue(lines, value, 0, last)];
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
] as const)('reads %j', (lines, value) => expect(read([...lines])).toEqual(value));

test.each([[['"ada', 'to: eve']], [['"ada', 'and" more']]])('finds no end of %j', (lines) =>
  expect(read(lines)).toBeUndefined(),
);
