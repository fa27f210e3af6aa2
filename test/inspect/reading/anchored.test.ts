import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Anchored, tryAnchored } from '../../../src/inspect/reading/anchored.ts';
import { signsOf } from '../../../src/model/text/runs.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const FORM = /(?<!\w)\w{1,8}@\w+/;
const plain: Anchored = { sign: '@', before: signsOf(/\w/), longest: 8, form: new RegExp(FORM, 'y') };

function found(text: string, anchored = plain, most = Number.POSITIVE_INFINITY): (readonly [string, number])[] {
  const hits: (readonly [string, number])[] = [];
  for (let at = 0; at >= 0; ) at = tryAnchored(text, anchored, at, (hit, start) => hits.push([hit, start]) < most);
  return hits;
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
  expect(tryAnchored('@'.repeat(10_000), plain, 0, () => true)).toBe(4_096);
});

it('does linear work on hostile text', () => {
  expectLinear([...HOSTILE, '@', 'a@', 'aaaaaaaa@'], (text) => {
    found(text);
  });
});
