import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { createGuard, type GuardOptions } from '../../src/downstream/http-guard.ts';

const options: GuardOptions = {
  host: '127.0.0.1',
  hosts: ['gate.example'],
  origins: ['https://app.example'],
  tokens: { ci: 'secret', ops: 'other' },
  allowAnonymous: false,
};
const token = { authorization: 'Bearer secret' };
const judge = (headers: object, more: Partial<GuardOptions> = {}) =>
  createGuard({ ...options, ...more })({ headers: { host: 'localhost:7600', ...headers } } as IncomingMessage);

test.each([['localhost'], ['127.0.0.1:7600'], ['[::1]:7600'], ['gate.example'], ['GATE.example:80']])(
  'host %s is ours',
  (host) => {
    expect(judge({ host, ...token })).toEqual({ ok: true, token: 'ci' });
  },
);

test.each([
  ['evil.example'],
  ['localhost.evil.example'],
  ['gate.example.evil'],
  [''],
  ['127.0.0.1@evil.example'],
  [undefined],
])('host %s is not', (host) => {
  expect(judge({ host, ...token })).toMatchObject({ ok: false, status: 403 });
});

test.each([['http://localhost:3000'], ['https://127.0.0.1'], ['https://app.example'], ['https://APP.example']])(
  'origin %s may call',
  (origin) => {
    expect(judge({ origin, ...token })).toMatchObject({ ok: true });
  },
);

test.each([
  ['null'],
  ['https://evil.example'],
  ['http://app.example'],
  ['https://app.example.evil'],
  [''],
  ['file://localhost'],
])('origin "%s" may not, token or no token', (origin) => {
  expect(judge({ origin, ...token })).toMatchObject({ ok: false, status: 403 });
});

test('a token names its principal; a wrong one is refused even where none is needed', () => {
  expect(judge({ authorization: 'bearer other' })).toEqual({ ok: true, token: 'ops' });
  for (const authorization of ['Bearer wrong', 'Bearer ', 'Basic secret', 'secret']) {
    for (const allowAnonymous of [true, false])
      expect(judge({ authorization }, { allowAnonymous })).toMatchObject({ ok: false, status: 401 });
  }
  expect(judge({})).toMatchObject({ ok: false, headers: { 'www-authenticate': 'Bearer realm="sallyport"' } });
  expect(judge({}, { allowAnonymous: true })).toEqual({ ok: true, token: undefined });
});

test('a server bound to every address answers only to the names it was given', () => {
  expect(judge({ host: '0.0.0.0:7600', ...token }, { host: '0.0.0.0' })).toMatchObject({ status: 403 });
  expect(judge({ host: 'gate.example', ...token }, { host: '0.0.0.0' })).toMatchObject({ ok: true });
});
