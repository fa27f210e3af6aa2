import { isUnspacedLetter } from '../../model/text/unspaced.ts';

/** A shorter value occurs everywhere: it counts only if it is marked as a value. */
const SHORT = 4;
/** A shorter value is not searched for in pieces: its pieces occur everywhere. */
const WHOLE = 6;
/** The length of the prefix by which a value is searched for; and of a group of letters. */
const PIECE = 4;
/** How far apart the two parts of a split value may be. */
const APART = 80;
/**
 * How many places are examined. A text with more of them was made to be slow to search: it is taken to hold the value.
 */
export const TRIES = 1_000;

const ACCOUNT = /^[a-z]{2}\d{2}[a-z\d]{10,30}$/;
const GROUPED = /^[a-z]{2}\d{2}(?:[ .-][a-z\d]{4}){2,7}(?:[ .-][a-z\d]{1,4})?$/;
/** A name made of words, which occur in any text about it: `docs-retry-max` in `Docs: wrong --retry-max`. */
const WORDS = /^[a-z]+(?:[-_ ][a-z]+)+$/;
const GAP = /[-_ ]/;

const isLetter = (code: number): boolean =>
  code < 128 ? (code >= 48 && code <= 57) || (code >= 97 && code <= 122) : code > 0xbf && !isQuote(code);

/** Quotes, dashes and stops beyond ASCII: `“ann@ours.example”`. */
const isQuote = (code: number): boolean => (code > 0x1fff && code < 0x2070) || (code > 0x2fff && code < 0x3040);

/** Whether a letter belongs to no word with the one beside it: `发送到eve@ours.example` has no space. */
const isApart = (code: number, edge: number, length: number): boolean =>
  !isLetter(code) || (isUnspacedLetter(code) && (!isUnspacedLetter(edge) || isOfItself(code, edge, length)));

/**
 * Whether letters in a row are something of themselves though the one beside them is of their script, which parts no words:
 * `发给王小明吧`. Fewer letters stand in many words; what katakana spell goes on to the last of them.
 */
const isOfItself = (code: number, edge: number, length: number): boolean =>
  length >= (edge < CHINESE ? MANY : FEW) && !(isKatakana(code) && isKatakana(edge));
/** Scripts before this write a letter for a sound, not for a syllable or a word. */
const CHINESE = 0x3040;
const FEW = 3;
const MANY = 6;
const isKatakana = (code: number): boolean => code > 0x30a0 && code < 0x3100 && code !== 0x30fb;
/** Korean has spaces before its words: what is without one is an ending. */
const isKorean = (code: number): boolean => code > 0xabff && code < 0xd7a4;

/** Hebrew and Arabic write short words in one with what follows them: `לeve@ours.example`. */
const isBegun = (code: number, edge: number, length: number): boolean =>
  (isApart(code, edge, length) && !(isKorean(code) && isKorean(edge))) ||
  (code > 0x58f && code < 0x800 && isLatin(edge));
/** A name that is foreign to a script gets its endings: `на eve@ours.exampleе`. */
const isEnded = (code: number, edge: number, length: number): boolean =>
  isApart(code, edge, length) || (code > 0x36f && code < 0x1000 && isLatin(edge));
/** A letter of Latin, or any digit or sign of ASCII. */
const isLatin = (code: number): boolean => code < 0x250;

/**
 * Whether a value occurs as a word of its own in a text, or in something that begins within a part of the text. Both are
 * in the plain form that `plainText` makes.
 */
export function stands(text: string, value: string, from = 0, to = text.length): boolean {
  const looked = upTo(text, to, value.length);
  let at = looked.indexOf(value, from);
  for (let tries = 0; at >= 0; at = looked.indexOf(value, at + 1)) {
    if (
      isBegun(text.charCodeAt(at - 1), value.charCodeAt(0), value.length) &&
      isEnded(text.charCodeAt(at + value.length), value.charCodeAt(value.length - 1), value.length)
    )
      return true;
    if (++tries >= TRIES) return true;
  }
  return false;
}

/** The part of a text that can contain something of a given length that begins before a place. */
const upTo = (text: string, to: number, length: number): string =>
  to < text.length ? text.slice(0, to + length - 1) : text;

/** A value prepared for searching. */
export interface Sought {
  /** Spellings of it that may occur in a text as words. */
  readonly spellings: readonly string[];
  /** What may occur split in two, if anything. */
  readonly cut: string | undefined;
  /** Whether a text holds it, or something that begins within a part of the text does. */
  readonly isIn: (text: string, from?: number, to?: number) => boolean;
  /** The same of what may occur split in two alone, in one piece or in two. */
  readonly isCutIn: Sought['isIn'];
}

/**
 * Tells whether texts hold a value: verbatim, letter by letter, in groups, reversed or split in two. Texts and value are
 * in plain form. The forms of the value are computed once for many texts.
 */
export function seek(given: string): Sought {
  // An account number is the same however its digits are grouped.
  const value = GROUPED.test(given) ? given.replace(/[ .-]/g, '') : given;
  const spellings = [value];
  if (value.length < WHOLE) {
    const isThere = value.length < SHORT && !isName(value) ? isMarked : stands;
    return { spellings, cut: undefined, isIn: (text, from, to) => isThere(text, value, from, to), isCutIn: NOWHERE };
  }
  const [inGroups, apart, backwards] = otherwiseSpelled(value);
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
    isCutIn: (text, from = 0, to = text.length) =>
      upTo(text, to, PIECE).includes(first, from) && (stands(text, value, from, to) || isCut(text, value, from, to)),
  };
}

/**
 * A value in groups of letters, letter by letter, and reversed. Put together of codes: as texts, the letters would be most of the
 * cost of a search.
 */
function otherwiseSpelled(value: string): readonly [inGroups: string, apart: string, backwards: string] {
  let write = String.fromCharCode;
  const letters: number[] = [];
  const groups: number[] = [];
  const apart: number[] = [];
  for (let at = 0; at < value.length; at++) {
    const code = value.codePointAt(at) as number;
    if (code > 0xffff) {
      write = String.fromCodePoint;
      at++;
    }
    if (letters.length > 0 && letters.length % PIECE === 0) groups.push(SPACE);
    groups.push(code);
    letters.push(code);
    if (code === SPACE) continue;
    if (apart.length > 0) apart.push(SPACE);
    apart.push(code);
  }
  return [write(...groups), write(...apart), write(...letters.reverse())];
}
const SPACE = 32;

const NOWHERE = (): boolean => false;

/** In Chinese and Korean, most people's full names have three letters. */
const isName = (value: string): boolean =>
  value.length === FEW &&
  value.charCodeAt(0) > CHINESE &&
  value.charCodeAt(2) > CHINESE &&
  isUnspacedLetter(value.charCodeAt(0));

/** A short value counts if it is quoted or introduced as one. */
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
