import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wildcard } from '../../src/model/wildcard.ts';

const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*'), maxLength: 8 });

describe('wildcard', () => {
  it('matches as the regular expression that it stands for', () => {
    fc.assert(
      fc.property(letters, letters, (pattern, name) => {
        const source = pattern
          .split('*')
          .map((part) => part.replaceAll('.', '\\.'))
          .join('[^]*');
        expect(wildcard(pattern)(name)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes everything else literally', () => {
    expect(wildcard('bank.send')('bankxsend')).toBe(false);
    expect(wildcard('a(b+*')('a(b+c')).toBe(true);
  });
});
