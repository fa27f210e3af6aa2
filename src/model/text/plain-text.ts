import { PIECE, type Steps } from '../steps.ts';
import { decodeEntities, decodeEntitiesInSteps } from './decode.ts';
import { withoutInvisible, withoutInvisibleInSteps } from './invisible.ts';
import { lettersOf, MOST_LETTERS } from './letters.ts';
import { HAS_CAPITALS, HAS_LOOSE_SPACE, HAS_MARKS, HAS_OTHER, HAS_WIDE, signsBeyond, signsIn } from './text-signs.ts';

/** What looks like a hyphen and stands within words: one that does not break, as well. A dash stands between them. */
const HYPHEN = /[\u2010\u2011\u2212]/g;
/** Digits of other scripts are the same digits. */
const DIGIT = /(?!\d)\p{Nd}/gu;
const ENTITY = /&(?:#|[a-z]{2,6};)/i;
/** Applied after all space has become one space: every run is bounded. */
const AT = / ?[[({<] ?at ?[\])}>] ?|(?<=[\w-]) at (?=[\w-]{1,64}(?: dot | ?[[({<] ?dot))/g;
const BRACKETED = /[[({<] ?at ?[\])}>]/;
const BRACKETS = ['(', '[', '{', '<'];
const DOT = / ?[[({<] ?dot ?[\])}>] ?|(?<=[\w-]) dot (?=[a-z]{2})/g;
/** `https colon slash slash ours.example slash desk`. */
const SAID =
  /(?<=[a-z\d]) ?(?: colon|:) (?:forward )?slash (?:forward )?slash ([\w.-]{1,63}(?: (?:slash|dot|dash|hyphen|underscore)\b ?[\w.-]{0,63}){0,12})/g;
const SAID_SIGN = / (slash|dot|dash|hyphen|underscore)\b ?/g;
const SIGN_OF: Readonly<Record<string, string>> = { slash: '/', dot: '.', dash: '-', hyphen: '-', underscore: '_' };
/** `desk @ ours . example`: every run is bounded, and ends with what hosts end with. */
const SPACED =
  /(?<=[\w-])(?: @ ?|@ )(?=[\w-]{1,63}(?: ?\. ?[\w-]{1,63}){0,3} ?\. ?(?:com|org|net|io|co|app|dev|info|biz|example|[a-z]{2})\b)([\w-]{1,63}(?: ?\. ?[\w-]{2,63}){1,4})/g;
/** Up to this length, asking each letter tells sooner than expressions that there is nothing to do but change capitals. */
const SHORT = 128;
const MANY_SPELLINGS = HAS_OTHER | HAS_WIDE | HAS_LOOSE_SPACE;
/** How often entities inside entities are decoded; no reader of a text does it more often. */
const ROUNDS = 4;

/**
 * A text as it is searched: one spelling for everything that has many. Letters in one case and width, single spaces, nothing
 * invisible, entities and "at", "dot" and "colon slash slash" as the signs they mean. Linear in the text; the plain form of a
 * plain text is itself.
 */
export function plainText(text: string): string {
  const signs = text.length <= SHORT ? signsIn(text) : MANY_SPELLINGS;
  let plain = onePass(text, signs);
  // Most texts are words and what ends a sentence.
  if ((signs & (MANY_SPELLINGS | HAS_MARKS)) === 0)
    return plain.includes('dot') || plain.includes(SLASHES) ? withSigns(plain) : plain;
  for (let round = 1; hasEntities(plain); round++) {
    const next = onePass(undone(plain, round));
    if (next === plain) break;
    plain = next;
  }
  return withSigns(plain);
}

/** The same, with a pause after each pass. */
export function* plainTextInSteps(text: string): Steps<string> {
  let plain = yield* onePassInSteps(text);
  yield;
  for (let round = 1; hasEntities(plain); round++) {
    const said = round < ROUNDS ? yield* decodeEntitiesInSteps(plain) : plain.replaceAll('&', '');
    yield;
    const next = yield* onePassInSteps(said);
    yield;
    if (next === plain) break;
    plain = next;
  }
  return withSigns(plain);
}

const hasEntities = (plain: string): boolean => plain.includes('&') && ENTITY.test(plain);

/** What is an entity after the last round was not meant as one: it stays, without its `&`. */
const undone = (plain: string, round: number): string =>
  round < ROUNDS ? decodeEntities(plain) : plain.replaceAll('&', '');

function withSigns(text: string): string {
  let plain = text;
  const hasDot = saysDot(plain);
  // Only in brackets is "at" a sign where no "dot" follows.
  if (hasDot || (BRACKETS.some((sign) => plain.includes(sign)) && BRACKETED.test(plain)))
    plain = plain.replace(AT, '@');
  if (hasDot) plain = plain.replace(DOT, '.');
  if (plain.includes(SLASHES)) plain = plain.replace(SAID, said);
  // In a sentence a host rarely follows a space.
  return hasLooseAt(plain) ? plain.replace(SPACED, joined) : plain;
}

/** Whether a dot is spelled out: behind a space or a bracket. Within names and words there are many more of these letters. */
function saysDot(plain: string): boolean {
  for (let at = plain.indexOf('dot', 1); at > 0; at = plain.indexOf('dot', at + 1))
    if (BEFORE_DOT.includes(plain.charAt(at - 1))) return true;
  return false;
}
const BEFORE_DOT = ' [({<';

const SLASHES = 'slash ';
const said = (_: string, rest: string): string =>
  `://${rest.replace(SAID_SIGN, (_all, word: string) => SIGN_OF[word] as string)}`;

/** Whether space stands beside an `@`: there are few of these, and much space. */
function hasLooseAt(plain: string): boolean {
  for (let at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1))
    if (plain.charCodeAt(at - 1) === SPACE || plain.charCodeAt(at + 1) === SPACE) return true;
  return false;
}
const SPACE = 32;

const joined = (_: string, host: string): string => `@${host.replaceAll(' ', '')}`;

function onePass(text: string, signs = MANY_SPELLINGS): string {
  if ((signs & MANY_SPELLINGS) === 0) return (signs & HAS_CAPITALS) === 0 ? text : text.toLowerCase();
  if (text.length <= SHORT || text.length > MOST_LETTERS) return anyPass(text);
  return asciiPass(text) ?? alonePass(text, 0) ?? anyPass(text);
}

/** The same with pauses, where the text is long: what its parts are spelled with does not depend on one another. */
function* onePassInSteps(text: string): Steps<string> {
  const plain = text.length > SHORT && text.length <= MOST_LETTERS ? asciiPass(text) : undefined;
  if (plain !== undefined) return plain;
  const alone = yield* alonePassInSteps(text);
  if (alone !== undefined) return alone;
  if (!SEVERAL.test(text)) return anyPass(text);
  const all = yield* withoutInvisibleInSteps(text);
  const parts: string[] = [];
  for (let from = 0; from < all.length; yield) {
    const end = boundaryAfter(all, from + PIECE);
    parts.push(spell(all.slice(from, end)));
    from = end;
  }
  return parts.join('');
}
const SEVERAL = /[^\t-\r\x20-\x7e]/;

/**
 * Where a text can be cut, at or behind a place: between two letters of which neither joins what stands before it, nor changes
 * what another is spelled with.
 */
function boundaryAfter(text: string, at: number): number {
  BOUNDARY.lastIndex = at;
  return BOUNDARY.test(text) ? BOUNDARY.lastIndex : text.length;
}
/**
 * Letters of scripts that are much written: Latin, Greek but for its sigma, Cyrillic, Hebrew, Arabic, Devanagari, Thai, Japanese,
 * Chinese, Korean.
 */
const LETTER = String.raw`[a-z\d\u03b1-\u03c1\u03c4-\u03c9\u0430-\u045f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u0904-\u0939\u0e01-\u0e2e\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]`;
const BOUNDARY = new RegExp(`${LETTER}(?=${LETTER})`, 'gi');

/** For any text. What shows nothing can split what belongs together. */
const anyPass = (text: string): string => spell(SEVERAL.test(text) ? withoutInvisible(text) : text);

/** What is seen of a text, spelled as it is searched. None of what is not seen is another spelling of a sign that is. */
function spell(text: string): string {
  let plain = text;
  if (SEVERAL.test(plain)) plain = plain.normalize('NFKC').replace(HYPHEN, '-').replace(DIGIT, asciiDigit);
  plain = plain.toLowerCase();
  return plain.replace(/ \s+|[^\S ]\s*/g, ' ');
}

/** In each script the digits stand in a row, from zero on. */
function asciiDigit(digit: string): string {
  let value = 0;
  for (let code = digit.codePointAt(0) as number; value < 9 && /\p{Nd}/u.test(String.fromCodePoint(--code)); ) value++;
  return String(value);
}

/** What each sign of ASCII is spelled with: capital letters as small ones, and all space as one. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code);
  return /\s/.test(sign) ? SPACE : sign.toLowerCase().charCodeAt(0);
});
const spelled = Buffer.alloc(MOST_LETTERS * 2);

/** The same in a single reading of the letters, for most texts; undefined where one is not of ASCII. */
function asciiPass(text: string): string | undefined {
  const letters = lettersOf(text);
  let end = 0;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    const code = letters[at] as number;
    if (code > 127) return undefined;
    const sign = PLAIN[code] as number;
    // Of space in a row one is kept: what comes next takes the place of the others.
    spelled[end] = sign;
    end += sign === SPACE && last === SPACE ? 0 : 1;
    last = sign;
  }
  return spelled.toString('latin1', 0, end);
}

/**
 * The same where some are not, but each has a spelling whatever stands beside it, as in Chinese; undefined where one has none. The
 * tables of Unicode take many times as long. `before`: the sign that comes before the text.
 */
function alonePass(text: string, before: number): string | undefined {
  const letters = lettersOf(text);
  let end = 0;
  let last = before;
  for (let at = 0; at < text.length; at++) {
    const code = letters[at] as number;
    const sign = code < 128 ? (PLAIN[code] as number) : aloneOf(code);
    if (sign === NO_SIGN) return undefined;
    if (sign === SPACE && last === SPACE) continue;
    spelled[end] = sign;
    spelled[end + 1] = sign >>> 8;
    end += 2;
    last = sign;
  }
  return spelled.toString('utf16le', 0, end);
}

/** The same with pauses. */
function* alonePassInSteps(text: string): Steps<string | undefined> {
  const parts: string[] = [];
  let last = 0;
  for (let from = 0; from < text.length; yield) {
    const part = alonePass(text.slice(from, from + PIECE), last);
    if (part === undefined) return undefined;
    parts.push(part);
    from += PIECE;
    if (part !== '') last = part.charCodeAt(part.length - 1);
  }
  return parts.join('');
}

/** What a sign beyond ASCII is spelled with, whatever stands beside it. */
function aloneOf(code: number): number {
  const signs = signsBeyond(code);
  if (signs === 0) return code;
  if ((signs & HAS_WIDE) !== 0) return PLAIN[code - WIDER] as number;
  if (signs === HAS_CAPITALS) return code + SMALLER;
  return code === NO_BREAK || code === WIDE_SPACE ? SPACE : NO_SIGN;
}
const NO_BREAK = 0xa0;
const WIDE_SPACE = 0x3000;
const NO_SIGN = 0;
/** How far full-width signs are from those of ASCII, and small letters from capital ones. */
const WIDER = 0xfee0;
const SMALLER = 32;
