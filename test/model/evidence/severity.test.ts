import { expect, it } from 'vitest';
import { isGraver, SEVERITIES } from '../../../src/model/evidence/severity.ts';

it('orders severities from harmless to worst', () =>
  expect(SEVERITIES).toEqual(['info', 'low', 'medium', 'high', 'critical']));

it('anything is graver than nothing, and nothing graver than itself', () => {
  for (const [i, one] of SEVERITIES.entries()) {
    expect(isGraver(one, undefined)).toBe(true);
    for (const [j, other] of SEVERITIES.entries()) expect(isGraver(one, other)).toBe(i > j);
  }
});
