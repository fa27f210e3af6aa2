import { DEFAULT_REQUEST_TIMEOUT_MSEC } from '@modelcontextprotocol/sdk/shared/protocol.js';
import { expect, it } from 'vitest';
import { server } from '../../src/config/server.ts';

it.each([
  { command: 'node' },
  { command: 'node', args: ['x'], env: { A: 'b' }, transport: 'stdio' },
  { url: 'https://h/mcp', headers: { a: 'b' }, transport: 'http' },
  { url: '${env:URL}' },
  { url: 'HTTP://h', transport: 'sse' },
  { command: 'C:\\Program Files\\n.exe', args: ['-e', 'a\n\tb'], env: { A: 'two\nlines' } },
  { url: 'https://h/${file:/Users/Ü/Application Support/key}', headers: { 'X-Key_1': 'Bearer\t${file:/Users/Ü/key}' } },
])('takes %j', (value) => {
  expect(server.safeParse(value).error).toBeUndefined();
});

it.each([
  [{}, []],
  [{ command: 'a', url: 'http://h' }, ['url']],
  [{ url: 'file:///etc/passwd' }, ['url']],
  [{ url: 'http://h', env: { A: 'b' } }, ['env']],
  [{ command: 'a', env: { 'A=B': 'c' } }, ['env', 'A=B']],
  [{ command: 'a', env: { '': 'c' } }, ['env', '']],
  [{ command: 'a', headers: { a: 'b' } }, ['headers']],
  [{ command: ' ' }, ['command']],
  [{ command: '' }, ['command']],
  [{ command: 'a\0' }, ['command']],
  [{ command: 'C:\tools\node.exe' }, ['command']],
  [{ command: 'a', args: ['b', 'c\0'] }, ['args', 1]],
  [{ command: 'a', env: { A: 'b\0' } }, ['env', 'A']],
  [{ command: 'a', cwd: '/b\0' }, ['cwd']],
  [{ url: 'http://h/\0' }, ['url']],
  [{ url: 'http://h\n/mcp' }, ['url']],
  [{ url: 'http://h', headers: { a: 'b\r\nc: d' } }, ['headers', 'a']],
  [{ url: 'http://h', headers: { a: 'b\0' } }, ['headers', 'a']],
  [{ url: 'http://h', headers: { 'a b': 'c' } }, ['headers', 'a b']],
  [{ command: 'a', transport: 'http' }, ['transport']],
])('refuses %j at %j', (value, path) => {
  expect(server.safeParse(value).error?.issues.map((issue) => issue.path)).toEqual([path]);
});

it('answers for a silent server before clients of the official library give up', () => {
  const { timeout } = server.parse({ command: 'node' });
  expect(timeout).toBeLessThanOrEqual(DEFAULT_REQUEST_TIMEOUT_MSEC - 5_000);
});
