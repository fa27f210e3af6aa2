import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hiddenText } from '../../../src/inspect/detectors/unicode.ts';
import { finish, PIECE } from '../../../src/model/steps.ts';
import {
  ANY_INVISIBLE,
  eachInvisible,
  INVISIBLE,
  PARTS_LETTERS,
  unitsOf,
  withoutInvisible,
} from '../../../src/model/text/invisible.ts';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { UNSHOWN } from '../../../src/model/text/unshown.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const all = new RegExp(`^(?:${ANY_INVISIBLE})$`);
const characters = Array.from({ length: 0xe0400 }, (_, code) => code)
  .filter((code) => (code < 0xd800 || code > 0xdfff) && (code < 0x10000 || code >= 0xe0000))
  .map((code) => String.fromCodePoint(code))
  .filter((character) => all.test(character));

describe('characters that show nothing', () => {
  it('are those that Unicode says to ignore, and none that can be seen', () => {
    expect(characters.length).toBeGreaterThan(1_000);
    expect(
      characters.filter(
        (character) =>
          /[\p{L}\p{N}\p{P}\p{S}\p{Z}]/u.test(character) && !/\p{Default_Ignorable_Code_Point}/u.test(character),
      ),
    ).toEqual([]);
    expect([...'a1.€ é\n\t漢😀'].some((character) => all.test(character))).toBe(false);
  });

  it('are the same to everybody who reads a text', () => {
    for (const character of characters) {
      const code = character.codePointAt(0)?.toString(16);
      expect([code, plainText(`a${character}b`)]).toEqual([code, 'ab']);
      expect([code, `a${character}b`.replace(UNSHOWN, '')]).toEqual([code, 'ab']);
      // An Arabic mark makes a text one in which marks of direction have a use.
      if (character !== '\u061c')
        expect([code, hiddenText.find(`now ${character.repeat(8)} then`).length]).toEqual([code, 1]);
    }
  });

  it('part letters, some of them', () => {
    const parting = new RegExp(`^[${PARTS_LETTERS}]$`);
    expect(characters.filter((character) => parting.test(character))).toHaveLength(9);
  });
});

describe('unitsOf', () => {
  it.each([INVISIBLE, PARTS_LETTERS])('has what the set %s has, and nothing else', (set) => {
    const member = new RegExp(`[${set}]`);
    const units = unitsOf(set);
    const wrong = Array.from({ length: 0x1_0000 }, (_, unit) => unit).filter(
      (unit) => member.test(String.fromCharCode(unit)) !== (units[unit] === 1),
    );
    expect(wrong).toEqual([]);
  });
});

/** Short texts, and long ones that are parted anywhere in what shows nothing. */
const texts = fc
  .tuple(
    fc.array(
      fc.constantFrom(
        ...'aé会1 \u00ad\u200b\u3164\ufe0f\ud83d\ude00\udb40\udc41\udfff'.split(''),
        '\udb40\udc41',
        'b'.repeat(130),
      ),
      { minLength: 1, maxLength: 30 },
    ),
    fc.constantFrom(0, PIECE / 4, PIECE, PIECE * 2),
    fc.nat(40),
  )
  .map(([parts, from, shift]) => {
    const end = parts.join('');
    const before = end.repeat(Math.ceil(from / end.length)).slice(0, Math.max(0, from - shift));
    return before + end;
  });
const each = new RegExp(ANY_INVISIBLE, 'g');

describe('withoutInvisible', () => {
  it('leaves what shows something, wherever a long text is parted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(withoutInvisible(text) === text.replace(each, '')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('does linear work', () => {
    expectLinear([...HOSTILE, '\u200b', '\udb40', '\udb40\udc41'], withoutInvisible);
  }, 60_000);
});

describe('eachInvisible', () => {
  it('tells every run once and whole, wherever a long text is parted', () => {
    const run = new RegExp(`(?:${each.source})+`, 'g');
    fc.assert(
      fc.property(texts, (text) => {
        const found: number[] = [];
        finish(eachInvisible(text, (start, end) => found.push(start, end)));
        const all = [...text.matchAll(run)].flatMap(({ 0: hit, index }) => [index, index + hit.length]);
        expect(found.join() === all.join()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('pauses in a long text', () => {
    let pauses = 0;
    for (const steps = eachInvisible('a\u200b'.repeat(PIECE), () => undefined); steps.next().done !== true; ) pauses++;
    expect(pauses).toBe(7);
  });
});
