import { expect, test } from 'vitest';
import { isInput, programOf } from '../../../src/inspect/shell/program.ts';

test.each([
  ['bash', 'input'],
  ['bash -s -- -y', 'input'],
  ['bash x.sh', 'file'],
  ['bash -x x.sh -', 'file'],
  ['bash -lc ls', 'code'],
  ['bash -n', 'nothing'],
  ['bash -n x.sh', 'nothing'],
  ['bash -n +n x.sh', 'file'],
  ['bash -n +n', 'input'],
  ['python3 x.py', 'file'],
  ['python3 -u -W ignore x.py', 'file'],
  ['python3 -', 'input'],
  ['python3 -m json.tool', 'file'],
  ['python3 -m code', 'input'],
  ['python3 -V', 'nothing'],
  ['python3 -i x.py', 'input'],
  ['perl -ne print', 'code'],
  ['perl -eprint', 'code'],
  ['perl -MJSON -e print', 'code'],
  ['perl -n', 'input'],
  ['ruby -rjson -e puts', 'code'],
  ['node x.js', 'file'],
  ['node --eval=x', 'code'],
  ['node -r ./a x.js', 'file'],
  ['deno run -A -', 'input'],
  ['deno run x.ts', 'file'],
  ['php -r x', 'code'],
  ['awk {print}', 'code'],
  ['awk -f -', 'input'],
  ['awk -f x.awk', 'file'],
  ['make all', 'file'],
  ['make -f -', 'input'],
  ['source x', 'file'],
  ['pwsh -Command -', 'input'],
  ['powershell -NoProfile -Command ls', 'code'],
  ['cmd /c dir x', 'code'],
  ['at now', 'input'],
  ['eval ls', 'code'],
  ['cat x', undefined],
])('%s runs what comes from: %s', (command, from) => {
  const [name = '', ...args] = command.split(' ');
  expect(programOf(name, args)?.from).toBe(from);
});

test('tells where code stands', () => {
  expect(programOf('sh', ['-c', 'ls'])).toEqual({ from: 'code', at: 1, code: 'ls' });
  expect(programOf('cmd', ['/c', 'dir', 'x'])).toEqual({ from: 'code', at: 1, code: 'dir x' });
});

test("knows a program's own input under any of its names", () => {
  for (const name of ['-', '/dev/stdin', '//dev/./stdin', '/dev/fd/0', '/proc/self/fd/0', '../../dev/stdin', 'CON'])
    expect(isInput(name)).toBe(true);
  for (const name of ['/dev/stdout', 'stdin', 'x/stdin.py', '/dev/fd/3']) expect(isInput(name)).toBe(false);
});
