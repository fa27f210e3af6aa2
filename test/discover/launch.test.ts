import { describe, expect, it } from 'vitest';
import { readEntry } from '../../src/discover/entry.ts';
import { isOurselves, launchKey, loopbackPort, type Ourselves } from '../../src/discover/launch.ts';
import type { Json } from '../../src/model/json.ts';
import { clientOf } from './home.ts';

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

describe('Sallyport itself', () => {
  const OURSELVES: Ourselves = { programs: ['/opt/gate/main.js'], urls: ['http://localhost:7600/mcp'] };
  const isUs = (raw: Json): boolean => isOurselves(readEntry(clientOf('cursor'), raw), OURSELVES);

  it.each<Json>([
    { command: 'sallyport', args: ['serve'] },
    { command: 'npx', args: ['-y', 'sallyport@1.2.3', 'serve', '--config', 'x'] },
    { command: 'node', args: ['/opt/gate/main.js', 'serve'] },
    { command: 'C:\\node.exe', args: ['C:\\x\\sallyport\\dist\\cli\\main.js', 'serve'] },
    { url: 'http://127.0.0.1:7600/mcp/' },
    { url: 'http://[::1]:7600/mcp' },
  ])('is %j', (raw) => {
    expect(isUs(raw)).toBe(true);
  });

  it.each<Json>([
    { command: 'npx', args: ['-y', 'mail'] },
    { command: 'node', args: ['evil.js', 'serve', 'sallyport'] },
    { command: 'node', args: ['/tmp/other.js'] },
    { url: 'http://127.0.0.1:7600/other' },
    { url: 'http://127.0.0.1:7601/mcp' },
    { url: 'not an address' },
    {},
  ])('is not %j', (raw) => {
    expect(isUs(raw)).toBe(false);
  });

  it('does not come from what an entry is called', () => {
    expect(isUs({ name: 'sallyport', command: 'mail' })).toBe(false);
  });
});
