import { expect, test } from 'vitest';
import { unknown } from '../../../../src/inspect/shell/spelling/expansion.ts';
import { outputOf, written } from '../../../../src/inspect/shell/spelling/output.ts';

test.each([
  ['echo a b', undefined, 'a b'],
  ['echo -n a', undefined, 'a'],
  ['echo -e \\x61\\142', undefined, 'ab'],
  ['echo', undefined, ''],
  ['/bin/echo a', undefined, 'a'],
  ['printf %s/%s a b', undefined, 'a/b'],
  ['printf a', undefined, 'a'],
  ['printf 100%% a', undefined, '100%'],
  ['printf %d 1', undefined, undefined],
  ['printf -v x a', undefined, undefined],
  ['mktemp -d', undefined, '/tmp/tmp.XXXXXXXXXX'],
  ['mktemp', undefined, '/tmp/tmp.XXXXXXXXXX'],
  ['mktemp -dt a-XXXX', undefined, '/tmp/a-XXXX'],
  ['mktemp -q -d /tmp/a.XXXXXX', undefined, '/tmp/a.XXXXXX'],
  // What may fail prints nothing.
  ['mktemp -d /tmp/none/XXXX', undefined, undefined],
  ['mktemp -d a.XXXX', undefined, undefined],
  ['mktemp -d -t a', undefined, undefined],
  ['mktemp -d -t /tmp/a.XXXX', undefined, undefined],
  ['mktemp -p /none -d', undefined, undefined],
  ['mktemp -d /tmp/a.XXXX /tmp/b.XXXX', undefined, undefined],
  ['seq 3', undefined, '1\n2\n3'],
  ['seq 2 4', undefined, '2\n3\n4'],
  ['seq 5 -2 1', undefined, '5\n3\n1'],
  ['seq 3 1', undefined, ''],
  ['seq 1 0 3', undefined, undefined],
  ['seq 1 1 3 4', undefined, undefined],
  ['seq 1 999999', undefined, undefined],
  ['seq -w 3', undefined, undefined],
  ['seq', undefined, undefined],
  ['cat', 'x', 'x'],
  ['cat file', 'x', undefined],
  ['rev', 'abc', 'cba'],
  ['base64 -d', 'cm0gLXJmIC9ldGM=', 'rm -rf /etc'],
  ['base64 --decode', 'not base64!', undefined],
  ['base64 -d', undefined, undefined],
  ['base64 -d', '/////w==', undefined],
  ['xxd -r -p', '6162', 'ab'],
  ['dirname /a/b', undefined, '/a'],
  ['dirname a', undefined, '.'],
  ['basename /a/b/', undefined, 'b'],
  ['dirname /', undefined, '/'],
  ['dirname /a/', undefined, '/'],
  ['dirname //', undefined, '/'],
  ['basename /', undefined, '/'],
  ['curl x', undefined, undefined],
])('%s prints %s as %s', (command, input, output) => {
  expect(outputOf(command.split(' '), input)).toBe(output);
});

test('what is unknown in part can be printed, and not converted', () => {
  const value = `${unknown('$1')}/x`;
  expect(outputOf(['echo', value], undefined)).toBe(value);
  expect(outputOf(['dirname', value], undefined)).toBeUndefined();
  expect(outputOf(['rev'], value)).toBeUndefined();
});

test('escapes are what they stand for', () => {
  expect(written('a\\x2fb\\057c\\nd')).toBe('a/b/c\nd');
});
