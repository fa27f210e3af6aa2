import { expect, test } from 'vitest';
import { isVariable, type Origin, originOf, variableIn } from '../../../../src/inspect/shell/powershell/origins.ts';

const known = new Map<string, Origin>([
  ['s', 'read'],
  ['m', 'made'],
  ['p', 'processes'],
]);

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
  ["'dist'", 'made'],
  ['@("bin", "obj")', 'made'],
  ["'bin', 'obj' | ? { Test-Path $_ }", 'made'],
  ['(gci -r -fi *.pyc).FullName', 'made'],
  ['$m', 'made'],
  ['"$m"', 'made'],
  ['$m.FullName | sort', 'made'],
  ['(gci -r -fi obj).Parent', 'listed'],
  ['gci -r -fi obj | & ForEach-Object Parent', 'listed'],
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
  "'dist', 'src'",
  "'dist', $x",
  '"dist$x"',
  "'dist' + '\\..'",
  "'dist' | % { 'C:\\data' }",
  '$m.Parent',
  '"$m\\.."',
  "$m.Replace('a', 'b')",
  '$m | % Parent',
])('of %s nothing is known that matters', (text) => {
  expect(originOf(text, known)).toBeUndefined();
});

test('what holds where it is used may name what is meant', () => {
  expect(originOf('$p', known, ['x'])).toBeUndefined();
  expect(originOf('ps', known, ['x'])).toBeUndefined();
  expect(originOf('gci -r', known, ['*.pyc'])).toBe('made');
  expect(originOf('gci -r', known, ['*.txt'])).toBe('listed');
  expect(originOf('gsv', known, ['x'])).toBe('services');
});

test('an expression begins with a variable, or is one', () => {
  expect(variableIn('"$($Script:D.Name)"')).toBe('d');
  expect(variableIn('ls $d')).toBeUndefined();
  expect(isVariable('$_.FullName')).toBe(true);
  expect(isVariable('$_.Parent')).toBe(false);
  expect(isVariable('"$d/.."')).toBe(false);
});
