/** A value of fewer letters than this stands everywhere: only one that is marked as a value counts. */
const SHORT = 4;
/** A value of fewer letters is not looked for in pieces: pieces of it stand everywhere. */
const WHOLE = 6;
/** The beginning of a value, by which it is found; and a group of letters. */
const PIECE = 4;
/** How far apart the parts of a value that was cut in two may stand. */
const APART = 80;
/** Places looked at. A text that has more of them is made to be searched for long: it is taken to hold the value. */
export const TRIES = 1_000;

const ACCOUNT = /^[a-z]{2}\d{2}[a-z\d]{10,30}$/;
const GROUPED = /^[a-z]{2}\d{2}(?:[ .-][a-z\d]{4}){2,7}(?:[ .-][a-z\d]{1,4})?$/;
/** A name made of words. They stand in any text about it: `docs-retry-max` in `Docs: wrong --retry-max`. */
const WORDS = /^[a-z]+(?:[-_ ][a-z]+)+$/;
const GAP = /[-_ ]/;

const isLetter = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || code > 127;

/**
 * Whether a value stands in a text as a word of its own, or in what begins in a part of the text. Both are plain, as
 * `plainText` makes them.
 */
export function stands(text: string, value: string, from = 0, to = text.length): boolean {
  const looked = upTo(text, to, value.length);
  let at = looked.indexOf(value, from);
  for (let tries = 0; at >= 0; at = looked.indexOf(value, at + 1)) {
    if (!isLetter(text.charCodeAt(at - 1)) && !isLetter(text.charCodeAt(at + value.length))) return true;
    if (++tries >= TRIES) return true;
  }
  return false;
}

/** A text as far as something of some length may stand that begins before a place. */
const upTo = (text: string, to: number, length: number): string =>
  to < text.length ? text.slice(0, to + length - 1) : text;

/** A value as it is looked for. */
export interface Sought {
  /** Its spellings that may stand in a text as words. */
  readonly spellings: readonly string[];
  /** What may stand in two parts, if anything. */
  readonly cut: string | undefined;
  /** Whether a text holds it, or what begins in a part of the text does. */
  readonly isIn: (text: string, from?: number, to?: number) => boolean;
}

/**
 * Tells of texts whether they hold a value: as it is, letter by letter, in groups, from behind or cut in two. Texts and
 * value are plain. What the value looks like in each form is made once, for many texts.
 */
export function seek(given: string): Sought {
  // An account is the same in whatever groups.
  const value = GROUPED.test(given) ? given.replace(/[ .-]/g, '') : given;
  const spellings = [value];
  if (value.length < SHORT)
    return { spellings, cut: undefined, isIn: (text, from, to) => isMarked(text, value, from, to) };
  if (value.length < WHOLE)
    return { spellings, cut: undefined, isIn: (text, from, to) => stands(text, value, from, to) };
  let apart = '';
  let backwards = '';
  let inGroups = '';
  let count = 0;
  for (const letter of value) {
    if (letter !== ' ') apart += apart === '' ? letter : ` ${letter}`;
    backwards = letter + backwards;
    inGroups += count > 0 && count % PIECE === 0 ? ` ${letter}` : letter;
    count++;
  }
  const first = value.slice(0, PIECE);
  spellings.push(inGroups, apart, backwards);
  const otherwise = ACCOUNT.test(value) ? ['-', '.'].map((sign) => inGroups.replaceAll(' ', sign)) : [];
  spellings.push(...otherwise);
  return {
    spellings,
    cut: value,
    isIn: (text, from = 0, to = text.length) =>
      (upTo(text, to, PIECE).includes(first, from) &&
        (stands(text, value, from, to) ||
          stands(text, inGroups, from, to) ||
          otherwise.some((one) => stands(text, one, from, to)) ||
          isCut(text, value, from, to))) ||
      stands(text, apart, from, to) ||
      stands(text, backwards, from, to),
  };
}

/** A short value counts where it is quoted, or named as one. */
function isMarked(text: string, value: string, from = 0, to = text.length): boolean {
  const looked = upTo(text, to, value.length);
  let at = looked.indexOf(value, from);
  for (let tries = 0; at >= 0; at = looked.indexOf(value, at + 1)) {
    if (++tries >= TRIES) return true;
    if (isLetter(text.charCodeAt(at - 1)) || isLetter(text.charCodeAt(at + value.length))) continue;
    if (MARK.test(text.slice(Math.max(0, at - 16), at))) return true;
  }
  return false;
}

const MARK = /(?:\b(?:id|no|nr|number|file|item)\b[^a-z0-9]{0,4}|['"#(])$/;

/** Whether a text gives a value in two parts, one soon after the other. */
function isCut(text: string, value: string, from: number, to: number): boolean {
  const looked = upTo(text, to, PIECE);
  const first = value.slice(0, PIECE);
  const isWords = WORDS.test(value);
  let at = looked.indexOf(first, from);
  for (let tries = 0; at >= 0; at = looked.indexOf(first, at + 1)) {
    let same = PIECE;
    while (same < value.length && text[at + same] === value[same]) same++;
    const rest = value.slice(same);
    const isBetween = isWords && GAP.test(value.slice(same - 1, same + 1));
    if (rest.length >= 2 && !isBetween && stands(text.slice(at + same, at + same + APART + rest.length), rest))
      return true;
    if (++tries >= TRIES) return true;
  }
  return false;
}
