import { TRAIT } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const BEGIN = /-----BEGIN ((?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?)-----|PuTTY-User-Key-File-\d/g;
/** UTF-16 units to read: a key of 16 384 bits in PEM is 12.7 KB. */
const LONGEST = 16_384;
const BODY = /[A-Za-z0-9+/]{16}/g;

function find(text: string): readonly Spotted[] {
  if (!text.includes('PRIVATE KEY') && !text.includes('PuTTY-User-Key')) return NOTHING_SPOTTED;
  const found: Spotted[] = [];
  const bodyAfter = nextBody(text);
  const closeAfter = nextClose(text);
  BEGIN.lastIndex = 0;
  for (let hit = BEGIN.exec(text); hit !== null && found.length < MOST_SPOTTED; hit = BEGIN.exec(text)) {
    const start = hit.index;
    const limit = Math.min(start + LONGEST, text.length);
    const body = bodyAfter(BEGIN.lastIndex);
    // A header without a body only talks about keys.
    if (body > limit) continue;
    const close = hit[1] === undefined ? limit : closeAfter(`-----END ${hit[1]}-----`, BEGIN.lastIndex, limit);
    if (body > close) continue;
    const end = close === limit ? limit : close + `-----END ${hit[1]}-----`.length;
    found.push({ kind: 'secret.private-key', severity: 'critical', start, end, message: 'Holds a private key.' });
    BEGIN.lastIndex = end;
  }
  return found;
}

/** Where the next body has begun for sure, after a place that only moves on. One that was found serves all headers before it. */
function nextBody(text: string): (from: number) => number {
  let begins = -1;
  let ends = -1;
  return (from) => {
    if (begins < from) {
      BODY.lastIndex = from;
      begins = BODY.exec(text)?.index ?? Number.POSITIVE_INFINITY;
      ends = begins + 16;
    }
    return ends;
  };
}

/** Where the next line of that text begins, or the limit. Text may be nothing but headers, and each has so much behind it. */
function nextClose(text: string): (line: string, from: number, limit: number) => number {
  const known = new Map<string, { readonly at: number; readonly limit: number }>();
  return (line, from, limit) => {
    const before = known.get(line);
    if (before !== undefined && before.at >= from && before.at < before.limit) return Math.min(before.at, limit);
    const found = text.slice(from, limit).indexOf(line);
    const at = found < 0 ? limit : from + found;
    known.set(line, { at, limit });
    return at;
  };
}

const LINES =
  'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj\nMzEfYyjiWA4R4/M2bS1GB4t7NXp98C3SC6dVMvDuictGeurT8jNbvJZHtCSuYEvu';
const pem = (name: string): string => [`-----BEGIN ${name}-----`, LINES, `-----END ${name}-----`].join('\n');

/** Private keys in PEM, PGP and PuTTY form. */
export const privateKeys: Detector = {
  name: 'private-keys',
  kinds: ['secret.private-key'],
  maturity: 'stable',
  needs: TRAIT.joint,
  sees: [
    { text: pem('PRIVATE KEY'), kind: 'secret.private-key' },
    { text: `key: ${pem('RSA PRIVATE KEY').replaceAll('\n', '\\n')}`, kind: 'secret.private-key' },
    { text: pem('OPENSSH PRIVATE KEY'), kind: 'secret.private-key' },
    { text: pem('PGP PRIVATE KEY BLOCK'), kind: 'secret.private-key' },
  ],
  ignores: ['A file that starts with -----BEGIN PRIVATE KEY----- is secret.', pem('PUBLIC KEY'), pem('CERTIFICATE')],
  find,
};
