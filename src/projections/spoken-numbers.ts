/** Digits as they are said. */
const DIGITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ zero: '0', oh: '0', o: '0', nought: '0', one: '1', two: '2', three: '3', four: '4', five: '5' },
    ...{ six: '6', seven: '7', eight: '8', nine: '9' },
  }),
);
const WORD = `(?:${[...DIGITS.keys()].join('|')})`;
const SAID = `(?:(?:double|triple) )?${WORD}`;
/** A number of eight to twenty-eight words: fewer are a price or a code, and no account or telephone has more. */
const NUMBER = new RegExp(`(?<![\\p{L}\\p{N}])(plus )?${SAID}(?:[ ,.–-]{1,3}${SAID}){6,27}(?![\\p{L}\\p{N}])`, 'gu');
const ONE = new RegExp(`(double |triple )?(?<!\\p{L})(${WORD})(?!\\p{L})`, 'gu');
/** Those that few texts have several of. */
const SIGNS = ['zero', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** A number has so many of them at least. */
const FEWEST_SIGNS = 2;
const FEWEST_DIGITS = 8;

/** The numbers that a plain text says digit by digit, as digits: `plus four four, two zero, double seven …`. */
export function spokenNumbers(plain: string): string {
  if (!mayHave(plain)) return '';
  let out = '';
  for (const [said, plus] of plain.matchAll(NUMBER)) {
    let digits = '';
    for (const [, often, word = ''] of said.matchAll(ONE))
      digits += (DIGITS.get(word) ?? '').repeat(often === undefined ? 1 : often === 'double ' ? 2 : 3);
    if (digits.length >= FEWEST_DIGITS) out += ` ${plus === undefined ? '' : '+'}${digits} `;
  }
  return out;
}

function mayHave(plain: string): boolean {
  let count = 0;
  for (const sign of SIGNS) if (plain.includes(sign) && ++count >= FEWEST_SIGNS) return true;
  return false;
}
