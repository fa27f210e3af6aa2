import { hash } from 'node:crypto';
import { afterSpace, afterString, afterValue } from './scan.ts';

/**
 * The canonical form of JSON text: members sorted by name (UTF-16 units), no space, strings in `JSON.stringify`'s
 * spelling, numbers as they were written (1.0 and 1 differ, 2^53 + 1 keeps its last digit). Takes text that
 * `parseStrict` accepted.
 */
export const canonicalText = (text: string): string => new Reader(text).read();

/** Goes through a text once, putting values together as it passes them. */
class Reader {
  readonly #text: string;
  #at: number;

  constructor(text: string) {
    this.#text = text;
    this.#at = afterSpace(text, 0);
  }

  read(): string {
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === '{' || first === '[') return this.#parts(first === '[');
    const start = this.#at;
    this.#at = afterValue(this.#text, start);
    return this.#text.slice(start, this.#at);
  }

  #string(): string {
    const start = this.#at;
    this.#at = afterString(this.#text, start);
    return canonicalString(this.#text.slice(start, this.#at));
  }

  #parts(isList: boolean): string {
    const parts: string[] = [];
    this.#pass();
    while (this.#text[this.#at] !== ']' && this.#text[this.#at] !== '}') {
      if (isList) parts.push(this.read());
      else {
        const key = this.#string();
        this.#at = afterSpace(this.#text, this.#at);
        this.#pass();
        parts.push(`${key}:${this.read()}`);
      }
      this.#at = afterSpace(this.#text, this.#at);
      if (this.#text[this.#at] === ',') this.#pass();
    }
    this.#at++;
    if (isList) return `[${parts.join(',')}]`;
    // No quoted name begins another one, so that what stands behind the names has no say.
    return `{${(parts.length > 1 ? parts.sort() : parts).join(',')}}`;
  }

  /** Passes one character and the space after it. */
  #pass(): void {
    this.#at = afterSpace(this.#text, this.#at + 1);
  }
}

/** A string has many spellings ("A", "\u0041"); `JSON.stringify`'s is the one. Without escapes there is only one. */
const canonicalString = (raw: string): string => (raw.includes('\\') ? JSON.stringify(JSON.parse(raw)) : raw);

/** SHA-256 of text, in base64url (43 characters). */
export const sha256 = (text: string): string => hash('sha256', text, 'base64url');

/** SHA-256 of text, in hexadecimal: for names that stand in file names. */
export const sha256Hex = (text: string): string => hash('sha256', text, 'hex');
