import { describe, expect, it } from 'vitest';
import { hiddenText } from '../../../src/inspect/detectors/unicode.ts';
import { INVISIBLE, INVISIBLE_PAIR, PARTS_LETTERS } from '../../../src/model/text/invisible.ts';
import { plainText } from '../../../src/model/text/plain-text.ts';
import { UNSHOWN } from '../../../src/model/text/unshown.ts';

const all = new RegExp(`^(?:[${INVISIBLE}]|${INVISIBLE_PAIR})$`);
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
