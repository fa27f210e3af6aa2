import { hash } from 'node:crypto';
import { afterJoint, afterString, afterValue } from '../text/scan.ts';

const QUOTE = 34;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * The canonical form of JSON text: members sorted by name (UTF-16 units), no space, strings in `JSON.stringify`'s
 * spelling, numbers as they were written (1.0 and 1 differ, 2^53 + 1 keeps its last digit). Takes text that
 * `parseStrict` accepted.
 */
export const canonicalText = (text: string): string => readValue({ text, at: 0 });

/** Goes through a text once. */
interface Cursor {
  readonly text: string;
  at: number;
}

/** The value after the cursor, which goes past it. One function for all kinds, so that one is compiled and not five. */
function readValue(cursor: Cursor): string {
  const { text } = cursor;
  const start = afterJoint(text, cursor.at);
  const first = text.charCodeAt(start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
    cursor.at = afterValue(text, start);
    const raw = text.slice(start, cursor.at);
    return first === QUOTE ? canonicalString(raw) : raw;
  }
  const isObject = first === OPEN_BRACE;
  const parts: string[] = [];
  let at = afterJoint(text, start + 1);
  for (let code = text.charCodeAt(at); code !== CLOSE_BRACE && code !== CLOSE_BRACKET; code = text.charCodeAt(at)) {
    cursor.at = at;
    if (isObject) {
      cursor.at = afterString(text, at);
      parts.push(`${canonicalString(text.slice(at, cursor.at))}:${readValue(cursor)}`);
    } else parts.push(readValue(cursor));
    at = afterJoint(text, cursor.at);
  }
  cursor.at = at + 1;
  // No quoted name is the beginning of another, so what follows the names does not matter.
  if (isObject) return `{${(parts.length > 1 ? parts.sort() : parts).join(',')}}`;
  return `[${parts.join(',')}]`;
}

/** A string has many spellings ("A", "\u0041"); `JSON.stringify`'s is the one. Without escapes there is only one. */
const canonicalString = (raw: string): string => (raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw);

/** SHA-256 of text, in base64url (43 characters). */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

/** SHA-256 of text, in hexadecimal: for file names. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
