import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ownedText } from '../../../src/projections/reading/owned-text.ts';

it('is the same text, whatever stands in it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void expect(ownedText(text)).toBe(text)));
  fc.assert(fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => void expect(ownedText(text)).toBe(text)));
  expect(ownedText('\ud800x')).toBe('\ud800x');
});

it.each([20, 511, 512, 5_000])('of %i letters keeps no longer text alive', (length) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = used();
  const kept = Array.from({ length: 100 }, (_, i) =>
    ownedText(
      Buffer.alloc(200_000, 97 + (i % 26))
        .toString('latin1')
        .slice(10, 10 + length),
    ),
  );
  expect(used() - before).toBeLessThan(5_000_000);
  expect(kept.every((text) => text.length === length)).toBe(true);
});
