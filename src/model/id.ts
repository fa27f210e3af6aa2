import { randomBytes } from 'node:crypto';

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Four characters that tell this process's ids from those of any other started in the same millisecond. */
const process4 = spell(randomBytes(4).readUInt32BE() & 0xfffff, 4);
let lastTime = 0;
let count = 0;

function spell(number: number, width: number): string {
  let out = '';
  let rest = number;
  for (let i = 0; i < width; i++) {
    out = DIGITS[rest % 32] + out;
    rest = Math.floor(rest / 32);
  }
  return out;
}

/** An id that sorts by time: 9 characters of milliseconds, 3 of a counter, 4 of the process. Crockford's base32, lower case. */
export function nextId(now: number): string {
  if (now > lastTime) {
    lastTime = now;
    count = 0;
  } else count++;
  if (count === 32_768) {
    lastTime++;
    count = 0;
  }
  return spell(lastTime, 9) + spell(count, 3) + process4;
}

/** An id short enough to type: 8 characters of base32 from 40 random bits. */
export function shortId(): string {
  const bytes = randomBytes(8);
  let out = '';
  for (const byte of bytes) out += DIGITS[byte % 32];
  return out;
}
