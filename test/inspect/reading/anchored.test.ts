import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Anchored, tryAnchored } from '../../../src/inspect/reading/anchored.ts';
import { signsOf } from '../../../src/model/text/runs.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const FORM = /(?<!\w)\w{1,8}@\w+/;
interface Wanted {
  readonly hits: [string, number][];
  readonly most: number;
}
const plain: Anchored<Wanted> = {
  sign: '@',
  before: signsOf(/\w/),
  longest: 8,
  form: new RegExp(FORM, 'y'),
  take: ({ hits, most }, ...hit) => hits.push(hit) < most,
};

function found(text: string, anchored = plain, most = Number.POSITIVE_INFINITY): (readonly [string, number])[] {
  const wanted: Wanted = { hits: [], most };
  for (let at = 0; at >= 0; ) at = tryAnchored(wanted, text, anchored, at);
  return wanted.hits;
}

it('finds what the form finds', () => {
  const text = fc.array(fc.constantFrom('@', 'a', 'bc', ' ', '-', 'longer', '@@'), { maxLength: 40 });
  fc.assert(
    fc.property(text, (parts) => {
      const text = parts.join('');
      const hits = Array.from(text.matchAll(new RegExp(FORM, 'g')), (hit) => [hit[0], hit.index]);
      expect(found(text)).toEqual(hits);
      expect(found(text, { ...plain, notBehind: signsOf(/\w/) })).toEqual(hits);
    }),
    { numRuns: 1_000 },
  );
});

it('stops where no more is wanted, and offers a pause after many signs', () => {
  expect(found('a@b c@d e@f', plain, 2)).toEqual([
    ['a@b', 0],
    ['c@d', 4],
  ]);
  expect(tryAnchored({ hits: [], most: 1 }, '@'.repeat(10_000), plain, 0)).toBe(4_096);
});

it('does linear work on hostile text', () => {
  expectLinear([...HOSTILE, '@', 'a@', 'aaaaaaaa@'], (text) => {
    found(text);
  });
});
