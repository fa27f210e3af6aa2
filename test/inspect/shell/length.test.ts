import { expect, test } from 'vitest';
import { isTooLong, LONGEST } from '../../../src/inspect/shell/length.ts';

test('a script is too long by its letters, or by what joins its commands', () => {
  expect([LONGEST, LONGEST + 1].map((length) => isTooLong('x'.repeat(length)))).toEqual([false, true]);
  for (const joint of ['|', ';', '&', '(', '}', '`', '$('])
    expect([1_000, 1_001].map((count) => isTooLong(joint.repeat(count)))).toEqual([false, true]);
});
