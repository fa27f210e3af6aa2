import { expect, test } from 'vitest';
import { judgeWrite } from '../../../src/inspect/shell/deeds.ts';

test('judges what is written to', () => {
  expect(judgeWrite('/dev/tcp/x/1')?.kind).toBe('shell.network');
  expect(judgeWrite('/dev/sda')?.severity).toBe('critical');
  expect(judgeWrite('/etc/hosts')?.kind).toBe('shell.destructive');
  expect(judgeWrite('~/.bashrc')?.kind).toBe('shell.destructive');
  expect(judgeWrite('/dev/null')).toBeUndefined();
  expect(judgeWrite('out.txt')).toBeUndefined();
});
