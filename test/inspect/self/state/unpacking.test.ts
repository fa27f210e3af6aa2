import { expect, test } from 'vitest';
import { StateReach } from '../../../../src/inspect/self/state/reach.ts';
import { isNext, nextIn, unpacking, unpacksInto } from '../../../../src/inspect/self/state/unpacking.ts';

const state = new StateReach(['/home/me/.local/state/sallyport']);

test('right beside the state directory one name is enough to reach it', () => {
  expect(unpacking('/home/me/.local/state', state)).toBe('reaches');
  expect(unpacking('/home/me', state)).toBe('may');
  expect(unpacking('/srv', state)).toBeUndefined();
});

test('what has the name of the next step down lands on it', () => {
  expect(isNext('x/state', nextIn('/home/me/.local', state))).toBe(true);
  expect(isNext('x/st*', nextIn('/home/me/.local', state))).toBe(true);
  expect(isNext('x/*', nextIn('/home/me/.local', state))).toBe(false);
  expect(isNext('x/other', nextIn('/home/me/.local', state))).toBe(false);
});

test.each([
  ['tar xf a -C /b', '/b'],
  ['tar --extract -f a', undefined],
  ['tar -xzC /b', '/b'],
  ['unzip a -d /b', '/b'],
  ['7z x a -o/b', '/b'],
  ['unrar x a /b/', '/b/'],
  ['expand-archive a /srv/b', '/srv/b'],
  ['cpio -i -D /b', '/b'],
  ['jar xf a', undefined],
  ['patch -d /b', '/b'],
  ['git -C /b apply x', '/b'],
  ['python3 -m zipfile -e a /b', '/b'],
])('%s unpacks into %s', (line, folder) => {
  const [name = '', ...args] = line.split(' ');
  expect(unpacksInto(name, args)).toEqual({ folder });
});

test.each([
  'tar cf a b',
  'tar tf a',
  'unzip -l a',
  '7z l a',
  'patch --dry-run',
  'git status',
  'python3 -m zipfile -l a',
  'ls',
])('%s unpacks nothing', (line) => {
  const [name = '', ...args] = line.split(' ');
  expect(unpacksInto(name, args)).toBeUndefined();
});
