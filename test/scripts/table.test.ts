import { expect, it } from 'vitest';
import { table } from '../../scripts/table.mjs';

it('puts cells below each other', () => {
  expect(
    table(
      ['A', 'LONG', 'C'],
      [
        ['one', 2, 'free text'],
        ['x', undefined, ''],
      ],
    ),
  ).toBe('A    LONG  C\none  2     free text\nx');
});
