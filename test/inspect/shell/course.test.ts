import { expect, test } from 'vitest';
import { Course } from '../../../src/inspect/shell/course.ts';
import { destructive } from '../../../src/inspect/shell/deeds.ts';

const messages = ({ deeds }: Course): string[] => deeds.map(({ message }) => message);
const FORGETS = 'Removes the history of commands.';

test('a history is lost where the shell itself clears it, or clears and writes it, or forgets it for good', () => {
  const own = new Course(true, undefined);
  own.remember(['clears'], () => true);
  expect(messages(own)).toEqual([FORGETS]);
  const others = new Course(true, undefined);
  others.remember(['clears'], () => false);
  others.end();
  expect(messages(others)).toEqual([]);
  for (const memory of [['clears', 'writes'], ['forgets']] as const) {
    const inner = new Course(false, undefined);
    inner.remember(memory, () => true);
    inner.end();
    expect(messages(inner)).toEqual([FORGETS]);
  }
});

test('whose history it is is asked for only where that matters', () => {
  const asked: string[] = [];
  const course = new Course(true, undefined);
  for (const memory of [[], ['writes'], ['forgets']] as const)
    course.remember(memory, () => asked.push(memory.join()) > 0);
  expect(asked).toEqual([]);
});

test('a variable carries what it was filled with, and a link what it leads to', () => {
  const course = new Course(true, undefined);
  course.variables.set('page', 'fetched');
  expect(course.feedOf('x-${page}')).toBe('fetched');
  expect(course.feedOf('$other')).toBeUndefined();
  expect(course.feedOf('$(curl x.example)')).toBe('fetched');
  course.link(['/srv/data', './here']);
  expect([course.isLinked(['here/x']), course.isLinked(['there/x'])]).toEqual([true, false]);
  course.link(['/dev/stdin', './input']);
  expect(course.files.has('input')).toBe(true);
  course.link(['/srv']);
  expect(course.links).toHaveLength(1);
});

test('of two values that a variable may have, the worse one counts, before and after it is used', () => {
  const given = (...values: readonly (string | undefined)[]) => {
    const course = new Course(true, undefined);
    for (const value of values) course.give('d', value);
    return course;
  };
  expect(given("'dist'").origins.get('d')).toBe('made');
  expect(given("'dist'", "'out'").origins.get('d')).toBe('made');
  for (const values of [
    ["'dist'", "'src'"],
    ["'dist'", undefined],
    [undefined, "'dist'"],
  ])
    expect(given(...values).origins.get('d')).toBeUndefined();
  expect(given('gci -r', "'dist'").origins.get('d')).toBe('listed');
  const relied = given("'dist'");
  relied.give('d');
  expect(messages(relied)).toEqual([]);
  const used = given("'dist'");
  used.origins.get('d');
  used.give('d', "'out'");
  expect(messages(used)).toEqual([]);
  used.unsettle();
  expect(messages(used)).toEqual(['Removes every file on a list.']);
  expect(used.origins.get('d')).toBeUndefined();
});

test('how often values were given is counted', () => {
  const course = new Course(true, undefined);
  course.give('d', "'dist'");
  course.unsettle();
  expect(course.changes).toBe(2);
});

test('a path begins where a script went, as far as that is said', () => {
  const course = new Course(true, undefined);
  expect(course.placeOf('dist')).toBe('dist');
  course.go('C:\\srv\\');
  course.go('app');
  expect([course.placeOf('dist'), course.isAway]).toEqual(['C:\\srv\\app\\dist', true]);
  for (const fixed of ['D:\\dist', '~\\dist', '$env:TEMP\\x', '-Recurse', '\\dist'])
    expect(course.placeOf(fixed)).toBe(fixed);
  course.go('C:\\Users\\me\\app');
  expect(course.isAway).toBe(false);
  course.go('..\\..\\..');
  expect([course.folder, course.isAway]).toEqual(['C:', true]);
  for (const unknown of ['$d', 'app', '..', `C:\\${'a'.repeat(400)}`]) {
    course.go(unknown);
    expect([unknown, course.folder, course.isAway]).toEqual([unknown, '$unknown', true]);
  }
});

test('below where a script began all is its own, and above it nothing', () => {
  const isAway = (...folders: string[]): boolean => {
    const course = new Course(true, undefined);
    for (const folder of folders)
      folder === '<' ? course.goBack() : folder.startsWith('>') ? course.goFor(folder.slice(1)) : course.go(folder);
    return course.isAway;
  };
  for (const own of [
    ['a'],
    ['a', '..'],
    ['a', '.', 'b', '..\\..'],
    ['$PSScriptRoot'],
    ['a', '$PWD', '..'],
    ['>C:\\x', '<'],
    ['>C:\\x', '>a', '<', '<'],
    ['a', '..\\b'],
    ['./a/', './../b/c', '..\\..'],
    ['~\\code\\a', '..\\b'],
    ['C:\\Users\\me\\code', '.\\a', '../b'],
  ])
    expect([own, isAway(...own)]).toEqual([own, false]);
  for (const away of [
    ['C:\\x', '${PWD}\\a'],
    ['..'],
    ['a', '..', '..'],
    ['$d'],
    ['$PSScriptRoot\\..'],
    ['-'],
    ['<'],
    ['>C:\\x', '>a', '<'],
    ['a', '$d', '..'],
    ['a', '..\\..\\b'],
    ['a\\..\\..', 'a'],
    ['~'],
    ['~\\code', '..'],
    ['C:\\Users\\me\\code', '..'],
    ['HKLM:\\Software'],
    ['FileSystem::C:\\x'],
    ['(Resolve-Path ..)'],
  ])
    expect([away, isAway(...away)]).toEqual([away, true]);
});

test('a half of what was built goes with the other half, in one folder', () => {
  const removes = destructive('Removes.', 'medium');
  const severities = (...acts: readonly (string | undefined)[]): string[] => {
    const course = new Course(true, undefined);
    for (const folder of acts) folder === undefined ? course.leave() : course.lose([folder], removes);
    course.end();
    return course.deeds.map(({ severity }) => severity);
  };
  expect(severities('bin', './obj/')).toEqual(['medium', 'low']);
  expect(severities('a/obj', 'a\\bin')).toEqual(['medium', 'low']);
  expect(severities('bin')).toEqual(['medium']);
  expect(severities('a/bin', 'b/obj')).toEqual(['medium', 'medium']);
  expect(severities('bin', undefined, 'obj')).toEqual(['medium', 'medium']);
  expect(severities(undefined, 'bin', 'obj')).toEqual(['medium', 'medium']);
});
