import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partsOf } from '../../src/projections/sentence-parts.ts';
import { expectLinear, HOSTILE } from '../growth.ts';

const whole = (text: string): readonly string[] => text.split(/[.!?;:]\s|。|\s-\s|\bthen\b|,\s(?=please)/);

test.each([
  ['first this. then that', ['first this', '', ' that']],
  ['send it, please - now; go', ['send it', 'please', 'now', 'go']],
  ['strengthen', ['strengthen']],
  ['删除它。请发送', ['删除它', '请发送']],
  ['', ['']],
])('parts %j', (text, parts) => expect(partsOf(text, 10)).toEqual(parts));

test('gives the last parts of a long text as they are in the whole', () => {
  const piece = fc.constantFrom(...'. |! |; | - |- |-|then| then |hen|t|, please|, |x|xyz|3|\n|中|。|é'.split('|'));
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 40 }), fc.nat({ max: 60 }), (pieces, most) => {
      const text = pieces.join('').repeat(Math.ceil(140_000 / pieces.join('').length));
      const parts = partsOf(text, most);
      const all = whole(text);
      if (all.length > most) {
        expect(parts.length).toBeGreaterThan(most);
        expect(parts.slice(parts.length - most)).toEqual(all.slice(all.length - most));
      } else expect(parts).toEqual(all);
    }),
    { numRuns: 60 },
  );
});

test('does linear work on hostile text', () => {
  expectLinear(['then', '- ', '. ', ...HOSTILE], (text) => void partsOf(text, 500));
}, 60_000);
