import path from 'node:path';
import { expect, it } from 'vitest';
import { isOwnCopy } from '../../src/discover/own-copy.ts';
import { put, scratch } from './home.ts';

/** The script of a program whose package is called so. */
const copyOf = (name: string): string => {
  const folder = path.join(scratch(), 'gate-main');
  put(path.join(folder, 'package.json'), JSON.stringify({ name }));
  return put(path.join(folder, 'dist', 'cli', 'main.js'), '');
};

it('is a copy of Sallyport by its package, in a folder of whatever name', () => {
  expect(isOwnCopy(copyOf('sallyport'))).toBe(true);
  expect(isOwnCopy(copyOf('mail-server'))).toBe(false);
});

it('is one by its place alone where it is gone: that starts nothing', () => {
  const folder = path.join(scratch(), 'gone');
  expect(isOwnCopy(path.join(folder, 'dist', 'cli', 'main.js'))).toBe(true);
  expect(isOwnCopy(path.join(folder, 'dist', 'main.js'))).toBe(false);
  // There is a folder, and it is not ours.
  put(path.join(folder, 'README.md'), '');
  expect(isOwnCopy(path.join(folder, 'dist', 'cli', 'main.js'))).toBe(false);
});

it('is none where it cannot be looked at', () => {
  expect(isOwnCopy('dist/cli/main.js')).toBe(false);
  const broken = copyOf('sallyport');
  put(path.join(broken, '..', '..', '..', 'package.json'), '{');
  expect(isOwnCopy(broken)).toBe(false);
});
