import { expect, test } from 'vitest';
import { asCalls, givenIn, hidesCommand, removesHanded } from '../../../src/inspect/shell/powershell-calls.ts';

test.each([
  ['ls | ForEach-Object { $_.Name }', 'ls | & ForEach-Object { $_.Name }'],
  ['ls|%{$_.Name}', 'ls|& ForEach-Object {$_.Name}'],
  ['% -Begin { 1 } -Process { 2 }', '& ForEach-Object -Begin { 1 } -Process { 2 }'],
  ['$a = foreach-object { 1 }', '$a = & ForEach-Object { 1 }'],
  ['ps | select Name, Id,CPU | ft', 'ps | select Name ,Id ,CPU | ft'],
  ["'a' | select Name; 'a, b'", "'a' | select Name; 'a, b'"],
  ["select Name, @{ n = 'x' }", "select Name , @{ n = 'x' }"],
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

const NONE = new Set<string>();

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
  [['icm', '-ComputerName', 'a', '-ScriptBlock', '$s'], ''],
])('%j hides what it runs, after %j', (raw, handed) => {
  expect(hidesCommand(raw, handed, NONE)).toBe(true);
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
])('%j says what it runs, after %j', (raw, handed) => {
  expect(hidesCommand(raw, handed, NONE)).toBe(false);
});

test.each([
  [['ri'], 'gci -Recurse'],
  [['Remove-Item', '-Force'], 'Get-ChildItem C:\\data -Recurse -File'],
  [['ri'], 'gci C:\\Windows -Recurse -Filter *.log'],
  [['ri'], 'Get-Content list.txt'],
  [['Remove-Item', '@a'], ''],
])('%j removes what it is handed by %j', (raw, handed) => {
  expect(removesHanded(raw, handed, NONE)).toBe(true);
});

test.each([
  [['ri'], 'gci *.txt'],
  [['ri'], "gci -Recurse -Filter '*.log'"],
  [['ri'], 'gci build -Recurse'],
  [['ri'], 'gci $env:TEMP\\x -Recurse'],
  [['ri', '-WhatIf'], 'gci -Recurse'],
  [['ri', 'a.txt'], 'gci -Recurse'],
  [['measure'], 'gci -Recurse'],
])('%j, after %j, does not', (raw, handed) => {
  expect(removesHanded(raw, handed, NONE)).toBe(false);
});

test('what a script gives a value is not hidden', () => {
  const given = new Set([givenIn("$Script:Tool = 'git'") ?? '']);
  expect(hidesCommand(['$tool'], '', given)).toBe(false);
  expect(hidesCommand(['$other'], '', given)).toBe(true);
  expect(givenIn('foreach ($f in ls) { $g }')).toBe('f');
  expect(givenIn('[int]$n')).toBe('n');
  expect(givenIn('a')).toBeUndefined();
});
