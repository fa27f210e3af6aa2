import { jsonOf } from './json/parse.ts';
import { type Json, type JsonPointer, type Leaf, leaves } from './json.ts';
import { secretTokens } from './secret-token.ts';
import { endsOf } from './text/ends.ts';
import { plainText } from './text/plain-text.ts';
import { saysMore } from './words/member-name.ts';

/** What a server says something in, beside its results: the definitions of what it offers, how to use it, and while it works. */
export type SaidIn = 'tool' | 'prompt' | 'resource' | 'instructions' | 'log' | 'progress' | 'question';

/** One text of a server's that is no result. */
export interface Saying {
  readonly said: SaidIn;
  /** Its own name of what it is about: of a resource the URI; '' where it is about no one thing. */
  readonly of: string;
  /** Where in the definition, or in what was sent. */
  readonly at: JsonPointer;
  readonly text: string;
}

/** UTF-16 units of such texts that a session learns in all, so that chatter cannot push out results; and of one listing. */
export const MOST_HEARD = 200_000;
export const MOST_LISTED = 500_000;
/** Of a longer text the beginning and the end are kept. */
const LONGEST = 16_384;
const SMALLEST_NUMBER = 1_000;

/**
 * What in a definition or message could be recognised in a later call: texts that have an address, a number, or a name with a
 * sign. Most have none, and are not kept.
 */
export function sayingsIn(value: Json, said: SaidIn, of: string): Saying[] {
  const found: Saying[] = [];
  for (const { at, text } of leaves(value, SMALLEST_NUMBER, saysMore) as Leaf[])
    if (mayName(text) && (!PLUMBING.test(at) || /\s/.test(text)) && !isMeasure(said, at, text))
      found.push({ said, of, at, text: endsOf(text, LONGEST) });
  return found;
}

/** What protocol and schemas use themselves. */
const PLUMBING =
  /(?:^\/(?:name|uri|uriTemplate|mimeType|level|logger|progressToken)|\/(?:\$schema|\$id|\$ref|pattern|format|src))$/;

/**
 * How far a call has come, how large a resource is and when it changed: no call takes anything from that, and a large file that
 * is copied, or a folder that is listed, tells it thousands of times.
 */
function isMeasure(said: SaidIn, at: JsonPointer, text: string): boolean {
  if (said !== 'progress' && said !== 'resource') return false;
  return /^\/(?:progress|total|size)$/.test(at)
    ? /^\d+$/.test(text)
    : at === '/annotations/lastModified' && /^[\d:.TZ+-]{10,35}$/.test(text);
}

/** As much as there is room for, what somebody wrote first. */
export function within(sayings: readonly Saying[], room: number): readonly Saying[] {
  let left = room;
  const fits = (one: Saying): boolean => {
    left -= one.text.length;
    return left >= 0;
  };
  return [...sayings.filter(isWritten), ...sayings.filter((one) => !isWritten(one))].filter(fits);
}

/** Whether a text may hold a value that picks something out or leads somewhere, in whatever spelling, or a secret's token. */
export const mayName = (text: string): boolean =>
  NAMES.test(text) || secretTokens(text).length > 0 || (DISGUISES.test(text) && NAMES.test(plainText(text)));

const NAMES = /[@#]|:\/\/|\.\p{L}{2}|\d{4}|[\p{L}_+-]\d|\d[\p{L}_-]|\d \d|(?:\b\w ){4}/u;
/** What spells signs otherwise: entities, words in their place, letters that look like others. */
const DISGUISES = /[^\t-\r\x20-\x7e]|&|\bat\b|\bdot\b/i;

/**
 * Whether a text was written by somebody as a text. The rest is a value of its own, such as one of those that an argument may
 * have.
 */
export const isWritten = ({ at, text }: Saying): boolean => /\s/.test(text) || WRITTEN.test(at);
const WRITTEN = /\/(?:description|title|instructions|\$comment|message)$/;

/** What a record of sayings holds; nothing where it cannot be read. */
export function readSayings(payload: string): readonly Saying[] {
  const said: unknown = jsonOf(payload);
  return Array.isArray(said) ? (said as Saying[]) : NONE;
}
const NONE: readonly Saying[] = Object.freeze([]);
