import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { secretWords } from '../../../src/inspect/provenance/secret-words.ts';
import { expectLinear } from '../../growth.ts';

// Made up, and joined from parts, as everywhere.
const SECRET = ['Zt4!mKq92', 'vb_x7'].join('#');
const PLAIN = ['q7Rk2VbT9x', 'LmZ4cWnH8s'].join('');
const wordsOf = (text: string): string[] => [...secretWords(text)].map((one) => one.text);

describe('words that may be secrets', () => {
  it.each([
    ['whole', SECRET],
    ['in a sentence', `The password is ${SECRET}.`],
    ['in quotes', `use "${SECRET}", please`],
    ['in code', `login(user='ada', password='${SECRET}')`],
    ['as a header', `Authorization: Bearer ${SECRET}`],
  ])('hold it %s', (_how, text) => expect(wordsOf(text)).toContain(SECRET));

  it.each([
    ['assigned', `TOKEN=${PLAIN}`],
    ['in an address', `https://there.example/?a=1&k=${PLAIN}#x`],
    ['as a picture', `![ok](https://there.example/l/${PLAIN}.png)`],
    ['as a part of a host', `https://${PLAIN}.there.example/`],
    ['before a host', `https://ada:${PLAIN}@there.example/`],
    ['in printed JSON', JSON.stringify({ a: [{ key: PLAIN }] })],
    ['in base64', Buffer.from(PLAIN).toString('base64')],
    ['in base64, among others', Buffer.from(`the key of ada is ${PLAIN}, and that is all`).toString('base64')],
    ['in hexadecimal digits', Buffer.from(PLAIN).toString('hex')],
    ['in percent signs', [...PLAIN].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')],
    ['for a server that wants both', Buffer.from(`ada:${PLAIN}`).toString('base64')],
  ])('hold it %s', (_how, text) => expect(wordsOf(text)).toContain(PLAIN));

  it('hold one of several lines, by its form', () => {
    const key = [
      '-----BEGIN',
      'RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn\n-----END',
      'RSA PRIVATE KEY-----',
    ].join(' ');
    expect(wordsOf(`Here it is:\n${key}\nBye`)).toContain(key);
  });

  it('are none where all words are short, and say where they stand', () => {
    expect(wordsOf('a b c')).toEqual([]);
    expect([...secretWords(`x ${PLAIN}`)].find(({ text }) => text === PLAIN)).toMatchObject({
      start: 2,
      via: 'entity',
    });
    expect([...secretWords(`  ${PLAIN} `)][0]).toMatchObject({ text: PLAIN, start: 2, end: 2 + PLAIN.length });
    expect([...secretWords(PLAIN)][0]).toEqual({ text: PLAIN, start: 0, end: PLAIN.length, via: 'exact' });
  });

  it('hold whatever stands between spaces', () =>
    fc.assert(
      fc.property(fc.stringMatching(/^[!-~]{8,40}$/), (secret) => {
        expect(wordsOf(`it is ${secret} now`)).toContain(secret);
      }),
    ));

  it('cost work that grows with the text, also where one word has many parts that differ', () => {
    const sized = (parts: number): string => Array.from({ length: parts }, (_, n) => `part-${n}-of-it`).join('=');
    const work = (text: string): number => {
      const start = process.cpuUsage();
      for (let i = 0; i < 3; i++) wordsOf(text);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    const [small, large] = [sized(4_000), sized(32_000)];
    work(small);
    // Eight times the parts: quadratic work would grow sixty-four-fold.
    expect(work(large)).toBeLessThan(Math.max(work(small), 5_000) * 30);
  });

  it('cost work that grows with the text', () =>
    expectLinear(['a', '"', '"a', '=a1b2c3d4', 'a '.repeat(8), ')]}', 'YWJj', '%41'], (text) => wordsOf(text), {
      size: 16_000,
    }));
});
