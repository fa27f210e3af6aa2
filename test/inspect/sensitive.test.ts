import { expect, test } from 'vitest';
import { sensitivePlace } from '../../src/inspect/sensitive.ts';

test.each([
  ['/home/me/.ssh/config', 'SSH keys'],
  ['/srv/app/.env', 'a file of secrets for a program'],
  ['/etc/passwd', "the system's accounts"],
  ['c:/users/me/appdata/local/google/chrome/user data/default/login data', 'a browser profile'],
  ['/home/me/.bashrc', 'what runs by itself at a start or login'],
  ['/repo/.git/hooks/pre-commit', 'what runs by itself at a start or login'],
])('%s holds %s', (path, what) => {
  expect(sensitivePlace(path)).toBe(what);
});

test.each([
  '/home/me/notes.txt',
  '/srv/etc/passwd-policy.md',
  '/repo/.env.example',
  '/repo/.git/hooks/pre-commit.sample',
  '/dev/null',
])('%s is an ordinary path', (path) => {
  expect(sensitivePlace(path)).toBeUndefined();
});
