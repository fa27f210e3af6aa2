import { randomBytes } from 'node:crypto';
import type { PayloadRef } from '../../model/record/payload.ts';
import type { Entry } from '../../model/record.ts';
import { digestOf } from '../chain/line.ts';

/** A payload on its way to the store. */
export interface Payload {
  readonly ref: PayloadRef;
  readonly salt: string;
  /** As kept: cut where the reference says so. */
  readonly text: string;
}

/** In characters, of six random bits each. */
const SALT_LENGTH = 22;
const SALTS = 256;
let pool = '';
let taken = 0;

/** Without a salt the digest of a short payload could be guessed after it was erased. */
function salted(): string {
  if (taken === pool.length) {
    pool = randomBytes((SALTS * SALT_LENGTH * 6) / 8).toString('base64url');
    taken = 0;
  }
  taken += SALT_LENGTH;
  return pool.slice(taken - SALT_LENGTH, taken);
}

const payloadDigest = (salt: string, text: string): string => digestOf(salt + text);

/** `most` is in UTF-16 units; undefined keeps the whole. */
export function makePayload(text: string, most?: number): Payload {
  const salt = salted();
  const size = text.length;
  if (most === undefined || size <= most) return { ref: { digest: payloadDigest(salt, text), size }, salt, text };
  const kept = cutText(text, most);
  return { ref: { digest: payloadDigest(salt, kept), size, cut: true }, salt, text: kept };
}

/** Cuts a text, never through the middle of a character. */
function cutText(text: string, most: number): string {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}

/** The digest of an entry's payload; undefined where it has none. An edited line may hold anything there. */
export function namedDigest(entry: Entry): string | undefined {
  if (!('payload' in entry)) return undefined;
  const ref = entry.payload as PayloadRef | undefined | null;
  return typeof ref?.digest === 'string' ? ref.digest : undefined;
}

export const encodePayload = (digest: string, salt: string, text: string): string =>
  `{"digest":"${digest}","salt":"${salt}","text":${JSON.stringify(text)}}\n`;

/** Where the digest stands in a payload's line, so that a store can be indexed without parsing it. */
export const DIGEST_START = '{"digest":"'.length;
export const DIGEST_END = DIGEST_START + 43;
/** Where salt and text, what an erasure blanks, are in a payload's line; without their quotes. */
export const SALT_START = DIGEST_END + '","salt":"'.length;
export const SALT_END = SALT_START + SALT_LENGTH;
export const TEXT_START = SALT_END + '","text":"'.length;
export const TEXT_TAIL = '"}'.length;

export type PayloadState =
  | { readonly state: 'whole'; readonly text: string }
  | { readonly state: 'erased' }
  | { readonly state: 'broken' };

/** Judges one line of the store (without its newline) against the digest that a record names. */
export function readPayload(line: string, digest: string): PayloadState {
  let stored: { digest?: unknown; salt?: unknown; text?: unknown } | null;
  try {
    stored = JSON.parse(line) as typeof stored;
  } catch {
    return { state: 'broken' };
  }
  if (typeof stored?.salt !== 'string' || typeof stored.text !== 'string') return { state: 'broken' };
  const { salt, text } = stored;
  // One spelling only: a store whose bytes were touched is not what was written, even if it reads the same.
  if (encodePayload(digest, salt, text) !== `${line}\n`) return { state: 'broken' };
  if (payloadDigest(salt, text) === digest) return { state: 'whole', text };
  return salt.trim() === '' && text.trim() === '' ? { state: 'erased' } : { state: 'broken' };
}
