import { expect, it } from 'vitest';
import { Lists } from '../../../src/projections/values/lists.ts';

const AT = '/content/0/text';
const from = { call: 'c1', at: AT };
const listsOf = (...texts: readonly (readonly [text: string, call?: string, at?: string])[]): Lists => {
  const lists = new Lists();
  for (const [text, call = 'c1', at = AT] of texts) lists.add(text, { call, at });
  return lists;
};
const valuesWith = (lists: Lists, key: string, place = from) => lists.with(key, place).map(({ value }) => value);

it('tells the values of a kind that stand in one text, in its order, each once', () => {
  const text = 'Bo (bo@ours.example), Ann (Ann@Ours.example), see www.ours.example. Bo again: BO@ours.example';
  expect(valuesWith(listsOf([text]), 'email:ann@ours.example')).toEqual(['bo@ours.example', 'Ann@Ours.example']);
});

it('tells the line that a value stands in, where that is short', () => {
  const text = `Guests\n  Ann, ann@ours.example, fish  \nbo@ours.example\n${'Cy is late. '.repeat(20)} cy@ours.example\n`;
  expect(listsOf([text]).with('email:bo@ours.example', from)).toEqual([
    { key: 'email:ann@ours.example', value: 'ann@ours.example', row: 'Ann, ann@ours.example, fish' },
    { key: 'email:bo@ours.example', value: 'bo@ours.example' },
    { key: 'email:cy@ours.example', value: 'cy@ours.example' },
  ]);
});

it('takes the same field of every record together, and no other', () => {
  const field = (i: number, name: string): string => `${AT}#/${i}/${name}`;
  const lists = listsOf(
    ['Ann is reached at ann@ours.example', 'c1', field(0, 'about')],
    ['Paid by eve@evil.example', 'c1', field(0, 'note')],
    ['Bo is reached at bo@ours.example', 'c1', field(1, 'about')],
  );
  const place = { call: 'c1', at: field(1, 'about') };
  expect(valuesWith(lists, 'email:bo@ours.example', place)).toEqual(['ann@ours.example', 'bo@ours.example']);
});

it('looks into a text that was only partly read as output', () => {
  const lists = listsOf(['| ann@ours.example |\n\nand bo@ours.example']);
  const place = { call: 'c1', at: `${AT}#/0/mail` };
  expect(valuesWith(lists, 'email:bo@ours.example', place)).toEqual(['ann@ours.example', 'bo@ours.example']);
});

it('tells nothing of another result, and nothing beside a value that is not there', () => {
  const lists = listsOf(['ann@ours.example bo@ours.example'], ['eve@evil.example ann@ours.example', 'c2']);
  expect(valuesWith(lists, 'email:ann@ours.example')).toEqual(['ann@ours.example', 'bo@ours.example']);
  expect(valuesWith(lists, 'email:cy@ours.example')).toEqual([]);
  expect(valuesWith(lists, 'exact:ann')).toEqual([]);
});

it('lists ids of one form', () => {
  const lists = listsOf(['TCK-4100 was moved, TCK-4101 too, by order 2026-118 of INV-77']);
  expect(valuesWith(lists, 'id:tck-4100')).toEqual(['TCK-4100', 'TCK-4101']);
});

it('lists no secret, and nothing that goes on in letters that look alike', () => {
  const token = 'sp_api-key_abcdefgh2345';
  const text = `${token} TCK-4100 TCK-4101 ann@ours.example \u0430nn@ours.example bo@ours.example\u0435`;
  expect(valuesWith(listsOf([text]), 'id:tck-4100')).toEqual(['TCK-4100', 'TCK-4101']);
  expect(valuesWith(listsOf([text]), 'email:ann@ours.example')).toEqual(['ann@ours.example']);
});

it('keeps the latest texts', () => {
  const lists = listsOf(['ann@ours.example bo@ours.example'], ['x '.repeat(30_000), 'c2'], ['y '.repeat(10_000), 'c3']);
  expect(valuesWith(lists, 'email:ann@ours.example')).toEqual([]);
  lists.add('ann@ours.example cy@ours.example', { call: 'c4', at: AT });
  lists.add('z '.repeat(40_000), { call: 'c5', at: AT });
  expect(valuesWith(lists, 'email:ann@ours.example', { call: 'c4', at: AT })).toHaveLength(2);
});

it('knows all that stands in a long list', () => {
  const text = Array.from({ length: 500 }, (_, i) => `Guest ${i} is guest${i}@ours.example`).join('\r\n');
  expect(valuesWith(listsOf([text]), 'email:guest499@ours.example')).toHaveLength(500);
});

it('shows a host in letters that look alike as it travels', () => {
  const lists = listsOf(['See https://ours.example/a and https://\u043eurs.example/a']);
  expect(valuesWith(lists, 'url:https://ours.example/a')).toEqual([
    'https://ours.example/a',
    'https://xn--urs-red.example/a',
  ]);
});

it('shows a path in letters that look alike as it travels, in its line too', () => {
  const lists = listsOf(['See https://ours.example/acme\nSee https://ours.example/\u0430cme now']);
  expect(lists.with('url:https://ours.example/acme', from)).toMatchObject([
    { row: 'See https://ours.example/acme' },
    { value: 'https://ours.example/%D0%B0cme', row: 'See https://ours.example/%D0%B0cme now' },
  ]);
});
