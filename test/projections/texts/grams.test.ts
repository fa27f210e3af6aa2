import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addGrams, Beginning, type Grams, noGrams, shiftOf } from '../../../src/projections/texts/grams.ts';

const SORTS = 4_096;

/** The texts that may have words that begin with these letters, as bits. */
function textsIn(grams: Grams, letters: string): number {
  let all = -1;
  let asked = 0;
  new Beginning(letters).keep({
    get count() {
      return all === 0 ? 0 : 1;
    },
    keep: (hash) => {
      all &= grams[hash >>> shiftOf(SORTS)] ?? 0;
      asked++;
    },
  });
  expect(asked).toBeLessThanOrEqual(letters.length);
  return all;
}

/** Whether each of some texts may have words that begin with these letters. */
function having(texts: readonly string[], letters: string): boolean[] {
  const grams = noGrams(SORTS);
  for (const [i, text] of texts.entries()) addGrams(grams, 1 << i, text, 0, text.length);
  const bits = textsIn(grams, letters);
  return texts.map((_, i) => (bits & (1 << i)) !== 0);
}

describe('grams', () => {
  it.each(['grete muster', 'gr', '42', 'löschen', '删除文件', 'удалить', '-x', '@ada'])(
    'know where %j stands',
    (word) => {
      const texts = [word, `to ${word}`, `“${word}”`, `¿${word}?`, `\u{1f525}${word}`, `(${word}`, 'it rained all day'];
      expect(having(texts, word)).toEqual([true, true, true, true, true, true, false]);
    },
  );

  it('tell a word from the end of another', () => {
    expect(having(['the import came', 'the port came'], 'port')).toEqual([false, true]);
    expect(having(['a1b', 'b a'], 'b ')).toEqual([false, true]);
  });

  it('know nothing of a single letter, and so never say no', () => {
    expect(having(['abc', ''], 'x')).toEqual([true, true]);
  });

  it('take what begins in a part of a text, and what stands before it', () => {
    const grams = noGrams(SORTS);
    addGrams(grams, 1, 'report of ada, port of bob', 2, 9);
    expect(textsIn(grams, 'of a')).toBe(1);
    expect(textsIn(grams, 'port')).toBe(0);
    expect(textsIn(grams, 'bob')).toBe(0);
  });

  it('never say no of what a word of a text begins with', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(
        text,
        fc.stringMatching(/^[a-z0-9]{2,9}$/),
        fc.constantFrom(' ', '', '.', '—', '\u0301'),
        (before, word, gap) => {
          expect(having([`${before}${gap === '' ? ' ' : gap}${word}${before}`], word)).toEqual([true]);
        },
      ),
    );
  });
});
