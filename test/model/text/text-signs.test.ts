import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entitiesOf } from '../../../src/model/entity.ts';
import {
  HAS_AT,
  HAS_CAPITALS,
  HAS_HINTS,
  HAS_LOOSE_SPACE,
  HAS_LOW_LINE,
  HAS_MARKS,
  HAS_MORE,
  HAS_OTHER,
  HAS_STEP,
  HAS_WIDE,
  signsIn,
} from '../../../src/model/text/text-signs.ts';
import { wordy } from '../wordy.ts';

test.each([
  ['ada lee', HAS_MORE],
  ['Ada', HAS_CAPITALS],
  [' ada', HAS_LOOSE_SPACE | HAS_MORE],
  ['ada ', HAS_LOOSE_SPACE | HAS_MORE],
  ['ada  lee', HAS_LOOSE_SPACE | HAS_MORE],
  ['中文 かな é й 한', HAS_MORE],
  ['中，', HAS_WIDE | HAS_MORE],
  ['Ｂ', HAS_WIDE | HAS_CAPITALS | HAS_MORE],
  ['a\tb', HAS_OTHER | HAS_MORE],
  ['e\u0301', HAS_OTHER | HAS_MORE],
  ['中\u3000文', HAS_OTHER | HAS_MORE],
  ['ÉÜ Й', HAS_CAPITALS | HAS_MORE],
  ['“a” — ‘b’', HAS_MORE],
  ['Ё×', HAS_OTHER | HAS_MORE],
  ['a sentence.', HAS_MORE],
  ['ours.example', HAS_HINTS],
  ['1', HAS_HINTS],
  ['fish & chips (hot)', HAS_MARKS | HAS_MORE],
  ['@', HAS_HINTS | HAS_MARKS | HAS_AT],
  ['https://b-2', HAS_HINTS | HAS_STEP],
])('of %j are %i', (text, signs) => expect(signsIn(text)).toBe(signs));

const signs = Array.from({ length: 0x1_0000 }, (_, code) => String.fromCharCode(code));

test('take every sign that has another spelling for one that has', () => {
  const spelled = (text: string): string => text.normalize('NFKC').toLowerCase();
  const single = signs.filter(
    (sign) => (signsIn(`x${sign}x`) & ~(HAS_HINTS | HAS_MARKS | HAS_MORE | HAS_AT | HAS_STEP)) === 0,
  );
  expect(single.length).toBeGreaterThan(39_000);
  expect(single.filter((sign) => spelled(sign) !== sign)).toEqual([]);
  const wide = signs.filter((sign) => (signsIn(sign) & HAS_WIDE) !== 0);
  expect(wide.filter((sign) => !/^[\x21-\x7e]$/.test(spelled(sign)))).toEqual([]);
  const capitals = signs.filter((sign) => (signsIn(`x${sign}x`) & ~HAS_MORE) === HAS_CAPITALS);
  expect(capitals.length).toBe(26 + 30 + 32);
  expect(capitals.filter((sign) => spelled(sign) !== sign.toLowerCase())).toEqual([]);
  // None joins what stands before it.
  const before = [...'azAZéиかはウ가각ᄀ\u0928'];
  const joins = (sign: string): boolean =>
    before.some((one) => (one + sign).normalize('NFKC') !== one.normalize('NFKC') + sign.normalize('NFKC'));
  expect([...single, ...wide, ...capitals].filter(joins)).toEqual([]);
});

test('hint at every text that has an entity', () => {
  fc.assert(
    fc.property(wordy, (text) => {
      if (entitiesOf(text).length > 0) expect(signsIn(text) & HAS_HINTS).not.toBe(0);
    }),
    { numRuns: 2_000 },
  );
});

test('are those of the text that is asked about, whichever was asked about before', () => {
  const texts = ['', 'Ada', 'ada', 'sp_x', '', 'a  b', 'Ada'];
  expect(texts.map(signsIn)).toEqual([
    HAS_LOOSE_SPACE,
    HAS_CAPITALS,
    0,
    HAS_LOW_LINE,
    HAS_LOOSE_SPACE,
    HAS_LOOSE_SPACE | HAS_MORE,
    HAS_CAPITALS,
  ]);
});
