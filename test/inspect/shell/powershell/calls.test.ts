import { expect, test } from 'vitest';
import {
  actsOnList,
  asCalls,
  callsOnList,
  type Handed,
  hidesCommand,
  originIn,
  removesMade,
  runsGiven,
} from '../../../../src/inspect/shell/powershell/calls.ts';

test.each([
  ['ls | ForEach-Object { $_.Name }', 'ls | & ForEach-Object { $_.Name }'],
  ['ls|%{$_.Name}', 'ls|& ForEach-Object {$_.Name}'],
  ['% -Begin { 1 } -Process { 2 }', '& ForEach-Object -Begin { 1 } -Process { 2 }'],
  ['$a = foreach-object { 1 }', '$a = & ForEach-Object { 1 }'],
  ['del bin, obj -r', 'del bin ,obj -r'],
  ['$_.Length/1MB', '$_.Length/1mb'],
  ['ps | select Name, Id,CPU | ft', 'ps | select Name ,Id ,CPU | ft'],
  ["'a' | select Name; 'a, b'", "'a' | select Name; 'a, b'"],
  ["select Name, @{ n = 'x' }", "select Name , @{ n = 'x' }"],
  ['select @{ e = { $_.Length } }, Name', 'select @{ e = { $_.Length } } ,Name'],
  ['ls a, "b c", $d, e', 'ls a , "b c", $d ,e'],
  ['if ($x) { ls | % Name }', 'if ($x) { ls | & ForEach-Object Name }'],
])('%s is called like any other command', (script, called) => {
  expect(asCalls(script)).toBe(called);
  expect(asCalls(called)).toBe(called);
});

test.each(['7 % 2', '$a = 7 %2', 'curl -w "%{http_code}"', 'echo 100% { a }', 'foreach ($f in ls) { $f }', 'date +%F'])(
  '%s has nothing of the kind',
  (script) => {
    expect(asCalls(script)).toBe(script);
  },
);

const handed = (first = '', around = '', ...conditions: readonly string[]): Handed => ({
  conditions,
  first,
  around,
  given: new Set(['f', 's', 't', 'p']),
  origins: new Map([
    ['p', 'processes'],
    ['f', 'listed'],
    ['s', 'read'],
  ]),
});

test.each([
  [['$cmd'], ''],
  [['"$cmd"', 'a'], ''],
  [['.', '$x'], ''],
  [['$_.Extension'], ''],
  [['$args[0]'], ''],
  [['iex', '$x'], ''],
  [['Invoke-Expression', '-Command', '"$script:x"'], ''],
  [['iex'], '$_'],
  [['iex'], 'Get-Content x'],
  [['icm', '-ComputerName', 'a', '-ScriptBlock', '$b'], ''],
  [['icm', 'web01', '$b'], ''],
  [['Start-Job', '-FilePath', '$b'], ''],
  [['Start-Job', '$s'], ''],
  [['iex', '(gc x -Raw)'], ''],
  [['iex', '"$(gc x)"'], ''],
  [['iex'], '(Get-Content x -Raw)'],
  [['iex', '$s'], ''],
  [['(gc x)'], ''],
  [['Start-Process', 'powershell', '"-Command $s"'], ''],
])('%j hides what it runs, after %j', (raw, first) => {
  expect(hidesCommand(raw, handed(first))).toBe(true);
});

test.each([
  [['git', '$x'], ''],
  [['"$dir\\tool.exe"'], ''],
  [['.', './lib.ps1'], ''],
  [['.', '$PROFILE'], ''],
  [['iex', "'ls'"], ''],
  [['iex'], "'ls'"],
  [['sls', 'a'], 'Get-Content x'],
  [['icm', '-ScriptBlock', '{ ls }'], ''],
  [['$env:TOOL'], ''],
  [['$s', '--version'], ''],
  [['Start-Job', '$t'], ''],
  [['icm', 'web01', '{ ls }'], ''],
  [['Start-Process', 'notepad', '$s'], ''],
  [['docker', '"app:$s"'], ''],
])('%j says what it runs, after %j', (raw, first) => {
  expect(hidesCommand(raw, handed(first))).toBe(false);
});

test.each([
  [['ri'], 'gci -Recurse'],
  [['Remove-Item', '-Force'], 'Get-ChildItem C:\\data -Recurse -File'],
  [['ri'], 'gci C:\\Windows -Recurse -Filter *.log'],
  [['ri'], 'Get-Content list.txt'],
  [['Remove-Item', '@a'], ''],
  [['ri', '$f'], ''],
  [['ri', '(gci -r).FullName'], ''],
  [['Clear-Content'], '(gci -Recurse)'],
  [['spps'], 'ps'],
  [['ForEach-Object', 'Stop'], 'gsv x'],
])('%j acts on the list that %j gives', (raw, first) => {
  expect(actsOnList(raw, handed(first))).toBeDefined();
});

