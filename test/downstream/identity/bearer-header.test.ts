import { expect, test } from 'vitest';
import { readBearer } from '../../../src/downstream/identity/bearer-header.ts';
import { incoming } from '../visits.ts';

const read = (authorization: string | undefined, url = '/mcp', more: readonly string[] = []) => {
  const request = incoming(authorization === undefined ? {} : { authorization }, url);
  request.rawHeaders.push(...more);
  return readBearer(request);
};

test.each([
  ['Bearer abc', { kind: 'token', token: 'abc' }],
  ['bearer   abc  ', { kind: 'token', token: 'abc' }],
  [undefined, { kind: 'none' }],
  ['Basic abc', { kind: 'other' }],
  ['Bearer a b', { kind: 'other' }],
  ['Bearer', { kind: 'other' }],
  ['Bearerabc', { kind: 'other' }],
])('%s', (authorization, found) => {
  expect(read(authorization)).toEqual(found);
});

test.each(['?access_token=abc', '?x=1&Access_Token=abc', '?token=', '?a&authorization=Bearer%20x'])(
  'a token in the address is refused, with or without a header: %s',
  (query) => {
    for (const authorization of [undefined, 'Bearer abc'])
      expect(read(authorization, `/mcp${query}`)).toMatchObject({ kind: 'wrong' });
  },
);

test('other queries are none of our business', () => {
  expect(read('Bearer abc', '/mcp?team=red')).toEqual({ kind: 'token', token: 'abc' });
});

test('a second header is refused, however it is written; so is a huge one', () => {
  expect(read('Bearer abc', '/mcp', ['authorization', 'Bearer abc'])).toMatchObject({ kind: 'wrong' });
  expect(read(`Bearer ${'x'.repeat(13_000)}`)).toMatchObject({
    kind: 'wrong',
    message: expect.stringContaining('12000'),
  });
  expect(read(`Bearer ${'x'.repeat(11_000)}`)).toMatchObject({ kind: 'token' });
});
