import { expect, test } from 'vitest';
import { isMetadataHost, judgeHost, judgeReadings } from '../../../src/inspect/ssrf/hosts.ts';

test.each([
  ['[::ffff:a9fe:a9fe]', 'ssrf.metadata critical'],
  ['[::a9fe:a9fe]', 'ssrf.metadata critical'],
  ['[64:ff9b::a9fe:a9fe]', 'ssrf.metadata critical'],
  ['[2002:a9fe:a9fe::]', 'ssrf.metadata critical'],
  ['[::7f00:1]', 'ssrf.private medium'],
  ['[fec0::1]', 'ssrf.private medium'],
  ['[4000::1]', 'ssrf.private medium'],
  ['169.254.169.254.some.example', 'ssrf.metadata high'],
  ['make-169-254-169-254-rr.some.example', 'ssrf.metadata high'],
  ['127-0-0-1.some.example', 'ssrf.private medium'],
  ['10.0.0.5.some.example', 'ssrf.private medium'],
  ['--1.sslip.io', 'ssrf.private high'],
])('%s is inside', (host, expected) => {
  expect(judgeHost(host, host)?.slice(0, 2).join(' ')).toBe(expected);
});

test.each([
  '[2606:4700:4700::1111]',
  '8.8.8.8',
  'ec2-54-12-1-2.compute.example',
  '54-12-1-2.some.example',
  'v10-0-0-1.preview.example',
  '1.1.1.1.some.example',
  '8-8-8-8.sslip.io',
])('%s is not', (host) => {
  expect(judgeHost(host, host)).toBeUndefined();
});

test.each([
  ['http://a.example\\@169.254.169.254/', 'ssrf.metadata'],
  ['http://a.example#@169.254.169.254/', 'ssrf.metadata'],
  ['http://a.example?@169.254.169.254:80/', 'ssrf.metadata'],
  ['http://169.254.169.254%2f@a.example', 'ssrf.metadata'],
  ['http://169.254.169.254%00.a.example', 'ssrf.metadata'],
  ['http://a.example\\@[::1]/', 'ssrf.private'],
  ['http://a.example\\@127.1/', 'ssrf.private'],
])('%s names a place inside to some readers', (url, kind) => {
  expect(judgeReadings(url)?.[0]).toBe(kind);
});

test.each([
  'https://a.example/@user',
  'https://a.example/x@127.0.0.1',
  'https://ann:secret@a.example/',
  'https://a.example?mail=ann@b.example',
  'https://10@a.example/',
  'https://a%20b@a.example/',
  'https://a.example#top',
])('%s names one place to all of them', (url) => {
  expect(judgeReadings(url)).toBeUndefined();
});

test('knows the metadata service by its host', () => {
  for (const host of [
    '169.254.169.254',
    '[fd00:ec2::254]',
    '[::ffff:a9fe:a9fe]',
    '[64:ff9b::a9fe:a9fe]',
    '100.100.100.200',
  ])
    expect(isMetadataHost(host), host).toBe(true);
  for (const host of ['169.254.169.1', '10.0.0.1', 'a.example', '[::1]', ''])
    expect(isMetadataHost(host), host).toBe(false);
});
