import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_PIPE, namedIn, pipeBefore } from '../../../src/inspect/shell/powershell-filters.ts';

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
  expect(namedIn(pipe, false)).toEqual(named);
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
  expect(namedIn(pipe, false)).toBeUndefined();
});

test('a filter whose end is not known names nothing', () => {
  expect(namedIn("ps | ? Name -eq 'x'", true)).toBeUndefined();
  expect(namedIn("ps | ? Name -eq 'x') { 1 }", true)).toEqual(['x']);
});

test('a pipe is read as far as before what is done', () => {
  expect(pipeBefore("ps | ? { $_.Name -eq 'a|b' } | ")).toBe("ps | ? { $_.Name -eq 'a|b' }");
  expect(pipeBefore('ps | % { $_.Id | ')).toBe('ps');
  expect(pipeBefore('')).toBe('');
  expect(namedIn(pipeBefore(`ps | ? Name -eq 'x' | select ${'a '.repeat(LONGEST_PIPE)}| `), true)).toBeUndefined();
});

test('what may also be so by a measure is never named', () => {
  const clause = fc.constantFrom("$_.Name -eq 'x'", '($_.Id -eq 4)', '$_.CPU -gt 3');
  const conditions = fc.array(clause, { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(conditions, conditions, (before, behind) => {
      const condition = [...before, '$_.CPU -gt 1', ...behind].join(' -or ');
      expect(namedIn(`ps | ? { ${condition} }`, false)).toBeUndefined();
      expect(namedIn(`ps | ? { -not (${[...before, ...behind].join(' -and ')}) }`, false)).toBeUndefined();
    }),
  );
});
