import { expect, test } from 'vitest';
import { FILES } from '../../../src/inspect/commands/files.ts';
import { gravity } from './seen.ts';

const seen = gravity(FILES);

test.each([
  ['rm -rf /', 'critical'],
  ['rm -rf build', 'medium'],
  ['rm -rf /tmp/build', undefined],
  ['rm -rf /tmp/a/../../srv', 'medium'],
  ['rm -rf /tmp/{a,../srv}', 'medium'],
  ['rm -rf /tmp/a$X', 'medium'],
  ['rm file', undefined],
  ['chmod 666 x', 'medium'],
  ['chmod 1777 x', undefined],
  ['chmod u=rwx,o+w x', 'medium'],
  ['chmod -R a+rX .', undefined],
  ['chmod +w x', undefined],
  ['chmod g+s x', 'medium'],
  ['chown -R bob /', 'high'],
  ['chown -R bob build', undefined],
  ['truncate -s 0 x', 'medium'],
  ['truncate -s 1G x', undefined],
  ['cp x /etc/passwd', 'high'],
  ['cp /etc/hosts x', undefined],
  ['cp -t /etc/cron.d x', 'high'],
  ['mv x /dev/null', 'high'],
  ['sed -i s/a/b/ /etc/hosts', 'high'],
  ['sed -n 5p /etc/hosts', undefined],
  ['tar -C / -xf a.tar', 'high'],
  ['tar -C out -xf a.tar', undefined],
  ['tar -tf a.tar -C /', undefined],
  ['tar xf a.tar --to-command=sh', 'high'],
  ['unzip -l x.zip -d /etc', undefined],
  ['unzip x.zip -d /etc', 'high'],
  ['find . -delete', 'medium'],
  ['find /tmp/build -delete', undefined],
  ['find /tmp/build / -delete', 'medium'],
  ['find . -fprint /etc/cron.d/x', 'high'],
  ['remove-item -Recurse C:\\data', 'medium'],
  ['remove-item -rec C:\\Users', 'critical'],
  ['remove-item -Recurse C:\\Temp\\build', undefined],
  ['remove-item -Recurse C:\\Temp\\build,C:\\Users', 'medium'],
  ['remove-item -Recurse C:\\Temp\\..\\Users', 'medium'],
  ['remove-item -Recurse C:\\data -WhatIf', undefined],
  ['remove-item -Recurse C:\\data -WhatIf:$false', 'medium'],
  ['rmdir /s C:\\', 'high'],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
