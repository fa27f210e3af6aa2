import { expect, test } from 'vitest';
import { SERVICES } from '../../../src/inspect/commands/services.ts';
import { gravity } from './seen.ts';

const seen = gravity(SERVICES);

test.each([
  ['shutdown -h now', 'high'],
  ['shutdown -c', undefined],
  ['systemctl stop x', 'high'],
  ['systemctl status stop.service', undefined],
  ['launchctl bootout x', 'high'],
  ['launchctl list', undefined],
  ['kill -9 -1', 'high'],
  ['kill 4711', undefined],
  ['pkill -f vite', 'low'],
  ['pkill -9 node', 'low'],
  ['pkill -f server.py', 'low'],
  ['pkill -f sleep', 'low'],
  ['killall http-server', 'low'],
  ['killall node sshd', 'medium'],
  ['killall -9 sshd', 'medium'],
  ['pkill -f .', 'medium'],
  ['pkill -v node', 'medium'],
  ['pkill -u bob', 'medium'],
  ['crontab -l', undefined],
  ['crontab -', 'high'],
  ['sysctl -w a=1', 'medium'],
  ['sysctl a', undefined],
  ['iptables -P INPUT ACCEPT', 'high'],
  ['iptables -P INPUT DROP', undefined],
  ['iptables -L', undefined],
  ['useradd -m bob', undefined],
  ['useradd -o -u 0 bob', 'high'],
  ['adduser bob', undefined],
  ['adduser bob sudo', 'high'],
  ['passwd -S bob', undefined],
  ['passwd bob', 'high'],
  ['modprobe -n x', undefined],
  ['modprobe x', 'high'],
  ['journalctl --since today', undefined],
  ['journalctl --vacuum-time=1s', 'high'],
  ['gpg --export-secret-keys', 'high'],
  ['gpg --export', undefined],
])('%s: %s', (command, severity) => {
  expect(seen(command)).toBe(severity);
});
