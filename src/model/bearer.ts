import { createHash } from 'node:crypto';

/** How every token that `sallyport token add` makes begins, so that scanners recognise it. */
export const BEARER_LEAD = 'sp_';
/** 256 bits in base 62. */
const BODY = 43;
/** 32 bits in base 62. */
const CHECK = 6;
/** How many characters follow the lead. */
export const BEARER_REST = BODY + CHECK;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const FORM = new RegExp(`^${BEARER_LEAD}[0-9A-Za-z]{${BEARER_REST}}$`);

/** A token made of 32 random bytes: a lead, the random part, and a checksum that gives away mistyped and made-up tokens. */
export function bearerOf(random: Uint8Array): string {
  const body = BEARER_LEAD + spell(BigInt(`0x${Buffer.from(random).toString('hex')}`), BODY);
  return body + checksum(body);
}

/** Whether a text has the form of such a token. Says nothing about whether the token is valid. */
export function isBearer(text: string): boolean {
  return FORM.test(text) && checksum(text.slice(0, -CHECK)) === text.slice(-CHECK);
}

const checksum = (body: string): string =>
  spell(BigInt(createHash('sha256').update(body).digest().readUInt32BE(0)), CHECK);

function spell(number: bigint, width: number): string {
  let text = '';
  for (let rest = number; text.length < width; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  return text;
}
