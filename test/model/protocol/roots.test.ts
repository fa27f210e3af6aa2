import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { narrowResponses, narrowRoots } from '../../../src/model/protocol/roots.ts';

const answer = (...uris: string[]): string => JSON.stringify({ roots: uris.map((uri) => ({ uri })) });
const seen = (folders: string[], ...uris: string[]): string[] =>
  JSON.parse(narrowRoots(answer(...uris), folders)).roots.map(({ uri }: { uri: string }) => uri);

describe('of the roots of a client a server sees', () => {
  test.each([
    ['file:///home/ann/app', '/home/ann/app'],
    ['file:///home/ann/app/', '/home/ann/app'],
    ['file:///home/ann/app/web', '/home/ann/app'],
    ['file:///home/ann/my%20app', '/home/ann/my app'],
    ['file:///home/ann/app', 'file:///home/ann'],
    ['file:///home/ann', '/'],
    ['file:///C:/Users/Ann/app', 'C:\\Users\\ann'],
    ['file:///c%3A/Users/ann', 'C:/Users/Ann'],
    ['file://files/team/app', 'file://files/team'],
  ])('%s, told of %s', (uri, folder) => expect(seen([folder], uri)).toEqual([uri]));

  test.each([
    ['file:///home/ann', '/home/ann/app'],
    ['file:///home/ann/apple', '/home/ann/app'],
    ['file:///home/ann/app/../keys', '/home/ann/app'],
    ['file:///home/ann/app%2F..%2Fkeys', '/home/ann/app/../app'],
    ['file:///home/ann/app%2F..%2Fkeys', '/home/ann/app'],
    ['file:///home/ann/app%5C..%5C..', '/home/ann/app'],
    ['/home/ann/app/../keys', '/home/ann/app'],
    ['file:///home/ann/app%', '/home/ann/app'],
    ['file://files/home/ann/app', '/home/ann/app'],
    ['https://files.example/home/ann/app', '/home/ann/app'],
    ['no address', '/home'],
  ])('not %s, told of %s', (uri, folder) => expect(seen([folder], uri)).toEqual([]));

  test('what has no address, and none where it is told of none', () => {
    expect(narrowRoots('{"roots":[{"name":"x"},7,null]}', ['/'])).toBe('{"roots":[]}');
    expect(seen([], 'file:///home/ann')).toEqual([]);
  });
});

test('what stays is as it was written, and so is an answer that is no list of roots', () => {
  const text =
    '{ "roots" : [ {"uri":"file:///a/one" , "name":"\\u0041", "n":1.0} , {"uri":"file:///b"} ], "_meta":{"x":1e2} }';
  expect(narrowRoots(text, ['/a'])).toBe(
    '{ "roots" : [{"uri":"file:///a/one" , "name":"\\u0041", "n":1.0}], "_meta":{"x":1e2} }',
  );
  for (const same of [
    text.replace('///b', '///a/b'),
    '{"action":"accept","content":{"roots":1}}',
    '{"roots":{}}',
    '{}',
  ])
    expect(narrowRoots(same, ['/a'])).toBe(same);
});

test('answers that come back in one request are narrowed one by one', () => {
  const params = `{"name":"t","inputResponses":{"r":${answer('file:///a/x', 'file:///b')},"f":{"action":"accept"}},"requestState":"s"}`;
  expect(narrowResponses(params, ['/a'])).toBe(
    '{"name":"t","inputResponses":{"r":{"roots":[{"uri":"file:///a/x"}]},"f":{"action":"accept"}},"requestState":"s"}',
  );
  expect(narrowResponses('{"name":"t"}', [])).toBe('{"name":"t"}');
});

test('whatever the names, a root passes if a folder holds it, and no other does', () => {
  const name = fc.stringMatching(/^[^/\\\0]{1,8}$/u).filter((one) => one !== '.' && one !== '..');
  const path = fc.array(name, { minLength: 1, maxLength: 4 });
  const uriOf = (steps: string[]) => `file:///${steps.map(encodeURIComponent).join('/')}`;
  fc.assert(
    fc.property(path, path, (root, folder) => {
      const isIn = folder.length <= root.length && folder.every((step, at) => root[at] === step);
      const isDrive = /^[a-z]:$/i.test(root[0] ?? '') || /^[a-z]:$/i.test(folder[0] ?? '');
      fc.pre(!isDrive);
      expect(seen([`/${folder.join('/')}`], uriOf(root))).toEqual(isIn ? [uriOf(root)] : []);
    }),
  );
});
