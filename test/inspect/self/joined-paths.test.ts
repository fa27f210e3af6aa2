import { expect, test } from 'vitest';
import { Value } from '../../../src/inspect/reading/place.ts';
import { joinedPaths } from '../../../src/inspect/self/joined-paths.ts';

const valuesOf = (args: Record<string, string>, role?: Value['role']): Value[] =>
  Object.entries(args).map(([name, text]) => new Value(`/arguments/${name}`, text, role));
const joined = (args: Record<string, string>, role?: Value['role']): string[] =>
  [...joinedPaths(valuesOf(args, role))].map(({ path }) => path);

test('a folder and a name are a path', () => {
  expect(joined({ directory: '/a/b', name: 'c.json' })).toContain('/a/b/c.json');
  expect(joined({ from: '/tmp/c.json', to: '/a/b' })).toContain('/a/b/c.json');
  expect(joined({ url: 'https://x.example/c.json?v=1', folder: '/a/b' })).toContain('/a/b/c.json');
  expect(joined({ path: '/a/b/old.json', new_name: 'c.json' })).toContain('/a/b/c.json');
  expect(joined({ 'path/0': 'a', 'path/1': 'b', 'path/2': 'c.json' })).toContain('/a/b/c.json');
});

test('content is no part of one, and words are no folder', () => {
  expect(joined({ directory: '/a/b', text: 'c.json' }, 'content')).toEqual([]);
  expect(joined({ subject: 'hello there', body: 'some words' })).toEqual([]);
  expect(joined({ source: '/a/b', name: 'c.json' })).not.toContain('/a/b/c.json');
});

test('of many arguments only some are put together', () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`p${i}`, `/a/${i}`]));
  expect(joined(many).length).toBeLessThan(400);
});
