import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
/** How many characters are its time. */
const HEAD = 9;
const TAIL = 32 ** 7;

let at = -1;
let head = '';
let tail = 0;

/**
 * A unique id that sorts by time: 9 characters of milliseconds, monotonic in this process even when the clock steps back,
 * and 7 that begin at 35 random bits in each millisecond, so that two processes do not collide.
 */
export function nextId(now: number): string {
  if (now > at) {
    at = now;
    head = spell(at, HEAD);
    tail = Math.floor(Math.random() * TAIL);
  } else if (++tail >= TAIL) {
    tail = 0;
    at++;
    head = spell(at, HEAD);
  }
  return head + spell(tail, 7);
}

/** The earliest time, in milliseconds since 1970, of an id that begins so; undefined where none of ours does. */
export function earliestOf(beginning: string): number | undefined {
  let time = 0;
  for (const digit of beginning.slice(0, HEAD).padEnd(HEAD, '0')) {
    const value = DIGITS.indexOf(digit);
    if (value === -1) return undefined;
    time = time * 32 + value;
  }
  return time;
}

/** An id short enough to type: 8 characters of base32 from 40 random bits. */
export function shortId(): string {
  let out = '';
  for (const byte of randomBytes(8)) out += DIGITS[byte % 32];
  return out;
}

/** Crockford's base32, lower case, with leading zeros. */
function spell(number: number, width: number): string {
  let out = '';
  let rest = number;
  for (let i = 0; i < width; i++) {
    out = DIGITS[rest % 32] + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}
