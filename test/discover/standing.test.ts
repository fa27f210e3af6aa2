import { describe, expect, it } from 'vitest';
import { readEntry } from '../../src/discover/entry.ts';
import { isOurselves, type Launch, type Ourselves, sameLaunch, standingOf } from '../../src/discover/standing.ts';
import type { Json } from '../../src/model/json.ts';
import { clientOf } from './home.ts';

const OURSELVES: Ourselves = {
  programs: ['/opt/gate/main.js'],
  urls: ['http://127.0.0.1:7600/mcp'],
  servers: [{ command: 'npx', args: ['-y', 'mail'] }, { url: 'https://crm.example/mcp' }],
};
const standing = (raw: Json) => standingOf(readEntry(clientOf('cursor'), raw), OURSELVES);

describe('standing', () => {
  it.each<[string, Json]>([
    ['behind', { command: 'sallyport', args: ['serve'] }],
    ['behind', { command: 'npx', args: ['-y', 'sallyport@1.2.3', 'serve', '--config', 'x'] }],
    ['behind', { command: 'node', args: ['/opt/gate/main.js', 'serve'] }],
    ['behind', { command: 'C:\\node.exe', args: ['C:\\x\\sallyport\\dist\\cli\\main.js', 'serve'] }],
    ['behind', { url: 'http://127.0.0.1:7600/mcp/' }],
    ['bypassing', { command: '/usr/bin/npx', args: ['-y', 'mail'] }],
    ['bypassing', { command: 'npx.cmd', args: ['-y', 'mail'], env: { A: '1' } }],
    ['bypassing', { url: 'https://CRM.example/mcp/' }],
    ['unknown', { command: 'npx', args: ['-y', 'mail', '--all'] }],
    ['unknown', { command: 'node', args: ['evil.js', 'serve', 'sallyport'] }],
    ['unknown', { url: 'https://crm.example/other' }],
    ['unknown', {}],
  ])('%s: %j', (want, raw) => {
    expect(standing(raw)).toBe(want);
  });

  it('does not come from a name', () => {
    expect(isOurselves({ command: 'node', args: ['/tmp/other.js'] }, OURSELVES)).toBe(false);
  });

  it.each<[Launch, Launch]>([
    [{}, {}],
    [{ url: 'https://a.example' }, { command: 'a' }],
    [{ url: 'not a url' }, { url: 'https://a.example' }],
    [{ command: 'a', args: ['b'] }, { command: 'a' }],
  ])('tells %j from %j', (one, other) => {
    expect(sameLaunch(one, other)).toBe(false);
  });
});
