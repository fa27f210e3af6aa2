import { expect, test } from 'vitest';
import {
  isFetcher,
  isInterpreter,
  isWrapper,
  judgeCommand,
  judgeWrite,
  nameOf,
} from '../../src/inspect/shell-commands.ts';

test.each([
  ['rm -rf /', 'critical'],
  ['rm -rf build', 'medium'],
  ['RM.EXE -r /', 'critical'],
  ['/bin/mkfs.ext4 /dev/sda', 'critical'],
  ['chmod -R 777 .', 'high'],
  ['git config core.hooksPath', undefined],
  ['git config --global core.hooksPath /tmp/x', 'high'],
  ['crontab -l', undefined],
  ['crontab x', 'high'],
  ['rm file', undefined],
  ['', undefined],
])('%s: %s', (command, severity) => {
  expect(judgeCommand(command.split(' '))?.severity).toBe(severity);
});

test('judges what is written to', () => {
  expect(judgeWrite('/dev/tcp/x/1')?.kind).toBe('shell.network');
  expect(judgeWrite('/dev/sda')?.severity).toBe('critical');
  expect(judgeWrite('/etc/hosts')?.kind).toBe('shell.destructive');
  expect(judgeWrite('~/.bashrc')?.kind).toBe('shell.destructive');
  expect(judgeWrite('/dev/null')).toBeUndefined();
  expect(judgeWrite('out.txt')).toBeUndefined();
});

test('names commands without their folder', () => {
  expect(nameOf('C:\\Windows\\CMD.exe')).toBe('cmd');
  expect([isFetcher('curl'), isInterpreter('bash'), isWrapper('sudo'), isInterpreter('ls')]).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
