import { expect, test } from 'vitest';
import { EVERYTHING, isScratch, nameOf } from '../../../src/inspect/shell/words.ts';

test('a command is known by its name alone, however it is written', () => {
  expect(nameOf('/usr/bin/Curl')).toBe('curl');
  expect(nameOf('C:\\Windows\\System32\\CMD.exe')).toBe('cmd');
});

test('a folder for scratch work is one below the temporary folder, never that folder or a way out of it', () => {
  for (const place of [
    '/tmp/build',
    '$TMPDIR/a b',
    'C:\\Temp\\a',
    '%TEMP%\\a',
    'C:\\Users\\me\\AppData\\Local\\Temp\\a',
  ])
    expect(isScratch(['-rf', place])).toBe(true);
  for (const args of [
    ['/tmp/*'],
    ['/tmp/a/../../etc'],
    ['/tmp/a', '/etc'],
    [],
    ['/tmp/{a,/etc}'],
    ['/tmp/a$X'],
    ['C:\\Temp\\a,C:\\b'],
  ])
    expect(isScratch(['-rf', ...args])).toBe(false);
});

test('everything is the root, a home, a system folder or a wildcard', () => {
  for (const place of [
    ...['/', '~', '$HOME', '/etc', '*', 'C:\\', 'C:\\Windows\\x', 'C:\\Program Files (x86)\\x\\y'],
    ...['C:\\Users', 'C:\\Users\\*', 'C:\\Users\\me', 'c:/users/me/', 'C:\\Users\\me\\*'],
  ])
    expect(EVERYTHING.test(place)).toBe(true);
  for (const place of ['build', './dist/old', '/srv/app/cache/old', 'C:\\Users\\me\\app', 'C:\\Windowsx\\x'])
    expect(EVERYTHING.test(place)).toBe(false);
});
