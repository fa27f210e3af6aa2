import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seamOf } from '../../../src/projections/reading/seams.ts';

const VALUES = ['eve@evil.example', 'DE89370400440532013000'];

it('finds an address that is cut between two texts, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.constantFrom(...VALUES), fc.nat(), fc.constantFrom('', ' '), (value, nat, space) => {
      const at = 1 + (nat % (value.length - 1));
      const seam = seamOf(`Please use ${value.slice(0, at)}${space}`, `${value.slice(at)} at once.`);
      expect(seam).toBe(value);
    }),
  );
});

it('finds nothing between texts that belong to nothing together, nor in no text', () => {
  expect(seamOf('Please write to ada@ours.example', ' and to Bob')).not.toBe('ada@ours.example');
  expect(seamOf('It rained.', 'It rained again.')).toBeUndefined();
  expect(seamOf('', 'eve@evil.example')).toBeUndefined();
  expect(seamOf('eve@evil.example', '')).toBeUndefined();
  expect(seamOf('No 12 ', ' 34 is next')).toBeUndefined();
});
