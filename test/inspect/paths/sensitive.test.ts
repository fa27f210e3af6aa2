import { expect, test } from 'vitest';
import { isServerLog, isSystemPlace, STARTUP, sensitivePlace } from '../../../src/inspect/paths/sensitive.ts';

test.each([
  ['/home/me/.ssh/config', 'SSH keys'],
  ['/srv/app/.env', 'a file of secrets for a program'],
  ['/etc/passwd', "the system's accounts"],
  ['c:/users/me/appdata/local/google/chrome/user data/default/login data', 'a browser profile'],
  ['/home/me/.bashrc', 'what runs by itself at a start or login'],
  ['/repo/.git/hooks/pre-commit', STARTUP],
  ['/home/me/.bash_login', STARTUP],
  ['/home/me/.zlogin', STARTUP],
  ['/home/me/.xinitrc', STARTUP],
  ['/home/me/.config/fish/config.fish', STARTUP],
  ['/home/me/.config/systemd/user/sync.service', STARTUP],
  ['c:/users/me/documents/powershell/microsoft.powershell_profile.ps1', STARTUP],
  ['/srv/app/.venv/lib/python3.12/site-packages/sitecustomize.py', STARTUP],
  ['/usr/lib/python3/dist-packages/zz.pth', STARTUP],
])('%s holds %s', (path, what) => {
  expect(sensitivePlace(path)).toBe(what);
});

test.each([
  '/home/me/notes.txt',
  '/srv/etc/passwd-policy.md',
  '/repo/.env.example',
  '/repo/.git/hooks/pre-commit.sample',
  '/dev/null',
  '/repo/models/best.pth',
  '/repo/deploy/systemd/app.service',
  '/repo/docs/customize.py',
  '/repo/data/fish/config.json',
  '/repo/scripts/profile.sh',
])('%s is an ordinary path', (path) => {
  expect(sensitivePlace(path)).toBeUndefined();
});

test('what belongs to the system or a server on it is told from work, and so are its logs', () => {
  for (const path of [
    '/etc/hosts',
    '/proc/mounts',
    'c:/inetpub/wwwroot/x.asa',
    '/var/log/auth.log.1',
    '/private/var/log/x',
    '/var/log/nginx/access.log',
  ])
    expect(isSystemPlace(path)).toBe(true);
  for (const path of ['/srv/etc/x', 'etc/x', '/srv/var/log/x', 'logs/build.log', '/var/logs'])
    expect(isSystemPlace(path)).toBe(false);
});

test("a web server's log is told from a log of the work's own", () => {
  for (const path of ['apache/logs/x', 'logs/access.log', 'srv/nginx/log/a']) expect(isServerLog(path)).toBe(true);
  for (const path of ['logs/build.log', 'src/access.log', 'apache/readme.md']) expect(isServerLog(path)).toBe(false);
});
