import { expect, test } from 'vitest';
import { PERMISSIONS } from '../../../src/inspect/commands/permissions.ts';
import { gravity } from './seen.ts';

const seen = gravity(PERMISSIONS);

test.each([
  ['chmod 666 x', 'medium'],
  ['chmod 1777 x', undefined],
  ['chmod u=rwx,o+w x', 'medium'],
  ['chmod -R a+rX .', undefined],
  ['chmod +w x', undefined],
  ['chmod g+s x', 'medium'],
  ['chown -R bob /', 'high'],
  ['chown -R bob build', undefined],
  ['chmod -R 777 .', 'high'],
  ['chattr -i x', 'medium'],
  ['setfacl -m o::rw x', 'medium'],
  ['setfacl -m u:bob:r x', undefined],
  ['setcap cap_net_raw+ep bin/ping', 'high'],
  ['setcap -v cap_net_raw+ep bin/ping', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
