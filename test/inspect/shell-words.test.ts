import { expect, test } from 'vitest';
import { EVERYTHING, isFetcher, isInterpreter, isScratch, isWrapper, nameOf } from '../../src/inspect/shell-words.ts';

test('a command is known by its name alone, however it is written', () => {
  expect(nameOf('/usr/bin/Curl')).toBe('curl');
  expect(nameOf('C:\\Windows\\System32\\CMD.exe')).toBe('cmd');
});

test('what fetches, what interprets and what only runs another are told apart', () => {
  expect([isFetcher('wget'), isFetcher('cat')]).toEqual([true, false]);
  expect([isInterpreter('python3.12'), isInterpreter('cat')]).toEqual([true, false]);
  expect([isWrapper('sudo'), isWrapper('cat')]).toEqual([true, false]);
});

test('a folder for scratch work is one below the temporary folder, never that folder or a way out of it', () => {
  expect(isScratch(['-rf', '/tmp/build'])).toBe(true);
  for (const args of [['-rf', '/tmp/*'], ['-rf', '/tmp/a/../../etc'], ['-rf', '/tmp/a', '/etc'], ['-rf']])
    expect(isScratch(args)).toBe(false);
});

test('everything is the root, a home, a system folder or a wildcard', () => {
  for (const place of ['/', '~', '$HOME', '/etc', '*', 'C:\\']) expect(EVERYTHING.test(place)).toBe(true);
  for (const place of ['build', './dist/old', '/srv/app/cache/old']) expect(EVERYTHING.test(place)).toBe(false);
});