test.each([
  [['ri'], 'gci *.txt'],
  [['ri'], "gci -Recurse -Filter '*.log'"],
  [['ri'], 'gci build -Recurse'],
  [['ri'], 'gci $env:TEMP\\x -Recurse'],
  [['ri', '-WhatIf'], 'gci -Recurse'],
  [['ri', 'a.txt'], 'gci -Recurse'],
  [['measure'], 'gci -Recurse'],
  [['spps'], 'ps node'],
  [['ForEach-Object', 'Name'], 'gsv x'],
])('%j, after %j, does not', (raw, first) => {
  expect(actsOnList(raw, handed(first))).toBeUndefined();
});

test('what comes through a pipe is followed into a block', () => {
  expect(originIn('$_.FullName', handed('', 'gci -Recurse'))).toBe('listed');
  expect(actsOnList(['ri', '$_'], handed('ri $_', 'gci -Recurse'))).toBeDefined();
  expect(actsOnList(['ri', '$_'], handed('ri $_', 'gci *.txt'))).toBeUndefined();
});

test('methods are called on what was listed', () => {
  expect(callsOnList('(gci -Recurse).Delete()', handed())).toBeDefined();
  expect(callsOnList('$f.Delete()', handed())).toBeDefined();
  expect(callsOnList('$_.Kill()', handed('', 'Get-Process'))).toBeDefined();
  expect(callsOnList('$_.Delete()', handed('', 'Get-ADUser x'))).toBeDefined();
  expect(callsOnList('[IO.File]::Delete($_.FullName)', handed('', 'gci -r'))).toBeDefined();
  expect(callsOnList('$_.Delete()', handed('', 'gci *.txt'))).toBeUndefined();
  for (const all of ['gci', 'Get-ChildItem C:\\data -Force', 'dir C:\\data\\*', 'gci -File ./*'])
    for (const call of ['$_.Delete()', '$_.delete($true)', '[IO.File]::Delete($_.FullName)'])
      expect(callsOnList(call, handed('', all)), `${all} | % { ${call} }`).toBeDefined();
  expect(callsOnList('(gci).Delete()', handed())).toBeDefined();
  for (const some of ['gci *.txt', 'gci -Filter a*', 'gci | ? Name -eq x', 'gci obj', 'gi a.txt', 'gci $env:TEMP\\x'])
    for (const call of ['$_.Delete()', '[IO.File]::Delete($_)'])
      expect(callsOnList(call, handed('', some)), `${some} | % { ${call} }`).toBeUndefined();
  expect(callsOnList('(gci *.txt).Delete()', handed())).toBeUndefined();
  expect(callsOnList('$t.Stop()', handed())).toBeUndefined();
});

test('what a search looks for that is made again may go with all that is in it', () => {
  expect(removesMade(['ri', '-r'], handed('gci -r -Filter __pycache__'))).toBe(true);
  expect(removesMade(['ri', '$_.FullName', '-r'], handed('', 'gci -r -Include bin ,obj'))).toBe(true);
  expect(removesMade(['ri', '$_', 'C:\\data'], handed('', 'gci -r -Include bin ,obj'))).toBe(false);
  expect(removesMade(['ri'], handed('gci C:\\ -r -Include bin ,obj'))).toBe(false);
});

test('a shell and a job are given scripts', () => {
  expect(runsGiven(['Start-Job', '-FilePath', 'a.ps1'], handed())).toContain('a.ps1');
  expect(runsGiven(['Start-Process', 'powershell', "'-File'", "'a.ps1'"], handed())).toContain("'a.ps1'");
  expect(runsGiven(['Start-Process', 'notepad', 'a.txt'], handed())).toEqual([]);
  expect(runsGiven(['cat', 'a.ps1'], handed())).toEqual([]);
});

test('what a script gives a value is not hidden', () => {
  expect(hidesCommand(['$t'], handed())).toBe(false);
  expect(hidesCommand(['$other'], handed())).toBe(true);
});

test('a condition names what is used where it holds', () => {
  expect(actsOnList(['spps', '$_'], handed('', 'ps'))).toBeDefined();
  expect(actsOnList(['spps', '$_'], handed('', 'ps', '$_.CPU -gt 3'))).toBeDefined();
  expect(actsOnList(['spps', '$_'], handed('', 'ps', "$p.Name -eq 'x'"))).toBeDefined();
  expect(actsOnList(['spps', '$_'], handed('', 'ps', '$_.CPU -gt 3', "$_.Name -eq 'x'"))).toBeUndefined();
  expect(callsOnList('$p.Kill()', handed('', '', "$p.Name -eq 'x'"))).toBeUndefined();
  expect(removesMade(['ri', '$_', '-r'], handed('', 'gci -r', "$_.Name -in 'bin', 'obj'"))).toBe(true);
});

test('the parent of what is made again is not, and neither is what was put into its place', () => {
  const around = 'gci -r -fi obj';
  expect(removesMade(['ri', '$_.FullName', '-r'], handed('', around))).toBe(true);
  expect(removesMade(['ri', '$_.Parent', '-r'], handed('', around))).toBe(false);
  expect(removesMade(['ri', '"$_\\.."', '-r'], handed('', around))).toBe(false);
  expect(removesMade(['ri', '$_', '-r'], { ...handed('', around), given: new Set(['_']) })).toBe(false);
  expect(originIn('$_', { ...handed('', around), origins: new Map([['_', 'processes']]) })).toBe('processes');
});
