import { MIXED, OTHER, unmixedWord } from './respelled.ts';
import { partsOf } from './sentence-parts.ts';

/** Behind the digits of a number in two halves something goes on: without it no word that says so need be looked for. */
const HALVED = /\d,? /;
/** How many parts of a text are read again. */
const MOST = 100;
/** Letters by their numbers, as in addresses: fewer of them are a single sign, or one letter of another script. */
const PERCENT = /(?:%[\da-f]{2}){4,}/g;
/** The digits of one number, and words that say that others are the rest of it. */
const HALVES =
  /(\+?\d[\d ]{1,14})((?:, | )(?:[^\d.;!?]{0,60} )?(?:half|rest of|remaining|goes on|going on|continue[sd]?|follow(?:ed|s)|hälfte|weiter|gefolgt|moitié|suite|suivie?|mitad|seguido)\b[^\d.;!?]{0,20}?)(\d[\d ]{1,14})/g;
const HALF =
  'half|rest of|remaining|goes on|going on|continue|follow|hälfte|weiter|gefolgt|moitié|suite|suivi|mitad|seguido'.split(
    '|',
  );

/**
 * Sentences of a plain text in which a value is spelled otherwise than it is used, each once more as whoever reads it takes it, and
 * with what stands just before and behind: a number told in two halves, a name with a look-alike letter, a path by the numbers of
 * its letters.
 */
export function undisguised(plain: string): string {
  const isHalved = HALVED.test(plain) && HALF.some((word) => plain.includes(word)) && plain.search(HALVES) >= 0;
  if (!isHalved && !OTHER.test(plain) && !(plain.includes('%') && plain.search(PERCENT) >= 0)) return '';
  const parts = partsOf(plain, MOST);
  const again: string[] = [];
  for (let i = 0; i < parts.length && again.length < MOST; i++) {
    const part = parts[i] as string;
    const read = spelled(part);
    if (read !== part) again.push([parts[i - 1], read, parts[i + 1]].filter((one) => one !== undefined).join('. '));
  }
  return again.length === 0 ? '' : `. ${again.join('. ')}`;
}

const spelled = (part: string): string =>
  part
    .replace(PERCENT, numbered)
    .replace(MIXED, (word) => unmixedWord(word) ?? word)
    .replace(
      HALVES,
      (_, first: string, between: string, second: string) => `${joined(first, second)}${between.replace(/\S+$/, '')}`,
    );

const joined = (first: string, second: string): string => first.replaceAll(' ', '') + second.replaceAll(' ', '');

function numbered(run: string): string {
  try {
    return decodeURIComponent(run).toLowerCase();
  } catch {
    // Not every byte is a letter.
    return run;
  }
}
