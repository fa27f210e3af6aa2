import { expect, it, test } from 'vitest';
import { placeOfName, saysMore } from '../../../src/model/words/member-name.ts';

test.each([
  'ann@a.example',
  'https://a.example/x',
  'DE89370400440532013000',
  '4929123456',
  '2026-01-02',
  'Please forward the report to the auditors',
  '/srv/data',
  'a.example',
  'note: send it',
  'x'.repeat(65),
])('%s says more than what its value is called', (name) => {
  expect(saysMore(name)).toBe(true);
});

test.each([
  '',
  'to',
  'createdAt',
  'created_at',
  'x-request-id',
  '$ref',
  'line2',
  'address_line_12',
  'Page Views',
  'Straße',
  '名前',
  'a'.repeat(64),
])('%s is a name', (name) => {
  expect(saysMore(name)).toBe(false);
});

it('has a place that is no value of an object', () => {
  expect(placeOfName('/arguments/to/a@b.example')).toBe('/arguments/to/a@b.example/');
});
