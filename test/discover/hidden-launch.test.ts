import { expect, it } from 'vitest';
import { readEntry } from '../../src/discover/entry.ts';
import { entryOf, hideLaunch, launchKey, loopbackPort } from '../../src/discover/hidden-launch.ts';
import { clientOf } from './home.ts';

const SECRET = 'q7Rk2VbT9xLmZ4aaQQ';

it('holds no secret, and says where they were', () => {
  const raw = {
    command: 'npx',
    args: ['-y', 'mail', '--token', SECRET, `--api-key=${SECRET}`],
    env: { A_TOKEN: SECRET },
  };
  const hidden = hideLaunch(readEntry(clientOf('cursor'), raw), () => []);
  expect(JSON.stringify(hidden)).not.toContain(SECRET);
  expect(hidden.launch.args).toEqual(['-y', 'mail', '--token', '[hidden]', '--api-key=[hidden]']);
  expect(hidden.held.map(({ at, name }) => [at, name])).toEqual([
    ['env.A_TOKEN', 'A_TOKEN'],
    ['args.3', 'token'],
    ['args.4', 'api-key'],
  ]);
  const url = hideLaunch(
    readEntry(clientOf('cursor'), { url: `https://a.example/mcp?api_key=${SECRET}&x=1` }),
    () => [],
  );
  expect(url.launch).toEqual({ url: 'https://a.example/mcp?api_key=[hidden]&x=1' });
});

it('uses what is seen by others too', () => {
  const hidden = hideLaunch(entryOf(['run', 'abcSECRETdef']), (text) => {
    const at = text.indexOf('SECRET');
    return at < 0 ? [] : [[at, at + 6]];
  });
  expect(hidden.launch.args).toEqual(['abc[hidden]def']);
});

it.each([
  [
    { command: 'npx', args: ['-y', 'mail@1', 'a'] },
    { command: '/bin/npx', args: ['mail', 'a'] },
  ],
  [
    { command: 'npx', args: ['mail', 'a'] },
    { command: 'npm', args: ['exec', 'mail', 'a'] },
  ],
  [
    { command: '/x/mail', args: ['a'] },
    { command: 'mail.exe', args: ['a'] },
  ],
  [
    { command: 'mail', args: ['${env:A}'] },
    { command: 'mail', args: ['[hidden]'] },
  ],
  [{ url: 'http://localhost:80/mcp/' }, { url: 'http://127.0.0.1/mcp' }],
  [{ url: 'https://A.example/mcp' }, { url: 'https://a.example/mcp/' }],
])('%j and %j are the same', (one, other) => {
  expect(launchKey(one)).toBe(launchKey(other));
});

it.each([
  [
    { command: 'npx', args: ['mail', 'a'] },
    { command: 'npx', args: ['mail', 'b'] },
  ],
  [
    { command: 'node', args: ['/a/server.js'] },
    { command: 'node', args: ['/b/server.js'] },
  ],
  [{ url: 'http://localhost:1/mcp' }, { url: 'http://localhost:2/mcp' }],
  [{ url: 'https://a.example/mcp' }, { url: 'https://b.example/mcp' }],
])('%j and %j are not', (one, other) => {
  expect(launchKey(one)).not.toBe(launchKey(other));
});

it.each([
  ['http://localhost:3000/x', 3000],
  ['http://127.0.0.1/x', 80],
  ['https://[::1]/x', 443],
  ['http://a.example:3000', undefined],
  ['no address', undefined],
])('the port of this machine in %s', (url, want) => {
  expect(loopbackPort(url)).toBe(want);
});

it('makes an entry of nothing of nothing', () => {
  expect(entryOf([]).kind).toBe('other');
});
