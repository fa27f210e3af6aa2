import { expect, it } from 'vitest';
import { mintAdmitted, mintSettled } from '../../src/journal/mint.ts';
import { ALLOW, answer, makeCall } from './passing.ts';

it('makes keys that open once', () => {
  const call = makeCall();
  const admitted = mintAdmitted(call, ALLOW);
  expect(admitted.call).toBe(call);
  expect(admitted.decision).toBe(ALLOW);
  expect([admitted.use(), admitted.use(), admitted.use()]).toEqual([true, false, false]);
  const result = answer('x');
  const settled = mintSettled(call, ALLOW, result);
  expect(settled.result).toBe(result);
  expect([settled.use(), settled.use()]).toEqual([true, false]);
});
