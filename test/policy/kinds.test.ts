import { expect, it } from 'vitest';
import { FINDING_KINDS } from '../../src/policy/kinds.ts';

it('names each kind once', () => {
  expect(new Set(FINDING_KINDS).size).toBe(FINDING_KINDS.length);
});
