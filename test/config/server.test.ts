import { expect, it } from 'vitest';
import { server } from '../../src/config/server.ts';

it.each([
  { command: 'node' },
  { command: 'node', args: ['x'], env: { A: 'b' }, transport: 'stdio' },
  { url: 'https://h/mcp', headers: { a: 'b' }, transport: 'http' },
  { url: '${env:URL}' },
  { url: 'HTTP://h', transport: 'sse' },
])('takes %j', (value) => {
  expect(server.safeParse(value).error).toBeUndefined();
});

it.each([
  [{}, []],
  [{ command: 'a', url: 'http://h' }, ['url']],
  [{ url: 'file:///etc/passwd' }, ['url']],
  [{ url: 'http://h', env: { A: 'b' } }, ['env']],
  [{ command: 'a', headers: { a: 'b' } }, ['headers']],
  [{ command: 'a', transport: 'http' }, ['transport']],
])('refuses %j at %j', (value, path) => {
  expect(server.safeParse(value).error?.issues.map((issue) => issue.path)).toEqual([path]);
});
