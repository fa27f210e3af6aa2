import { expect, it } from 'vitest';
import { name, role } from '../../src/config/word.ts';

it.each(['a', 'A-1', 'my_server', '0x'])('%s is a name', (text) => {
  expect(name.safeParse(text).success).toBe(true);
});

it.each(['', '_a', '-a', 'a__b', 'a.b', 'a b', 'ä', 'x'.repeat(41)])('%j is none', (text) => {
  expect(name.safeParse(text).success).toBe(false);
});

it('takes the roles of the model and no others', () => {
  expect(role.safeParse('destination').success).toBe(true);
  expect(role.safeParse('goal').success).toBe(false);
});
