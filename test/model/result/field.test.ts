import { expect, test } from 'vitest';
import { fieldAt, isBlob, isPrinted, isSentAsText } from '../../../src/model/result/field.ts';

test.each([
  ['/structuredContent/items/0/email', '/items/0/email'],
  ['/content/0/text#/items/0/email', '/items/0/email'],
  ['/contents/1/text#/email', '/email'],
  ['/structuredContent/result#/0/email', '/0/email'],
  ['/structuredContent/x#/email', '/x#/email'],
  ['/content/0/text', undefined],
  ['/content/0/type#/email', undefined],
  ['/_meta/email', undefined],
])('%s is the field %s', (at, field) => expect(fieldAt(at)).toBe(field));

test('a print is what a server wrote as text, whatever carries it', () => {
  expect(['/content/0/text', '/content/2/resource/text', '/messages/0/content/text'].every(isPrinted)).toBe(true);
  expect(['/structuredContent/text', '/content/0', '/content/0/text/x'].some(isPrinted)).toBe(false);
});

test('a file in base64 is where the protocol has one', () => {
  expect(['/contents/0/blob', '/content/1/resource/blob', '/messages/0/content/resource/blob'].every(isBlob)).toBe(
    true,
  );
  expect(['/structuredContent/blob', '/content/0/blob/x', '/_meta/blob', '/content/0/data'].some(isBlob)).toBe(false);
});

test.each([
  ['text/plain', true],
  ['text/csv; charset=latin1', true],
  ['application/json', true],
  ['application/ld+json', true],
  ['application/octet-stream', false],
  ['image/svg', false],
  [7, false],
])('a file of type %s is sent as a text: %s', (mimeType, is) => {
  expect(isSentAsText({ contents: [{ uri: 'a://b', mimeType, blob: 'eA==' }] }, '/contents/0/blob')).toBe(is);
  expect(isSentAsText({ contents: [{ uri: 'a://b', blob: 'eA==' }] }, '/contents/0/blob')).toBe(false);
});
