import { expect, test } from 'vitest';
import { LONGEST_VALUE, MOST_VALUES, Variables } from '../../../src/inspect/shell/variables.ts';

test('keeps what a variable may hold, and nothing where that is too long or too much', () => {
  const known = new Variables();
  known.set('a', [['x']]);
  expect(known.valuesOf('a')).toEqual([['x']]);
  for (const values of [
    [],
    [['x'.repeat(LONGEST_VALUE + 1)]],
    Array.from({ length: MOST_VALUES + 1 }, (_, i) => [`${i}`]),
  ]) {
    known.set('a', [['x']]);
    known.set('a', values);
    expect(known.valuesOf('a')).toBeUndefined();
  }
});

test('after two ways a variable may hold what either of them put there', () => {
  const before = new Variables();
  before.set('a', [['x']]);
  const after = new Variables(before);
  after.set('a', [['y']]);
  after.set('b', [['z']]);
  expect(before.valuesOf('a')).toEqual([['x']]);
  after.join(before);
  expect(after.valuesOf('a')).toEqual([['y'], ['x']]);
  expect(after.valuesOf('b')).toEqual([['z']]);
});

test.each([
  [['/srv'], 'x', '/srv/x'],
  [['/srv', 'a'], './x', '/srv/a/x'],
  [['/'], 'etc', '/etc'],
  [['~'], '.claude.json', '~/.claude.json'],
  [['/srv'], '/etc', '/etc'],
  [['/srv'], '$X/y', '$X/y'],
  [['a'], 'x', 'a/x'],
  [['./a/', 'b'], './x', 'a/b/x'],
  [['a', '..'], 'x', 'x'],
  [['a', '../b'], 'x', 'b/x'],
  [['/srv/a', '..'], 'x', '/srv/x'],
  [['..'], 'x', 'x'],
  [['a', '../..'], 'x', 'x'],
  [['-', 'a'], 'x', 'x'],
  [['/srv', '-'], 'x', 'x'],
])('after going to %j, %s is %s', (folders, path, place) => {
  const known = new Variables();
  for (const folder of folders) known.go(folder);
  expect(known.placeOf(path, false)).toBe(place);
});

test('a path through a link leads where the link does; what is removed is the link itself', () => {
  const known = new Variables();
  known.go('~');
  known.link('x', '.cursor');
  known.link('y', 'x/mcp.json');
  expect(known.placeOf('x/mcp.json', false)).toBe('~/.cursor/mcp.json');
  expect(known.placeOf('y', true)).toBe('~/.cursor/mcp.json');
  expect(known.placeOf('y', false)).toBe('~/y');
});

test('links that lead to each other are not followed for ever', () => {
  const known = new Variables();
  known.link('a', 'b/a');
  known.link('b', 'a/b');
  expect(known.placeOf('a/x', true).length).toBeLessThan(40);
});
