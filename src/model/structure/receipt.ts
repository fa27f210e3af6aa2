import { isSpeech } from '../text/heading.ts';
import type { Part } from './outline-parts.ts';

/** What a server says it has made is one line. UTF-16 units. */
const LONGEST = 600;
/** What was made, in words of one kind, and perhaps its title in quotes. */
const MADE =
  /^(?:[^\p{L}\p{N}\s]{1,3} ?)?(?:successfully )?(?:created|saved|uploaded|added|published|posted|opened|generated|exported|copied|duplicated|scheduled|booked|registered)(?: (?:a |an |the )?new)?(?: \p{Ll}{2,20}){0,3}(?: (?:'[^']{0,200}'|"[^"]{0,200}"))?(?: successfully)?[.!:]?$/iu;
/** `ID: 1PipeN`, at the end of a line, and what stands before it. */
const NAMED =
  /^(.*?)(?:[.!:|,;]|\s)\s{0,3}((?:\p{L}{2,20} )?(?:id|key|number|url|uri|link)): ([^\s'"|,;<>]{2,300}?)\.?$/iu;
/** Where what was made is to be found. */
const ADDRESS = /^https?:\/\//i;
/** A name and an address: more is a text. */
const MOST = 2;

/**
 * Reads what a server says of a thing that it made: `Created page 'Plan'. ID: p-7, URL: https://…/p-7`. A title without quotes could hold
 * such words of its own, so an address counts beside a number only where it holds that number. Undefined for anything else.
 */
export function readReceipt(text: string): readonly Part[] | undefined {
  const line = text.trim();
  if (line.length > LONGEST || line.includes('\n') || isSpeech(line)) return undefined;
  const parts: Part[] = [];
  let left = line;
  for (let hit = NAMED.exec(left); hit !== null; hit = NAMED.exec(left)) {
    const [, before = '', name = '', value = ''] = hit;
    if (parts.length === MOST) return undefined;
    parts.unshift({ at: `/${name}`, text: value, key: false });
    left = before
      .trim()
      .replace(/[|,;]$/, '')
      .trim();
  }
  if (parts.length === 0 || !MADE.test(left) || !isOfOne(parts)) return undefined;
  return [{ at: '', text: left, key: false, isText: true }, ...parts];
}

/** Whether an address holds the number beside it. */
function isOfOne(parts: readonly Part[]): boolean {
  if (parts.length < MOST) return true;
  const [address, ...others] = parts.filter(({ text }) => ADDRESS.test(text));
  const number = parts.find(({ text }) => !ADDRESS.test(text));
  return address !== undefined && others.length === 0 && number !== undefined && address.text.includes(number.text);
}
