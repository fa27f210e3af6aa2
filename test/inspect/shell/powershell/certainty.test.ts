import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { isCertain } from '../../../../src/inspect/shell/powershell/certainty.ts';
import { finish } from '../../../../src/model/steps.ts';
import { expectLinear } from '../../../growth.ts';

const { powershell } = await loadGrammars();
function certain(source: string): boolean {
  const tree = finish(powershell.parse(source, new Allowance(60_000)));
  if (tree === null) return false;
  const is = isCertain(tree.rootNode, source);
  tree.delete();
  return is;
}

test.each([
  "Remove-Item (Join-Path $PSScriptRoot 'dist') -Recurse",
  "Remove-Item (Join-Path -Path $PSScriptRoot -ChildPath 'dist') -Recurse",
  "$d = Join-Path $PSScriptRoot 'dist'; if (Test-Path $d) { Remove-Item $d -Recurse }",
  '$d = "$PSScriptRoot\\dist"\nRemove-Item "$d\\*" -Recurse',
  "foreach ($d in 'bin', 'obj') { if (Test-Path $d) { Remove-Item $d -Recurse } }",
  "$env:NODE_ENV = 'test'; npm test",
  "$r = Split-Path -Parent $PSCommandPath; & 'npm' run build; ls $r",
  "$d = 'a'; & (Join-Path $PSScriptRoot 'b.ps1'); ls $d",
])('does nothing but what it says: %s', (script) => {
  expect(certain(script)).toBe(true);
});

test.each([
  "if ($x) { $d = 'a' }; ls $d",
  "$d = 'a'; $d = 'b'; ls $d",
  "$d = 'a'; $d += 'b'; ls $d",
  "$d = 'a'; $D = 'b'; ls $d",
  "$d = 'a'; $d.x = 'b'",
  "$d, $e = 'a', 'b'",
  "'a' | % { $d = 'b' }; ls $d",
  "foreach ($d in 'a', $x) { ls $d }",
  'foreach ($d in gci) { ls $d }',
  "function f { $script:d = 'b' }; f",
  "$d = 'a'; . .\\x.ps1; ls $d",
  "$d = 'a'; Set-Variable d b; ls $d",
  "$d = 'a'; & 'Set-Variable' d b; ls $d",
  "$d = 'a'; & ('Set' + '-Variable') d b; ls $d",
  "$d = 'a'; & (gcm Set-Variable) d b; ls $d",
  "$c = 'Set-Variable'; $d = 'a'; & $c d b; ls $d",
  "$d = 'a'; (Get-Variable d).Value = 'b'; ls $d",
  "$d = 'a'; $ExecutionContext.SessionState.PSVariable.Set('d', 'b'); ls $d",
  "$PSDefaultParameterValues['Remove-Item:Path'] = 'src'; ls a",
  "$d = 'a'; ls -OutVariable d; ls $d",
  "$d = 'a'; iex $x; ls $d",
  "$d = 'a'; x ([ref]$d); ls $d",
  "$PSScriptRoot = 'C:\\'; ls $PSScriptRoot",
  "Remove-Item ('{0:x}' -f 'dist') -Recurse",
  "Remove-Item ([IO.Path]::Combine('dist', 'C:\\src')) -Recurse",
  "Remove-Item (Join-Path -ChildPath 'C:\\src' -Path dist) -Recurse",
  'Remove-Item (Join-Path -c build C:\\) -Recurse',
  'Remove-Item (Join-Path build -p C:\\) -Recurse',
  // Another process, which was not given the variable.
  '$d = \'dist\'; Start-Job { Remove-Item "$d\\*" -Recurse }',
  '$d = \'dist\'; icm ours { Remove-Item "$d\\*" -Recurse }',
  '$d = \'dist\'; pwsh -Command { Remove-Item "$d\\*" -Recurse }',
  '$d = \'dist\'; 1 | % -Parallel { Remove-Item "$d\\*" -Recurse }',
  "$d = 'a'; 'b' | Tee-Object -Variable d; ls $d",
  "$d = 'a'; Write-Warning b -wv d; ls $d",
  "$d = 'a'; ls b –OutVariable d; ls $d",
  'for ($i = 0; $i -lt 3; $i++) { ls $i }',
  "$a = @{Path = 'src'}; Remove-Item @a",
  'Set-Alias ls Remove-Item; ls x',
  'param($d) ls $d',
  `ls ${'a'.repeat(9_000)}`,
])('may do something else: %s', (script) => {
  expect(certain(script)).toBe(false);
});

test('is told in time linear in the script', () => {
  const pieces = ["$a = 'b';", "'a', ", ' a', 'join-path ', '-childpath ', '-outv', '@', '(', '"a", '];
  for (const start of ['', 'foreach ($a in ', 'ls (join-path '])
    expectLinear(pieces, (text) => void certain(`${start}${text}`), { size: 1_000 });
});
