import { expect, test } from 'vitest';
import { type HouseOptions, refuseStrangers } from '../../../src/downstream/http/strangers.ts';
import { incoming } from '../visits.ts';

const options: HouseOptions = { host: '127.0.0.1', hosts: ['gate.example'], origins: ['https://app.example'] };
const judge = (headers: object, more: Partial<HouseOptions> = {}) =>
  refuseStrangers({ ...options, ...more })(incoming({ host: 'localhost:7600', ...headers }));

test.each([['localhost'], ['127.0.0.1:7600'], ['[::1]:7600'], ['gate.example'], ['GATE.example:80']])(
  'host %s is ours',
  (host) => {
    expect(judge({ host })).toBeUndefined();
  },
);

test('two Host headers are one too many, whichever comes first', () => {
  for (const hosts of [
    ['localhost', 'evil.example'],
    ['localhost', 'localhost'],
  ]) {
    const rawHeaders = hosts.flatMap((host, at) => [at === 0 ? 'Host' : 'hOST', host]);
    expect(refuseStrangers(options)({ headers: { host: hosts[0] }, rawHeaders })).toMatchObject({
      status: 400,
      message: expect.stringContaining('two Host headers'),
    });
  }
});

test.each([
  ['evil.example'],
  ['localhost.evil.example'],
  ['gate.example.evil'],
  [''],
  ['127.0.0.1@evil.example'],
  [undefined],
])('host %s is not', (host) => {
  expect(judge({ host })).toMatchObject({ ok: false, status: 403 });
});

test.each([['http://localhost:3000'], ['https://127.0.0.1'], ['https://app.example'], ['https://APP.example']])(
  'origin %s may call',
  (origin) => {
    expect(judge({ origin })).toBeUndefined();
  },
);

test.each([
  ['null'],
  ['https://evil.example'],
  ['http://app.example'],
  ['https://app.example.evil'],
  [''],
  ['file://localhost'],
])('origin "%s" may not', (origin) => {
  expect(judge({ origin })).toMatchObject({ ok: false, status: 403 });
});

test('a server bound to every address answers only to the names it was given', () => {
  expect(judge({ host: '0.0.0.0:7600' }, { host: '0.0.0.0' })).toMatchObject({ status: 403 });
  expect(judge({ host: 'gate.example' }, { host: '0.0.0.0' })).toBeUndefined();
});
