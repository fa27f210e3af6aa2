import { expect, test } from 'vitest';
import { isSystemPlace, STARTUP, sensitivePlace } from '../../src/inspect/sensitive.ts';

test.each([
  ['/home/me/.ssh/config', 'SSH keys'],
  ['/srv/app/.env', 'a file of secrets for a program'],
  ['/etc/passwd', "the system's accounts"],
  ['c:/users/me/appdata/local/google/chrome/user data/default/login data', 'a browser profile'],
  ['/home/me/.bashrc', 'what runs by itself at a start or login'],
  ['/repo/.git/hooks/pre-commit', STARTUP],
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

test('what belongs to the system or a server on it is told from work, and logs are work', () => {
  for (const path of ['/etc/hosts', '/proc/mounts', 'c:/inetpub/wwwroot/x.asa']) expect(isSystemPlace(path)).toBe(true);
  for (const path of ['/srv/etc/x', 'etc/x', '/var/log/nginx/access.log']) expect(isSystemPlace(path)).toBe(false);
});
