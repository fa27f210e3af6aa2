import { expect, it } from 'vitest';
import { KnownDefinitions } from '../../src/catalog/known-definitions.ts';
import { configSchema } from '../../src/config/schema.ts';

const serverOf = (more: object) => {
  const { s } = configSchema.parse({ servers: { s: { command: 'x', ...more } } }).servers;
  if (s === undefined) throw new Error('it is configured');
  return s;
};
const NOTHING = { resources: [], resourceTemplates: [], prompts: [] };

/** Reads a text as how often one was read. */
function counting(known: KnownDefinitions<string>) {
  let count = 0;
  return (text: string, sent = text, kind: 'tools' | 'prompts' = 'tools') =>
    Number(known.read(kind, text, sent, () => String(++count)));
}

it('reads the same text once, for each kind and for what was sent with it', () => {
  const read = counting(new KnownDefinitions<string>(undefined));
  expect([read('a'), read('b'), read('a'), read('a', 'a and more'), read('a', 'a and more')]).toEqual([1, 2, 1, 3, 3]);
  expect([read('a', 'a', 'prompts'), read('b')]).toEqual([4, 2]);
});

it('keeps what a list has, and forgets all else', () => {
  const known = new KnownDefinitions<string>(undefined);
  const read = counting(known);
  expect([read('a'), read('b')]).toEqual([1, 2]);
  known.keep({ ...NOTHING, tools: ['b', 'new'] });
  expect([read('b'), read('a')]).toEqual([2, 3]);
  known.keep(undefined);
  expect(read('b')).toBe(4);
});

it('holds under the same configuration of its server, whoever read that, and under no other', () => {
  const known = new KnownDefinitions<string>(serverOf({ labels: ['a'] }));
  expect([known.isUnder(serverOf({ labels: ['a'] })), known.isUnder(serverOf({ labels: ['b'] }))]).toEqual([
    true,
    false,
  ]);
  expect(known.isUnder(serverOf({ labels: ['a'], tools: { x: { powers: ['read'] } } }))).toBe(false);
});
