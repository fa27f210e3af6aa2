import { expect, test } from 'vitest';
import { SOMETHING, START } from '../../../../src/inspect/shell/spelling/expansion.ts';
import { LONGEST_VALUE, MOST_VALUES, Variables } from '../../../../src/inspect/shell/spelling/variables.ts';

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
  [['..'], 'x', '../x'],
  [['..', 'a'], 'x', '../a/x'],
  [['..'], '../x', '../../x'],
  [['a', '../..'], 'x', '../x'],
  [[SOMETHING, 'a'], 'x', `${SOMETHING}/a/x`],
  [[SOMETHING, '..'], 'x', `${SOMETHING}/../x`],
  [['/srv', `${START}/a`, 'b'], 'x', 'a/b/x'],
  [['/srv', START], 'x', 'x'],
  [['a'.repeat(LONGEST_VALUE + 1)], 'x', `${SOMETHING}/x`],
])('after going to %j, %s is %s', (folders, path, place) => {
  const known = new Variables();
  for (const folder of folders) known.go(folder);
  expect(known.placeOf(path, false)).toBe(place);
});

test('a folder that is gone into for a while is left again, and any other is not known', () => {
  const known = new Variables();
  known.goFor('a');
  const inner = new Variables(known);
  known.goFor('/srv');
  expect([known.folder, inner.folder]).toEqual(['/srv', 'a']);
  known.goBack();
  expect(known.folder).toBe('a');
  known.goBack();
  expect(known.folder).toBe('');
  known.goBack();
  expect(known.folder).toBe(SOMETHING);
  known.join(inner);
  known.goBack();
  expect(known.folder).toBe(SOMETHING);
});

test('after two ways a script may stand in the folder that is farther away', () => {
  for (const [one, other, folder] of [
    ['', 'a', 'a'],
    ['a', '', 'a'],
    ['a', 'b', 'a'],
    ['a', '/b', '/b'],
    ['a', '..', '..'],
    ['/b', 'a', '/b'],
  ] as const) {
    const [known, instead] = [new Variables(), new Variables()];
    known.folder = one;
    instead.folder = other;
    known.join(instead);
    expect([one, other, known.folder]).toEqual([one, other, folder]);
  }
});

test('where a script stands is told from where it began, and what it was given besides is unknown', () => {
  const known = new Variables();
  expect(known.standing).toBe(START);
  known.go('a');
  expect(known.standing).toBe(`${START}/a`);
  known.go('/srv');
  expect(known.standing).toBe('/srv');
  known.forget('PWD');
  expect(known.valuesOf('PWD')).toEqual([[SOMETHING]]);
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
