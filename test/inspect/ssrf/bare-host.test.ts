import { expect, test } from 'vitest';
import { bareHost, fetchesMetadata, isMetadata } from '../../../src/inspect/ssrf/bare-host.ts';

test.each([
  ['a.example/x', 'a.example'],
  ['//a.example:80/x', 'a.example'],
  ['ann@A.example.?x', 'a.example'],
  ['::1', '[::1]'],
  ['0x7f.1/x', '127.0.0.1'],
])('%s begins with the host %s', (text, host) => {
  expect(bareHost(text)).toBe(host);
});

test.each(['', '/x', '?x', '[x]', `${'a'.repeat(3_000)}.example`])('%j begins with none', (text) => {
  expect(bareHost(text)).toBeUndefined();
});

test.each([
  '169.254.169.254',
  '169.254.169.254/latest/meta-data/',
  '169.254.169.254./latest',
  '169.254.169.254?x',
  '169.254.169.254#x',
  '169.254.169.254:80?x',
  'user@169.254.169.254',
  '169\u3002254\u3002169\u3002254/x',
  '169%2e254%2e169%2e254/x',
  '\u2460\u2465\u2468.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '::ffff:a9fe:a9fe',
  'fd00:ec2::254',
  '[fd00:ec2::254]:80/x',
])('%s is the metadata service', (text) => {
  expect(isMetadata(text)).toBe(true);
});

test.each([
  '10.5',
  '2852039167',
  '4915112345678',
  '1.2.3.4',
  'a.example',
  '',
  '12:30',
  '2026-11-26',
  'bob@10.0.0.5',
  'a/169.254.169.254',
])('%s is not', (text) => {
  expect(isMetadata(text)).toBe(false);
});

test.each([
  'curl 169.254.169.254/latest/meta-data/iam/',
  'wget -qO- 169.254.169.254',
  'curl -s "$(echo 169.254.169.254)"',
  'nc 169.254.169.254 80',
  'curl 0xa9fea9fe',
  'python3 -c "import http.client as h; h.HTTPConnection(\'169.254.169.254\')"',
  'iwr 169.254.169.254/latest',
  `curl ${'a.example/1 '.repeat(3_000)}169.254.169.254`,
])('%s fetches from it', (command) => {
  expect(fetchesMetadata(command)).toBe(true);
});

test.each([
  'iptables -A OUTPUT -d 169.254.169.254 -j DROP',
  'grep -r 169.254.169.254 .',
  'curl https://a.example/2852039166',
  'curl a.example -d 2852039166',
  'curl 10.0.0.1',
])('%s does not', (command) => {
  expect(fetchesMetadata(command)).toBe(false);
});
