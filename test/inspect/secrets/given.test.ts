import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Given, NOTHING_GIVEN } from '../../../src/inspect/secrets/given.ts';
import { finish, PIECE } from '../../../src/model/steps.ts';
import { expectLinear } from '../../growth.ts';

const KEY = 'n3XqTz81kWm0';
const given = new Given([
  { server: 'crm', value: KEY },
  { server: 'ci', value: KEY, from: 'servers.ci.env.KEY' },
  { server: 'db', value: `${KEY}-long` },
  { server: 'db', value: 'p"w\\&4xZ9' },
]);
const seen = (text: string): string[] => given.find(text).map(({ start, end }) => text.slice(start, end));

it('finds each where it stands, whose it is, and the longer one where one begins with another', () => {
  expect(given.find(`a ${KEY}`)).toEqual([
    {
      ...{ kind: 'secret.given', severity: 'high', start: 2, end: 14, servers: ['ci', 'crm'] },
      from: ['servers.ci.env.KEY'],
      message: 'Holds a credential that is given to ci and crm.',
    },
  ]);
  expect(seen(`x=${KEY}-long;${KEY}-lon`)).toEqual([`${KEY}-long`, KEY]);
  expect(seen(`${KEY.slice(1)}${KEY[0]}`)).toEqual([]);
});

it('finds it in JSON that was printed into a text, and in an address', () => {
  const value = 'p"w\\&4xZ9';
  expect(seen(JSON.stringify({ pw: value }))).toEqual(['p\\"w\\\\&4xZ9']);
  expect(seen(`https://h/?pw=${encodeURIComponent(value)}&a=b`)).toEqual([encodeURIComponent(value)]);
});

it.each<[string, string, string]>([
  ['base64', `k: ${Buffer.from(KEY).toString('base64')}`, Buffer.from(KEY).toString('base64')],
  ['base64', `Basic ${Buffer.from(`ada:${KEY}`).toString('base64')}`, Buffer.from(`ada:${KEY}`).toString('base64')],
  ['base64', Buffer.from(`a:${KEY}~`).toString('base64url'), Buffer.from(`a:${KEY}~`).toString('base64url')],
  ['hexadecimal digits', `x${Buffer.from(KEY).toString('hex')}z`, Buffer.from(KEY).toString('hex')],
])('finds all of what hides it in %s', (how, text, hidden) => {
  const [found] = given.find(text);
  expect(text.slice(found?.start, found?.end)).toBe(hidden);
  expect(found?.message).toBe(`Holds a credential that is given to ci and crm, in ${how}.`);
});

it('knows whose a value is, and nothing of what nobody is given', () => {
  expect(given.isOf('crm', KEY)).toBe(true);
  expect(given.isOf('db', KEY)).toBe(false);
  expect(NOTHING_GIVEN.find(KEY)).toEqual([]);
  expect(NOTHING_GIVEN.isOf('crm', KEY)).toBe(false);
});

it('leaves none of any values in any text, and finds the same with pauses', () => {
  const letters = (minLength: number) =>
    fc.string({ unit: fc.constantFrom('a', 'b', '.', '"', '%', '$', '\\', '-', '\ud800', 'é'), minLength });
  fc.assert(
    fc.property(fc.array(letters(8), { maxLength: 4 }), fc.array(letters(0), { maxLength: 6 }), (values, parts) => {
      const all = new Given(values.map((value) => ({ server: 's', value })));
      const text = parts.flatMap((part, i) => [part, values[i] ?? '']).join('');
      const found = all.find(text);
      let left = '';
      let last = 0;
      for (const { start, end } of found) {
        left += `${text.slice(last, start)}\n`;
        last = end;
      }
      left += text.slice(last);
      for (const value of values) expect(left).not.toContain(value);
      expect(finish(all.findInSteps(text))).toEqual(found);
    }),
  );
});

it('finds one across the parts that a long text is searched in', () => {
  const end = PIECE * 8;
  for (let at = end - KEY.length - 1; at < end + 2; at++) {
    const text = `${' '.repeat(at)}${KEY}${' '.repeat(end)}`;
    expect(given.find(text).map(({ start }) => start)).toEqual([at]);
  }
});

it('takes linear time, however often one begins', () => {
  const many = new Given(Array.from({ length: 50 }, (_, i) => ({ server: 's', value: `${'a'.repeat(60)}${i}` })));
  expectLinear(['a'], (text) => many.find(text));
});

it.each<[string, string]>([
  ['capital letters', KEY.toUpperCase()],
  ['small letters', KEY.toLowerCase()],
  ['reverse', [...KEY].reverse().join('')],
])('finds it in %s', (how, written) => {
  const [found] = given.find(`a ${written}b`);
  expect(found).toMatchObject({ start: 2, end: 2 + written.length, servers: ['ci', 'crm'] });
  expect(found?.message).toBe(`Holds a credential that is given to ci and crm, in ${how}.`);
});

it('is whole where it is written as it is, though it has no small letters, and in part where it is cut in two', () => {
  const key = ['Q7RK2VBT9XLMZ4', 'CWNH8SYPJD3FGQ'].join('');
  const one = new Given([{ server: 'crm', value: key }]);
  expect(one.find(key)).toMatchObject([{ end: key.length, message: 'Holds a credential that is given to crm.' }]);
  const parts = one.find(`${key.slice(0, 14)} ${key.slice(14)}`);
  expect(parts.map(({ message }) => message)).toEqual(
    Array(2).fill('Holds a credential that is given to crm, in part.'),
  );
});
