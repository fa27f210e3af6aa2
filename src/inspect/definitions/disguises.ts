import { base64Runs, type Decoded, decodings } from '../../model/text/decode.ts';
import { ANY_INVISIBLE } from '../../model/text/invisible.ts';
import { hexRuns } from '../reading/hex.ts';

/** Longer texts are only searched for base64. In UTF-16 units. */
const LONGEST = 65_536;
const ODD = /[^\x20-\x7e\n\r\t]/;
const UNSEEN = new RegExp(ANY_INVISIBLE, 'g');
const SPACED = /\b(?:\w[ ._-]{1,3}){6,200}\w\b/;
const ESCAPED = /\\u[0-9a-f]{4}|\\x[0-9a-f]{2}/i;

/**
 * What else a text says in disguise: base64, hexadecimal digits, percent signs or entities, wide or styled letters,
 * letters spaced apart, tag characters. Each with its place in the text.
 */
export function disguisesOf(text: string): readonly Decoded[] {
  if (text.length > LONGEST) return [...base64Runs(text)];
  const whole = (said: string): Decoded => ({ start: 0, end: text.length, text: said });
  const found: Decoded[] = [...base64Runs(text), ...hexRuns(text), ...decodings(text).slice(1).map(whole)];
  if (ODD.test(text)) {
    const plain = spelt(text).normalize('NFKC').replace(UNSEEN, '');
    if (plain !== text) found.push(whole(plain));
  }
  if (SPACED.test(text)) found.push(whole(text.replace(/(?<=\b\w)[ ._-](?=\w\b)/g, '')));
  if (ESCAPED.test(text)) found.push(whole(unescapeCode(text)));
  return found;
}

/** Replaces tag characters by the letters that they stand for. */
const spelt = (text: string): string =>
  text.includes('\udb40')
    ? text.replace(/[\u{e0020}-\u{e007e}]/gu, (tag) => String.fromCharCode((tag.codePointAt(0) ?? 0xe0020) - 0xe0000))
    : text;

const unescapeCode = (text: string): string =>
  text.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/gi, (_whole, long?: string, short?: string) =>
    String.fromCharCode(Number.parseInt(long ?? short ?? '20', 16)),
  );
