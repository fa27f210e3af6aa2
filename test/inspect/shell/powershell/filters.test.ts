import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_PIPE, namedWhere, readPipe } from '../../../../src/inspect/shell/powershell/filters.ts';

test.each([
  ["ps | ? { $_.Name -eq 'x' }", ['x']],
  ['ps | where Name -eq node', ['node']],
  ["ps | Where-Object -Property Name -Like -Value 'chrome*'", ['chrome*']],
  ["ps | ? { $_.Name -in 'a', 'b' } | sort CPU", ['a', 'b']],
  ["ps | ? { $_.Name -eq 'a' -or ($_.Id -eq 4 -and $_.CPU -gt 3) }", ['a', '4']],
  ["ps | ? CPU -gt 1 | ? Name -match 'node|npm'", ['*node*', '*npm*']],
  ["ls | ? { $_.PSIsContainer -and $_.Name -match '^(bin|obj)$' }", ['bin', 'obj']],
  ["ls | ? { $_.Extension -eq '.tmp' }", ['*.tmp']],
  ["ls | ? Name -match '\\.pyc$'", ['*.pyc']],
  ["ps | ? { $_.Name -eq 'x' }).Kill()", ['x']],
])('%s names what is meant', (pipe, named) => {
  expect(readPipe(pipe, false).named).toEqual(named);
});

test.each([
  'ps',
  'ps | ? { $_.CPU -gt 10 }',
  "ps | ? { $_.Name -ne 'x' }",
  "ps | ? { -not ($_.CPU -gt 1 -and $_.Name -eq 'x') }",
  "ps | ? { !($_.Name -eq 'x') }",
  "ps | ? { $_.Name -like '*' }",
  "ps | ? { $_.Name -like '[a-z]*' }",
  "ps | ? { $_.Path -like 'C:\\Windows\\*.exe' }",
  "ps | ? Name -match 'no*'",
  "ps | ? Name -match 'node|.*'",
  "ps | ? { $_.Name -eq 'x' -or $true }",
  "ps | ? { $_.Name -eq 'x' -xor $true }",
  "ps | ? { $_.Name -eq 'x'; $true }",
  "ps | ? { $true -or '$_.Name -eq 1' }",
  'ps | ? { $_.Name -eq $_.Name }',
  'ps | ? { $_.Name -eq "$($_.Name)" }',
  'ps | ? { $_.Name -like "$all*" }',
  'ps | ? { $_.Name -in $all }',
  "ps | ? { $_.Name -eq 'x' } | % { ps }",
])('%s does not', (pipe) => {
  expect(readPipe(pipe, false).named).toBeUndefined();
});

test('a filter whose end is not known names nothing', () => {
  expect(readPipe("ps | ? Name -eq 'x'", true).named).toBeUndefined();
  expect(readPipe("ps | ? Name -eq 'x') { 1 }", true).named).toEqual(['x']);
});

test('nor does one that is longer than is read', () => {
  expect(readPipe(`ps | ? Name -eq 'x' | select ${'a '.repeat(LONGEST_PIPE)}`, true).named).toBeUndefined();
});

test.each([
  "ps <# | ? Name -eq 'x' | sort a #>",
  "ps | ? { $true <# } | ? { $_.Name -eq 'x' } | ? { #> }",
  "ps | ? { $_.Name -eq 'x' -and $true <# ( #> -or $true <# ) #> }",
  "ps | ? { $true -or @'\n' } | ? { $_.Name -eq 'x' } | ? { '\n'@ }",
  'ps | ? { $true -or "`"" } | ? { $_.Name -eq "x" } | ? { $true -or "`"" }',
  'ps | ? { $true -or “a" } | ? { $_.Name -eq "x" } | ? { $true -or ”a" }',
])('%s may hide what parts it', (pipe) => {
  expect(readPipe(pipe, false)).toMatchObject({ isKept: false, named: undefined });
});

test.each([
  'gci -r',
  'gci -r | ? { $_.Length -gt 3 }',
  'gci -r | sort FullName -Descending | select -First 3',
  'gci -r | select -Expand FullName',
  'gci -r | & ForEach-Object FullName',
  "'bin', 'obj' | where { Test-Path $_ }",
  '(gci -r).FullName',
])('of %s all is what it begins with', (pipe) => {
  expect(readPipe(pipe, false).isKept).toBe(true);
});

test.each([
  'gci -r | & ForEach-Object Parent',
  "gci -r | % { 'C:\\data' }",
  'gci -r | select -Expand Parent',
  "gci -r | select @{ n = 'FullName'; e = { 'C:\\data' } }",
  'gci -r).Parent',
  'gci -r | select -Expand Directory',
])('of %s it is not', (pipe) => {
  expect(readPipe(pipe, false).isKept).toBe(false);
});

test.each([
  ["$_.Name -eq 'x'", '_', ['x']],
  ["$_.Name -eq 'x' -and $_.CPU -gt 3", 'psitem', ['x']],
  ["$p.Name -in 'x', 'y'", 'p', ['x', 'y']],
])('where %s holds, $%s is named', (condition, variable, named) => {
  expect(namedWhere(condition, variable)).toEqual(named);
});

test.each([
  ["$p.Name -eq 'x'", '_'],
  ["$_.Name -eq 'x'", 'p'],
  ["$q.Name -eq 'x'", 'p'],
  ['$p.Name -eq $p.Name', 'p'],
  ["$p.Name -eq 'x' -or $true", 'p'],
  ["$p.Name -eq 'x' -and $true <# ( #> -or $true <# ) #>", 'p'],
  [`$p.Name -eq 'x'${' '.repeat(LONGEST_PIPE)}`, 'p'],
])('where %s holds, $%s is not', (condition, variable) => {
  expect(namedWhere(condition, variable)).toBeUndefined();
});

test('what may also be so by a measure is never named', () => {
  const clause = fc.constantFrom("$_.Name -eq 'x'", '($_.Id -eq 4)', '$_.CPU -gt 3');
  const conditions = fc.array(clause, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(conditions, conditions, (before, behind) => {
      const condition = [...before, '$_.CPU -gt 1', ...behind].join(' -or ');
      expect(readPipe(`ps | ? { ${condition} }`, false).named).toBeUndefined();
      expect(readPipe(`ps | ? { -not (${[...before, ...behind].join(' -and ')}) }`, false).named).toBeUndefined();
    }),
  );
});
