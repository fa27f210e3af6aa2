import { TRAIT } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const BEGIN = /-----BEGIN ((?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)?)-----|PuTTY-User-Key-File-\d/g;
/** UTF-16 units to read: a key of 16 384 bits in PEM is 12.7 KB. */
const LONGEST = 16_384;
const BODY = /[A-Za-z0-9+/]{16}/;

function find(text: string): readonly Spotted[] {
  if (!text.includes('PRIVATE KEY') && !text.includes('PuTTY-User-Key')) return NOTHING_SPOTTED;
  const found: Spotted[] = [];
  BEGIN.lastIndex = 0;
  for (let hit = BEGIN.exec(text); hit !== null && found.length < MOST_SPOTTED; hit = BEGIN.exec(text)) {
    const start = hit.index;
    const body = text.slice(BEGIN.lastIndex, start + LONGEST);
    const close = hit[1] === undefined ? -1 : body.indexOf(`-----END ${hit[1]}-----`);
    const inner = close < 0 ? body : body.slice(0, close);
    // A header without a body only talks about keys.
    if (!BODY.test(inner)) continue;
    const end =
      close < 0 ? start + hit[0].length + body.length : BEGIN.lastIndex + close + `-----END ${hit[1]}-----`.length;
    found.push({ kind: 'secret.private-key', severity: 'critical', start, end, message: 'Holds a private key.' });
    BEGIN.lastIndex = end;
  }
  return found;
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
