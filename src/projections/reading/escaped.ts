import { decodePercent } from '../../model/text/decode.ts';
import { plainText } from '../../model/text/plain-text.ts';
import { runsOf, signsOf } from '../../model/text/runs.ts';

/** What addresses are written with; of a longer one, the beginning is read. */
const SEEN = signsOf(/[\w!#$%&*+,./:;=?@~-]/);
/** The same with the sign behind which a letter stands that was written by its number. */
const SIGN = '\0';
const SEEN_WITH_SIGN = signsOf(/[\w!#$%&*+,./:;=?@~\0-]/);
const AGAIN = /%(?:25){1,8}(?=[\da-f]{2})/gi;
const SHORTEST = 4;
const LONGEST = 2_000;
/** The sign itself may be spelled so, again and again: `%2540`. */
const BY_PERCENT = /%(?:25){0,8}(?:2[de]|3\d|40|[46][1-9a-f]|[57][0-9a]|5f)/i;

/** A letter by its number as programs write it, in base sixteen or eight, or as style sheets do: `\x40`, `\u{40}`, `\100`, `\40 `. */
const NUMBERED =
  /\\(?:x([2-7][\da-f])|u00([2-7][\da-f])|u\{0{0,4}([2-7][\da-f])\}|0{4}([2-7][\da-f])|(0[4-7][0-7]|1[0-7]{2})|0{0,3}(40|2e|[2-7][\da-f](?![\da-f])) ?)/gi;
/** Whether a text has any. */
export const HAS_NUMBERED = new RegExp(NUMBERED.source, 'i');

/** Words in which a letter, a digit or a sign within names is spelled by its number, as they are read: `x%2D9`, `x\x2d9`. */
export const unescaped = (raw: string): string =>
  (raw.includes('%') ? ofPercent(raw) : '') + (raw.includes('\\') ? ofBackslash(raw) : '');

function ofPercent(raw: string): string {
  let out = '';
  for (const word of wordsOf(raw, SEEN))
    if (BY_PERCENT.test(word)) out += ` ${plainText(decodePercent(word.replace(AGAIN, '%')))} `;
  return out;
}

function ofBackslash(raw: string): string {
  if (!HAS_NUMBERED.test(raw)) return '';
  let out = '';
  // Each word by itself: what it is written among was read already.
  for (const word of wordsOf(raw.replaceAll(SIGN, ' ').replace(NUMBERED, numbered), SEEN_WITH_SIGN))
    if (word.includes(SIGN)) out += ` ${plainText(word.replaceAll(SIGN, ''))}`;
  return out === '' ? '' : `${out} `;
}

const numbered = (_: string, ...[x, u, braces, long, eight, style]: (string | undefined)[]): string =>
  SIGN +
  String.fromCharCode(
    eight === undefined ? Number.parseInt(x ?? u ?? braces ?? long ?? style ?? '', 16) : Number.parseInt(eight, 8),
  );

function* wordsOf(text: string, signs: typeof SEEN): Generator<string> {
  const runs = runsOf(text, signs, SHORTEST);
  for (let i = 0; i < runs.length; i += 2)
    yield text.slice(runs[i], Math.min(runs[i + 1] as number, (runs[i] as number) + LONGEST));
}
