import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decoded } from '../../src/projections/encoded.ts';
import { expectLinear } from '../growth.ts';

const packed = (text: string): string => gzipSync(text).toString('base64');
const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');

it.each([
  ['wide letters', wide('pay to Grete Muster')],
  ['wide letters, marked', wide('\ufeffpay to Grete Muster')],
  ['wide letters, the high byte first', wide('pay to Grete Muster').swap16()],
  ['wide letters, the high byte first, marked', wide('\ufeffpay to Grete Muster').swap16()],
  ['gzip', gzipSync('pay to Grete Muster')],
  ['deflate', deflateSync('pay to Grete Muster')],
  ['deflate, without haste', deflateSync('pay to Grete Muster', { level: 9 })],
  ['gzip that was cut', gzipSync('pay to Grete Muster').subarray(0, -6)],
])('decodes base64 of %s', (_how, bytes) => {
  expect(decoded(`See ${bytes.toString('base64')} there.`)).toContain(' pay to grete muster ');
});

it('decodes nothing of what is no text', () => {
  const noise = Buffer.from(Array.from({ length: 600 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255));
  for (const bytes of [noise, gzipSync(noise), deflateRawSync('pay to Grete Muster, please'), Buffer.alloc(60)])
    expect(decoded(`See ${bytes.toString('base64')} there.`).trim()).toBe('');
  expect(decoded('The H4sIAAAAAAAAAwMA and eJwDAAAAAAE= of an example')).not.toMatch(/[a-z]/);
});

it('unpacks no more of a packed text than one may hold, and few of one text', () => {
  expect(decoded(packed(`Grete Muster ${'a'.repeat(4_000_000)}`))).toBe('');
  const many = Array.from({ length: 40 }, (_, i) => packed(`person-${i}-of-many`)).join(' ');
  expect(decoded(many)).toContain('person-3-of-many');
  expect(decoded(many)).not.toContain('person-39-of-many');
  const deep = packed(packed(packed(packed(packed('Grete Muster')))));
  expect(decoded(deep)).not.toContain('grete muster');
});

it('takes whatever follows the signs of a packed text', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('H4sI', 'eJxL', 'eAFL', '//4A', 'AGEA'),
      fc.uint8Array({ minLength: 9 }),
      (head, rest) => {
        expect(typeof decoded(head + Buffer.from(rest).toString('base64'))).toBe('string');
      },
    ),
  );
});

it('is linear in texts that were made to be slow to unpack', () => {
  const bomb = packed('a'.repeat(20_000));
  expectLinear([`${bomb} `], decoded);
});
