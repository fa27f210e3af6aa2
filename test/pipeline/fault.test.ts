import { expect, it } from 'vitest';
import { faultOf, lastResort, withFault } from '../../src/pipeline/fault.ts';
import { NOTHING } from './sample.ts';

it('names who failed and how, whatever was thrown', () => {
  expect(faultOf('x', new Error('m'))).toEqual({ inspector: 'x', message: 'm' });
  expect(faultOf('x', 7)).toEqual({ inspector: 'x', message: '7' });
});

it('adds to the evidence and changes none of it', () => {
  expect(withFault(NOTHING, faultOf('x', 'm')).faults).toHaveLength(1);
  expect(NOTHING.faults).toEqual([]);
});

it('denies in both phases', () => {
  expect([lastResort('call').effect, lastResort('result').effect]).toEqual(['deny', 'deny']);
});
