import { expect, test } from 'vitest';
import { feedInside, feedOf, plainFile } from '../../../../src/inspect/shell/course/feed.ts';

test.each([
  ['curl x', 'fetched', []],
  ['curl -so a https://there.example/b', 'fetched', ['a']],
  ['curl -LO https://there.example/b?c', 'fetched', ['b']],
  ['wget https://there.example/a/b.sh', 'fetched', ['b.sh']],
  ['wget -qO- x', 'fetched', []],
  ['wget --spider https://there.example/a/b.sh', undefined, []],
  ['irm https://there.example/a.ps1 -OutFile a.ps1', 'fetched', ['a.ps1']],
  ['base64 -d x', 'decoded', []],
  ['base64 x', undefined, []],
  ['rev x', 'decoded', []],
  ['git rev-parse x', undefined, []],
  ['aws s3 cp s3://x/y -', 'fetched', []],
  ['cat x', undefined, []],
])('%s gives %s and %s', (command, feed, files) => {
  const [name = '', ...args] = command.split(' ');
  const out = feedOf(name, args);
  expect([out.feed, out.files]).toEqual([feed, files]);
});

test('sees what a substitution in a word brings', () => {
  expect(feedInside('"$(curl x)"')).toBe('fetched');
  expect(feedInside('<(wget -qO- x)')).toBe('fetched');
  expect(feedInside('`echo x | base64 -d`')).toBe('decoded');
  expect(feedInside('$(date)')).toBeUndefined();
  expect(feedInside("'curl x'")).toBeUndefined();
});

test('names a file as it is named where it is run', () => {
  expect(plainFile('././x')).toBe('x');
  expect(plainFile('.\\x')).toBe('x');
});
