import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GramIndex, NO_MARKS } from '../../../src/projections/texts/gram-index.ts';
import { addGrams, Beginning, noGrams, shiftOf } from '../../../src/projections/texts/grams.ts';

const SORTS = 256;

/** Whether a text may have a word that begins with these letters: by its own grams, each asked for by itself. */
function has(text: string, letters: string): boolean {
  const grams = noGrams(SORTS);
  addGrams(grams, 1, text, 0, text.length);
  const asked: number[] = [];
  new Beginning(letters).keep({ count: 1, keep: (hash) => asked.push(hash >>> shiftOf(SORTS)) });
  return asked.every((sort) => grams[sort] === 1);
}

/** The texts that are marked, by leaf and place in it. */
function marked(index: GramIndex, letters: string, leaves: number): number[] {
  const marks = index.noMarks(NO_MARKS);
  index.mark(marks, new Beginning(letters));
  return Array.from({ length: leaves }, (_, leaf) => index.marked(marks, leaf));
}

const text = fc
  .array(fc.constantFrom('ada', 'bob', 'ada@', 'ours', 'lane', 'x', ' ', ' ', '7', 'é', '文'), { maxLength: 9 })
  .map((words) => words.join(''));

describe('the index of grams', () => {
  it('marks the texts that have them as if each were asked by itself, whatever came before and was forgotten', () => {
    const step = fc.record({ text, after: fc.nat({ max: 40 }), forgotten: fc.nat({ max: 2 }) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.constantFrom('ada', 'ada@ours', 'ours7', 'lane x', 'bo', '文é'),
        (steps, letters) => {
          const index = new GramIndex(SORTS);
          const bits: number[] = [];
          let place = 0;
          let gone = 0;
          for (const { text: one, after, forgotten } of steps) {
            place += after + 1;
            const leaf = Math.floor(place / 32);
            while (bits.length <= leaf) bits.push(0);
            gone = Math.min(gone + forgotten, leaf + 1);
            index.forget(gone);
            if (leaf < gone) continue;
            index.take(leaf, 1 << (place & 31), one, 0, one.length);
            if (has(one, letters)) bits[leaf] = (bits[leaf] ?? 0) | (1 << (place & 31));
          }
          expect(marked(index, letters, bits.length + 2)).toEqual([
            ...bits.map((one, leaf) => (leaf < gone ? 0 : one)),
            0,
            0,
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('goes on behind what was forgotten, even where that was all', () => {
    const index = new GramIndex(SORTS);
    for (const leaf of [0, 1, 2]) index.take(leaf, 1, 'ada', 0, 3);
    expect([index.size, marked(index, 'ada', 4)]).toEqual([3, [1, 1, 1, 0]]);
    index.forget(9);
    expect([index.size, marked(index, 'ada', 4)]).toEqual([0, [0, 0, 0, 0]]);
    index.take(9, 2, 'bob', 0, 3);
    index.take(11, 4, 'ada', 0, 3);
    expect([index.size, marked(index, 'ada', 12).slice(8)]).toEqual([3, [0, 0, 0, 4]]);
  });

  it('keeps again what was noted, and marks what was noted and is kept', () => {
    const index = new GramIndex(SORTS);
    for (let leaf = 0; leaf < 5; leaf++) {
      index.take(leaf, 1, leaf % 2 === 0 ? 'ada' : 'bob', 0, 3);
      index.take(leaf, 2, 'ada and bob', 0, 11);
    }
    const found: number[] = [];
    const marks = index.noMarks(NO_MARKS);
    index.search((columns) => {
      columns.note(0);
      new Beginning('ada').keep(columns);
      columns.note(3);
      found.push(columns.count);
      columns.recall(0);
      found.push(columns.count);
      new Beginning('bob').keep(columns);
      new Beginning('bob').keep({ count: 1, keep: (hash) => columns.markNoted(marks, 3, hash) });
    });
    expect(found).toEqual([4, 4, 1, 1]);
    expect(Array.from({ length: 5 }, (_, leaf) => index.marked(marks, leaf))).toEqual([2, 2, 2, 2, 2]);
  });
});
