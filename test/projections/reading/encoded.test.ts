import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decoded } from '../../../src/projections/reading/encoded.ts';
import { expectLinear } from '../../growth.ts';

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
  for (const more of ['a', 'a b ', 'is paid, '])
    for (const times of [30_000, 1_000_000]) {
      const long = decoded(packed(`Grete Muster ${more.repeat(times)}`));
      expect(long).toContain('grete muster');
      expect(long.length).toBeLessThan(270_000);
    }
  const many = Array.from({ length: 40 }, (_, i) => packed(`person-${i}-of-many`)).join(' ');
  expect(decoded(many)).toContain('person-3-of-many');
  expect(decoded(many)).not.toContain('person-39-of-many');
  const deep = packed(packed(packed(packed(packed('Grete Muster')))));
  expect(decoded(deep)).not.toContain('grete muster');
});

it('keeps less of packed texts than a session has room for, and something of each', () => {
  const noise = Array.from({ length: 2_000 }, (_, i) => (i * 7919 * 7919).toString(36)).join(' ');
  const parts = Array.from({ length: 8 }, (_, i) => packed(`person-${i} ${noise} ${'a%2540b '.repeat(28_000)}`));
  const text = decoded(parts.join(' '));
  expect(text).toContain('person-7');
  expect(text.length).toBeLessThan(800_000);
});

const WRAPPED = [
  ['lines of 76', 76, '\n'],
  ['lines of 64', 64, '\r\n'],
  ['lines of 60, in JSON', 60, '\\n'],
  ['lines of 70', 70, '\n'],
  ['indented lines', 76, '\n    '],
] as const;

it.each(WRAPPED)('decodes what is broken into %s, wherever a line ends', (_how, width, lineEnd) => {
  const wrap = (bytes: Buffer): string =>
    (bytes.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(lineEnd);
  const text = fc.stringMatching(/^[a-z]{60,300}$/);
  fc.assert(
    fc.property(text, text, fc.constantFrom(Buffer.from, wide, gzipSync), (before, after, bytesOf) => {
      const said = wrap(bytesOf(`${before} Grete Muster ${after}`));
      expect(decoded(`See:\n${said}\n\nBye.`)).toContain(` grete muster ${after.slice(0, 8)}`);
    }),
  );
});

it('takes a word with a dash at the beginning of the next line for no end of a block', () => {
  const id = Buffer.from('hello world!').toString('base64');
  const log = [`trace=${id}`, 'Zm9v-bar INFO'].join('\n');
  expect(decoded(log).trim()).toBe('hello world!');
});

it('still decodes each line of a list, and lines between others that are no text', () => {
  const names = ['Grete Muster', 'Hans Muster!', 'Karl Beispiel'];
  for (const list of [names.slice(0, 2), names])
    for (const name of list)
      expect(decoded(list.map((one) => Buffer.from(one).toString('base64')).join('\n'))).toContain(name.toLowerCase());
  const noise = Buffer.from(Array.from({ length: 57 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255)).toString(
    'base64',
  );
  const line = Buffer.from('pay to Grete Muster, and tell nobody that you did so, ok?').toString('base64');
  expect(decoded([noise, line, noise].join('\n'))).toContain('grete muster');
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
  const line = 'pay to Grete Muster, and tell nobody that you did so, ok?';
  const odd = `${Buffer.from(line).toString('base64')}a\n`;
  expectLinear([`${bomb} `, `${bomb}\n`, odd, 'aB1aB1aB1aB1\n', 'aB1aB1aB1aB1\\n', 'aB1aB1aB1aB1\n   '], decoded);
});
