import { expect, test } from 'vitest';
import { givenBy, type Origin, originOf } from '../../../src/inspect/shell/powershell-origins.ts';

const known = new Map<string, Origin>([['s', 'read']]);

test.each([
  ['gc x', 'read'],
  ['"$(Get-Content x -Raw)"', 'read'],
  ['[string]$S.Trim()', 'read'],
  ["[IO.File]::ReadAllText('x')", 'read'],
  ['(gci -Recurse).FullName', 'listed'],
  ['dir -s C:\\data', 'listed'],
  ["[IO.Directory]::GetFiles('C:\\data')", 'listed'],
  ['gci -Include bin ,src -Recurse', 'listed'],
  ['gci -Exclude bin -Recurse', 'listed'],
  ['gci -Include bin, obj -Recurse', 'made'],
  ['gci ../a -Filter *.pyc -Recurse', 'listed'],
  ['gsv x', 'services'],
  ['gcim Win32_Service', 'services'],
  ['ps', 'processes'],
  ['Get-Process -ErrorAction Ignore', 'processes'],
  ['(ps | ? { $_.CPU -gt 10 })', 'processes'],
  ["gci -r C:\\data | ? Name -like '*.log'", 'listed'],
  ["gci -r | ? Name -in 'bin', 'src'", 'listed'],
  ["gci -r | ? { $_.Extension -eq '.pyc' }", 'made'],
])('%s is %s', (text, origin) => {
  expect(originOf(text, known)).toBe(origin);
});

test.each([
  '',
  'gci *.txt',
  'Get-Process node',
  'ps | ? { $_.Name -eq 1 }',
  "(gps | where Name -eq 'x').Kill()",
  '$t',
  "'gc x'",
  'cats',
  'Get-Date',
])('of %s nothing is known that matters', (text) => {
  expect(originOf(text, known)).toBeUndefined();
});

test('assignments and loops give a variable a value', () => {
  expect(givenBy('$Script:F = gci -Recurse')).toEqual(['f', 'gci -Recurse']);
  expect(givenBy('[string]$f += gc x')).toEqual(['f', 'gc x']);
  expect(givenBy('foreach ($f in gc x) { 1 }')).toEqual(['f', 'gc x) { 1 }']);
  expect(givenBy('$f -eq 1')).toBeUndefined();
});
