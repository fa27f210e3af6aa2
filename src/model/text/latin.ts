/** Letters that are one with their mark, or two in one, and that Unicode does not take apart. */
const LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    ẞ: 'SS',
    æ: 'ae',
    Æ: 'AE',
    œ: 'oe',
    Œ: 'OE',
    ø: 'o',
    Ø: 'O',
    đ: 'd',
    Đ: 'D',
    ð: 'd',
    Ð: 'D',
    ħ: 'h',
    Ħ: 'H',
    ł: 'l',
    Ł: 'L',
    þ: 'th',
    Þ: 'Th',
    ı: 'i',
  }),
);

/**
 * A name in plain Latin letters, as far as it has such: `Größe` becomes `Grosse`. Letters of other scripts stay. Two names
 * can become one by it: who names things by it has to look for that.
 */
export function latinName(name: string): string {
  if (/^[ -~]*$/.test(name)) return name;
  return name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^ -~]/gu, (letter) => LETTERS.get(letter) ?? letter);
}
