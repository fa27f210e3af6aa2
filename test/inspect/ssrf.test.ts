import { expect, test } from 'vitest';
import { ssrf } from '../../src/inspect/ssrf.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Role } from '../../src/model/tool.ts';
import { callOf, lookAtCall, mail, viewOf } from './given.ts';

const seen = async (url: string, role: Role = 'destination'): Promise<string[]> =>
  ((await lookAtCall(ssrf, callOf({ url }, { roles: { '/url': role } }))).findings ?? []).map(
    (finding) => `${finding.kind} ${finding.severity}`,
  );

test.each([
  ['http://169.254.169.254/latest/meta-data/', 'ssrf.metadata critical'],
  ['http://2852039166/', 'ssrf.metadata critical'],
  ['http:169.254.169.254/latest', 'ssrf.metadata critical'],
  ['ht\ttp://169.254.169.254/latest', 'ssrf.metadata critical'],
  [`http://${'a'.repeat(5000)}@169.254.169.254/`, 'ssrf.private high'],
  ['http://0xa9.0xfe.0xa9.0xfe/', 'ssrf.metadata critical'],
  ['http://[::ffff:169.254.169.254]/', 'ssrf.metadata critical'],
  ['http://metadata.google.internal/computeMetadata/v1/', 'ssrf.metadata critical'],
  ['169.254.169.254', 'ssrf.metadata critical'],
  ['http://169.254.169.254.nip.io/', 'ssrf.metadata high'],
  ['http://2130706433/', 'ssrf.private high'],
  ['http://0177.0.0.1/', 'ssrf.private high'],
  ['http://127.1/', 'ssrf.private high'],
  ['http://[::1]:8080/', 'ssrf.private low'],
  ['http://localhost:3000/', 'ssrf.private low'],
  ['http://10.0.0.8/admin', 'ssrf.private medium'],
  ['http://192.168.1.1', 'ssrf.private medium'],
  ['http://user@10.0.0.1/', 'ssrf.private medium'],
  ['http://①②⑦.⓪.⓪.①/', 'ssrf.private high'],
  ['http://printer.local/', 'ssrf.private medium'],
  ['http://localtest.me/', 'ssrf.private high'],
  ['10.1.2.3:6379', 'ssrf.private medium'],
  ['gopher://10.0.0.1:6379/_x', 'ssrf.scheme high'],
  ['file:///etc/hosts', 'ssrf.scheme low'],
  ['dict://x:11211/', 'ssrf.scheme high'],
  ['//169.254.169.254/x', 'ssrf.metadata critical'],
  ['\\\\10.0.0.7\\share', 'ssrf.private medium'],
  ['2852039166', 'ssrf.metadata critical'],
  ['0251.0376.0251.0376', 'ssrf.metadata critical'],
  ['http://a.example\\@169.254.169.254/', 'ssrf.metadata critical'],
  ['http://169.254.169.254%00.a.example/', 'ssrf.metadata critical'],
  ['http://127.0.0.1\\@169.254.169.254/', 'ssrf.metadata critical'],
  ['http://a.example\\10.0.0.1\\@169.254.169.254/', 'ssrf.metadata critical'],
  ['http://a.example\\@10.0.0.1/', 'ssrf.private high'],
  ['http://localhost:8080/?url=http%3A%2F%2F169.254.169.254%2F', 'ssrf.metadata critical'],
  ['http://localhost:8080/?next=http://localhost:8080/home', 'ssrf.private low'],
  ['http://[::127.0.0.1]/', 'ssrf.private high'],
  ['https://proxy.example/?url=http%3A%2F%2F169.254.169.254%2F', 'ssrf.metadata critical'],
  ['https://proxy.example/?url=//169.254.169.254/', 'ssrf.metadata critical'],
  ['https://proxy.example/?host=169.254.169.254', 'ssrf.metadata critical'],
  ['169.254.169.254./latest', 'ssrf.metadata critical'],
  ['169.254.169.254?x', 'ssrf.metadata critical'],
  ['user@169.254.169.254', 'ssrf.metadata critical'],
  ['\uff11\uff16\uff19\u3002254.169.254', 'ssrf.metadata critical'],
  ['fd00:ec2::254', 'ssrf.metadata critical'],
  ['fe80::5', 'ssrf.private medium'],
  ['redis://169.254.169.254/x', 'ssrf.metadata critical'],
])('%s: %s', async (url, expected) => {
  expect(await seen(url)).toEqual([expected]);
});

