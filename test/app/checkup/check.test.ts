import { expect, it } from 'vitest';
import { bad, doubtful, good, skipped } from '../../../src/app/checkup/check.ts';

it('what is not good says what can be done about it', () => {
  expect([good('node', 'x'), skipped('node', 'x')]).toEqual([
    { about: 'node', state: 'good', found: 'x' },
    { about: 'node', state: 'skipped', found: 'x' },
  ]);
  expect([doubtful('clock', 'x', 'y'), bad('clock', 'x', 'y')]).toEqual([
    { about: 'clock', state: 'doubtful', found: 'x', action: 'y' },
    { about: 'clock', state: 'bad', found: 'x', action: 'y' },
  ]);
});
