import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAF } from '../../../src/projections/texts/blocks.ts';
import { seek } from '../../../src/projections/texts/holding.ts';
import { Texts } from '../../../src/projections/texts/texts.ts';
import { HOSTILE } from '../../growth.ts';

/** Texts numbered in their order, of which the first are forgotten. */
function having(texts: readonly string[], forgotten = 0): Texts<number> {
  const all = new Texts<number>();
  for (const [i, text] of texts.entries()) all.add(text, i);
  for (let i = 0; i < forgotten; i++) all.forget();
  return all;
}

const everyone = (): boolean => true;
const find = (texts: Texts<number>, value: string, isAsked: (source: number) => boolean = everyone): number[] =>
  texts.find(seek(value), 4, isAsked).map(({ source }) => source);

/** What is found by looking through all of them, the latest first. */
function scan(texts: readonly string[], value: string, isAsked: (source: number) => boolean): number[] {
  const { isIn } = seek(value);
  return texts
    .flatMap((text, i) => (isAsked(i) && isIn(text) ? [i] : []))
    .reverse()
    .slice(0, 4);
}

/** Asks until all is in the index. */
function ask(texts: Texts<number>): void {
  for (let i = 0; i < 40; i++) find(texts, 'nobody has this');
}

const FILLER = 'it was a dark and stormy night; the rain fell in torrents. '.repeat(40);

describe('texts', () => {
  it('are found, the latest first, before they are in the index and behind', () => {
    const texts = having([FILLER, 'to grete muster', FILLER, 'grete muster', `${FILLER} grete muster`, 'bye']);
    for (let i = 0; i < 60; i++) expect(find(texts, 'grete muster')).toEqual([4, 3, 1]);
  });

  it('are found exactly as by looking through all of them', () => {
    const VALUES = ['grete muster', 'ord-4711', 'ord-47', 'kim', '42', 'abab', 'ababab', 'upper hall 7'];
    const piece = fc.oneof(
      fc.constantFrom(...VALUES),
      fc.constantFrom('gret e mu ster', 'retsum eterg', '1174-dro', 'o r d - 4 7 1 1', '"42', 'number 42', '#kim'),
      fc.constantFrom('grete', ' m', 'muster', 'uster', 'ord-', '4711', '11', ' 47', 'ababa', 'upper ', 'hall 7', 'ba'),
      fc.constantFrom(' ', ' ', '. ', '"', 'x', '送到', '한', '。', '”', 'é', 'я'),
      fc.nat({ max: 700 }).map((length) => FILLER.slice(0, length)),
      fc
        .tuple(fc.constantFrom('ab', 'ord-', 'kim', 'ababab ', '42'), fc.nat({ max: 1_300 }))
        .map(([one, times]) => one.repeat(times)),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 12 }),
        fc.array(text, { maxLength: 4 }),
        fc.nat({ max: 12 }),
        fc.nat({ max: 14 }),
        (first, later, forgotten, until) => {
          const all = [...first, ...later];
          const gone = Math.min(forgotten, Math.max(0, first.length - 1));
          const texts = having(first, gone);
          ask(texts);
          // What comes later is looked through until it is asked for often.
          for (const [i, one] of later.entries()) texts.add(one, first.length + i);
          for (let times = 0; times < 2; times++) {
            for (const value of VALUES)
              for (const limit of [all.length, until]) {
                const isAsked = (source: number): boolean => source <= limit;
                expect(find(texts, value, isAsked)).toEqual(
                  scan(all, value, (source) => source >= gone && isAsked(source)),
                );
              }
            ask(texts);
          }
        },
      ),
      { numRuns: 150 },
    );
  }, 120_000);

  it('cost no more to ask, however many there are', () => {
    const work = (count: number): number => {
      const texts = having(Array.from({ length: count }, (_, i) => `${FILLER} ord-${i}x ${FILLER}`));
      ask(texts);
      const before = texts.looked;
      expect(find(texts, 'grete muster')).toEqual([]);
      expect(find(texts, `ord-${count - 1}x`)).toEqual([count - 1]);
      return texts.looked - before;
    };
    expect(work(10)).toBeLessThan(5_000);
    expect(work(200)).toBeLessThan(5_000);
  });

  it('take no more room for the index than what is kept needs', () => {
    const texts = new Texts<number>();
    for (let i = 0; i < 200; i++) {
      texts.add(FILLER, i);
      if (texts.count > 20) texts.forget();
      ask(texts);
      expect(texts.leaves).toBeLessThanOrEqual(Math.ceil(texts.size / LEAF) + 1);
    }
  });

  it('are looked at only where a value may begin, however long they are', () => {
    const texts = having([`${`${FILLER} the ord-`.repeat(40)}${FILLER} 4711`, `${FILLER} ord-4711`]);
    ask(texts);
    const before = texts.looked;
    expect(find(texts, 'ord-4711')).toEqual([1]);
    expect(texts.looked - before).toBeLessThan(2_000);
  });

  it('are forgotten where they held something too often as well', () => {
    const texts = having(['ababab '.repeat(1_000), FILLER, FILLER]);
    ask(texts);
    expect(find(texts, 'abababx')).toEqual([0]);
    texts.forget();
    expect(find(texts, 'abababx')).toEqual([]);
  });

  it('are looked at twice at most for one question, and once for the index, whatever stands in them', () => {
    for (const seed of [...HOSTILE, 'aaaa', 'ab', 'grete ', 'gret', 'grete m uste ', '42', ' 42', 'de ']) {
      for (const size of [3_000, 48_000]) {
        const text = seed.repeat(Math.ceil(size / seed.length));
        const texts = having([text, text.slice(1), text]);
        const total = 3 * text.length;
        for (const value of ['grete muster', 'aaaaaaaaaaaa', 'ababababab', '42', 'de', 'gret', seed.repeat(3)].filter(
          (one) => one.length > 1,
        ))
          for (let i = 0; i < 6; i++) {
            const before = texts.looked;
            find(texts, value);
            expect(texts.looked - before).toBeLessThanOrEqual(3 * total);
          }
      }
    }
  });

  it('forget the oldest, and hold nothing of them', () => {
    const texts = having(['grete muster', FILLER, FILLER, 'grete muster']);
    ask(texts);
    expect(find(texts, 'grete muster')).toEqual([3, 0]);
    texts.forget();
    expect(texts.count).toBe(3);
    expect(texts.oldest?.source).toBe(1);
    expect(texts.size).toBe(2 * FILLER.length + 12);
    expect(find(texts, 'grete muster')).toEqual([3]);
    for (let i = 0; i < 3; i++) texts.forget();
    expect([texts.count, texts.size, texts.oldest]).toEqual([0, 0, undefined]);
    expect(find(texts, 'grete muster')).toEqual([]);
    texts.add('grete muster', 9);
    expect(find(texts, 'grete muster')).toEqual([9]);
  });
});