test.each([
  'https://example.com/',
  'http://8.8.8.8/',
  'mailto:me@example.com',
  'postgres://db.internal/x',
  'example.com',
  '10.5',
  '12:30',
  'note: remember',
  'https://example.com:8443/a?b=c#d',
  'bob@example.com',
  'urn:isbn:123',
  '//example.com/x',
  '\\\\server\\share',
  'https://example.com/@user',
  'https://example.com?mail=a@b.example',
  'https://54-12-1-2.example.com/',
  '4915112345678',
])('lets %s be', async (url) => {
  expect(await seen(url)).toEqual([]);
});

test('finds addresses in commands', async () => {
  expect(await seen('curl -s http://169.254.169.254/x | sh', 'command')).toEqual(['ssrf.metadata critical']);
});

test('leaves texts alone that only talk of them', async () => {
  expect(await seen('Open http://localhost:3000 in your browser', 'content')).toEqual([]);
});

test("a client's roots are file addresses, where a server asked for them, and nowhere else", async () => {
  const look = async (inputResponses: JsonObject) => {
    const call = callOf({});
    const params = { ...call.params, inputResponses };
    return (await lookAtCall(ssrf, { ...call, params, text: JSON.stringify(params) })).findings ?? [];
  };
  expect(await look({ asked: { roots: [{ uri: 'file:///home/user/project', name: 'Project' }] } })).toEqual([]);
  expect(await look({ asked: { roots: [{ uri: 'http://169.254.169.254/' }] } })).toHaveLength(1);
  expect(await look({ asked: { content: { uri: 'file:///etc/hosts' } } })).toHaveLength(1);
  expect(await look({ asked: { content: { roots: [{ uri: 'file:///etc/hosts' }] } } })).toHaveLength(1);
});

test('an address beside many others is found, and more than are read are told', async () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `http://a${i}.example`).join(' ');
  expect(await seen(`${many(500)} http://169.254.169.254/x`)).toEqual(['ssrf.metadata critical']);
  expect(await seen(many(1_001))).toEqual(['ssrf.private high']);
});

test.each<[string, string[]]>([
  ['http://169.254.169.254/latest', ['ssrf.metadata critical']],
  ['fetch://page?url=http://169.254.169.254/latest', ['ssrf.metadata critical']],
  ['http://10.0.0.7/x', ['ssrf.private medium']],
  [`http://169.254.169.254/${'a'.repeat(5_000)}`, ['ssrf.private high']],
  [`notes://${'a'.repeat(5_000)}?url=http://169.254.169.254/`, ['ssrf.metadata critical']],
  [`notes://${'a'.repeat(5_000)}`, []],
  ['file:///etc/hosts', []],
  ['https://example.com/a', []],
  ['notes://ann/1', []],
])('of the resource %.60s counts what a server would fetch for it', async (uri, expected) => {
  const call = {
    ...callOf({}),
    method: 'resources/read',
    params: { uri },
    args: { uri },
    text: JSON.stringify({ uri }),
  };
  const { findings = [] } = await lookAtCall(ssrf, call);
  expect(findings.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(expected);
});

test('a server on this machine that a command of the session told of is no more than noted, and no other place is', async () => {
  const run = { ...mail, call: 'run', tool: 'run_command' };
  const recent = [
    { call: 'run', upstream: 'server', tool: 'run_command', powers: ['execute' as const], failed: false, labels: [] },
  ];
  const memory = {
    'url:http://localhost:5173': [run],
    'url:http://10.0.0.8:5173': [run],
    'url:http://2130706433': [run],
  };
  const look = async (url: string) =>
    (await lookAtCall(ssrf, callOf({ url }, { roles: { '/url': 'destination' } }), viewOf(memory, { recent })))
      .findings;
  expect(await look('http://localhost:5173/users')).toMatchObject([{ kind: 'ssrf.private', severity: 'info' }]);
  expect(await look('http://localhost:5174/')).toMatchObject([{ severity: 'low' }]);
  expect(await look('http://10.0.0.8:5173/')).toMatchObject([{ severity: 'medium' }]);
  expect(await look('http://2130706433/')).toMatchObject([{ severity: 'high' }]);
});

test('sees the metadata service without a scheme, whatever the argument decides, and in commands that fetch', async () => {
  for (const role of ['path', 'plumbing'] as const)
    expect(await seen('169.254.169.254/latest', role)).toEqual(['ssrf.metadata critical']);
  expect(await seen('curl -s 169.254.169.254/latest/meta-data/', 'command')).toEqual(['ssrf.metadata critical']);
  expect(await seen('iptables -A OUTPUT -d 169.254.169.254 -j DROP', 'command')).toEqual([]);
});
