import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inPieces, partsOf, unstopped } from '../../../src/projections/reading/sentence-parts.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

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

test('reads a long part in pieces, in one of which any two hundred letters stand together', () => {
  const word = fc.stringMatching(/^[a-z]{1,30}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 400 }), fc.nat(), (words, at) => {
      const part = words.join(' ').padEnd(4, '.');
      const pieces = inPieces([part], 500);
      const from = at % part.length;
      const wanted = part.slice(from, from + 200);
      expect(pieces.some((piece) => piece.includes(wanted))).toBe(true);
      expect(pieces.every((piece) => piece.length <= 600 && part.includes(piece))).toBe(true);
      expect(pieces.length).toBeLessThanOrEqual(Math.ceil(part.length / 300));
      // No half of a word is taken for a word.
      for (const piece of pieces) for (const one of piece.trim().split(' ')) expect(part.split(' ')).toContain(one);
    }),
    { examples: [[['a', 'b'], 0]] },
  );
});

test('gives the last pieces, and more than asked for if there are', () => {
  const parts = ['first', 'x '.repeat(2_000), 'no', 'last'];
  const all = inPieces(parts, 500);
  expect(all[0]).toBe('first');
  expect(all.slice(-1)).toEqual(['last']);
  expect(inPieces(parts, 3)).toEqual(all.slice(-4));
  expect(inPieces(['y'.repeat(1_000)], 500).map(({ length }) => length)).toEqual([600, 600, 400]);
});

test('does linear work on hostile text', () => {
  expectLinear(HOSTILE, (text) => void inPieces([text], 500));
  expectLinear(['then', '- ', '. ', ...HOSTILE], (text) => void partsOf(text, 500));
}, 60_000);

test.each([
  [' Acme Ltd. ', 'acme ltd'],
  ['Wham!', 'wham'],
  ['a.b@c.example', 'a.b@c.example'],
  ['.', ''],
])('takes %j as parts of a text have it', (value, said) => expect(unstopped(value)).toBe(said));
