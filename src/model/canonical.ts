import { hash } from 'node:crypto';
import { afterJoint, afterString, afterValue } from './scan.ts';

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
export const canonicalText = (text: string): string => new Reader(text).read();

/** Goes through a text once and puts values together on the way. */
class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = 0;
  }

  read(): string {
    const first = this.#next();
    if (first === QUOTE) return this.#string();
    if (first === OPEN_BRACE) return this.#object();
    if (first === OPEN_BRACKET) return this.#list();
    const start = this.#at;
    this.#at = afterValue(this.#text, start);
    return this.#text.slice(start, this.#at);
  }

  #string(): string {
    const start = this.#at;
    this.#at = afterString(this.#text, start);
    return canonicalString(this.#text.slice(start, this.#at));
  }

  #list(): string {
    const items: string[] = [];
    this.#at++;
    while (this.#next() !== CLOSE_BRACKET) items.push(this.read());
    this.#at++;
    return `[${items.join(',')}]`;
  }

  #object(): string {
    const members: string[] = [];
    this.#at++;
    while (this.#next() !== CLOSE_BRACE) members.push(`${this.#string()}:${this.read()}`);
    this.#at++;
    // No quoted name is the beginning of another, so what follows the names does not matter.
    return `{${(members.length > 1 ? members.sort() : members).join(',')}}`;
  }

  /** Skips what is between two values, or a name and its value; returns the code of what comes next. */
  #next(): number {
    this.#at = afterJoint(this.#text, this.#at);
    return this.#text.charCodeAt(this.#at);
  }
}

/** A string has many spellings ("A", "\u0041"); `JSON.stringify`'s is the one. Without escapes there is only one. */
const canonicalString = (raw: string): string => (raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw);

/** SHA-256 of text, in base64url (43 characters). */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

/** SHA-256 of text, in hexadecimal: for file names. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
