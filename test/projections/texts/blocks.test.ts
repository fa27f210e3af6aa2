import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK, Blocks, LEAF } from '../../../src/projections/texts/blocks.ts';
import { seek } from '../../../src/projections/texts/holding.ts';

/** The blocks that a value may begin in, of a text that begins at the start of a block; `how`: in which spellings. */
function blocksIn(text: string, value: string, first = 0, how = eitherIn): number[] {
  const blocks = new Blocks();
  for (let from = 0; from < text.length; from += BLOCK)
    blocks.take(first + from / BLOCK, text, from, Math.min(text.length, from + BLOCK));
  const { spellings, cut } = seek(value);
  blocks.ask(spellings, cut);
  const found: number[] = [];
  const last = first + Math.ceil(text.length / BLOCK);
  for (let block = first; block < last; block++) {
    const bits = how(blocks, Math.floor((block * BLOCK) / LEAF));
    if ((bits & (1 << (block & 31))) !== 0) found.push(block);
  }
  return found;
}

const wholeIn = (blocks: Blocks, leaf: number): number => blocks.having(leaf);
const eitherIn = (blocks: Blocks, leaf: number): number => blocks.having(leaf) | blocks.havingCut(leaf);

const noise = (length: number): string => 'it was a dark and stormy night; '.repeat(length / 32 + 1).slice(0, length);

describe('blocks', () => {
  it.each([
    ['as it is', 'grete muster', 'to grete muster!'],
    ['in groups', 'grete muster', 'gret e mu ster'],
    ['letter by letter', 'grete muster', 'g r e t e m u s t e r'],
    ['from behind', 'grete muster', 'retsum eterg'],
    ['in two parts', 'grete muster', `"grete m" and ${'then '.repeat(12)} "uster"`],
    ['with a short second part', 'ord-12', 'ord- 12'],
    ['short', 'kim', '"kim"'],
    ['very short', '42', 'number 42'],
    ['of five letters', 'grete', 'grete'],
    ['in other writings', '上海市浦东新区', '上海市浦东新区'],
    ['in other writings, in two parts', '上海市浦东新区', '上海市浦 和 东新区'],
  ])('know the block of a value that stands there %s', (_how, value, written) => {
    for (const at of [0, 1, 300, BLOCK - 1, BLOCK, 40 * BLOCK + 17]) {
      const before = at === 0 ? '' : `${noise(at - 1)} `;
      const text = `${before}${written} ${noise(2 * BLOCK)}`;
      const begins = Math.floor((at + written.search(/[^" ]/)) / BLOCK);
      const blocks = blocksIn(text, value);
      // `number 42` begins with the number.
      expect(blocks.some((block) => block === begins || block === begins + 1)).toBe(true);
      expect(blocks.length).toBeLessThan(6);
    }
  });

  it.each([31, 37, 41, 43, 47, 53, 59, 61])('know the block of a long value that is cut far behind: %i', (step) => {
    const value = Array.from({ length: 10 }, (_, i) => `k${i * step}`).join('');
    expect(blocksIn(`${value.slice(0, 32)} ${value.slice(32)}`, value)).toEqual([0]);
  });

  it('say no of a text without it, nearly always', () => {
    expect(blocksIn(noise(100 * BLOCK), 'grete muster')).toEqual([]);
    expect(blocksIn(noise(100 * BLOCK), 'ord-4711')).toEqual([]);
    expect(blocksIn('user_1 user_2 user_33 '.repeat(2_000), 'user_77')).toEqual([]);
  });

  it('never say no of a block that a value begins in', () => {
    const word = fc.stringMatching(/^[ab1 ]{2,9}$/).filter((text) => text.trim() === text && text.length >= 2);
    fc.assert(
      fc.property(word, fc.array(fc.stringMatching(/^[ab1 "]{0,200}$/), { maxLength: 12 }), (value, parts) => {
        const text = parts.join(value);
        const { isIn, isCutIn } = seek(value);
        const blocks = blocksIn(text, value);
        const whole = blocksIn(text, value, 0, wholeIn);
        for (let from = 0; from < text.length; from += BLOCK) {
          const to = Math.min(text.length, from + BLOCK);
          if (!isIn(text, from, to)) continue;
          expect(blocks).toContain(from / BLOCK);
          // Where no whole spelling may begin, it is what may be split that stands there.
          if (!whole.includes(from / BLOCK)) expect(isCutIn(text, from, to)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('forget leaves, and go on behind them', () => {
    const blocks = new Blocks();
    const { spellings, cut } = seek('grete muster');
    const text = 'grete muster';
    for (const block of [0, 31, 32, 70]) blocks.take(block, text, 0, text.length);
    const known = (): number[] => {
      blocks.ask(spellings, cut);
      return [0, 1, 2, 3].map((leaf) => eitherIn(blocks, leaf));
    };
    expect(known()).toEqual([1 | (1 << 31), 1, 1 << 6, 0]);
    expect(blocks.size).toBe(3);
    blocks.forget(2);
    blocks.forget(1);
    expect(blocks.size).toBe(1);
    expect(known()).toEqual([0, 0, 1 << 6, 0]);
    blocks.take(100, text, 0, text.length);
    expect(known()).toEqual([0, 0, 1 << 6, 1 << 4]);
  });

  it('tell of each block among many what they would tell of it alone', () => {
    const VALUES = ['grete muster', 'ord-47', 'kim', '42', 'abab', `${'k1'.repeat(20)} x`];
    const piece = fc.constantFrom(...VALUES, 'gret', 'e mu', 'ster', 'o r d - 4 7', 'babaabab', ' ', ', ', 'k1k1');
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
    const later = fc.record({ text, after: fc.integer({ min: 1, max: 90 }), forgotten: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(later, { maxLength: 40 }), fc.constantFrom(...VALUES), (given, value) => {
        const { spellings, cut } = seek(value);
        const blocks = new Blocks();
        let block = -1;
        let gone = 0;
        const kept: { block: number; text: string }[] = [];
        for (const { text: one, after, forgotten } of given) {
          block += after;
          gone = Math.max(gone, Math.min(gone + forgotten, Math.floor(block / 32)));
          blocks.forget(gone);
          blocks.take(block, one, 0, one.length);
          kept.push({ block, text: one });
        }
        blocks.ask(spellings, cut);
        const tellsOf = ({ block: which }: { block: number }): boolean[] =>
          [blocks.having(Math.floor(which / 32)), blocks.havingCut(Math.floor(which / 32))].map(
            (bits) => (bits & (1 << (which & 31))) !== 0,
          );
        for (const one of kept) {
          const alone = new Blocks();
          alone.take(0, one.text, 0, one.text.length);
          alone.ask(spellings, cut);
          const isKept = one.block >= gone * 32;
          expect(tellsOf(one)).toEqual([isKept && alone.having(0) !== 0, isKept && alone.havingCut(0) !== 0]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
