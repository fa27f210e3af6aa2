import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { LONGEST_SPELLED } from '../../../../src/inspect/shell/length.ts';
import { PowershellSpeller } from '../../../../src/inspect/shell/powershell/speller.ts';
import { finish } from '../../../../src/model/steps.ts';

const { powershell } = await loadGrammars();

function spell(source: string): { readonly text: string; readonly work: number } {
  const root = finish(powershell.parse(source, new Allowance(60_000)))?.rootNode;
  const speller = new PowershellSpeller(source);
  const { left } = speller;
  const text = root === undefined ? source : finish(speller.spell(root));
  return { text, work: left - speller.left };
}

test.each([
  ["$d = '.cursor'; del $d", 'del ".cursor"'],
  ['$d = \'.cursor\'; del "$HOME\\$d\\x"', 'del "$HOME\\.cursor\\x"'],
  ["$d = '.cursor'; del a\\$d", 'del a\\.cursor'],
  ["$D = 'a'; $d += 'b'; del $d", 'del "ab"'],
  ["$a = 'x'; $b = $a + 'y' + \"z$a\"; del $b", 'del "xyzx"'],
  ["$a = Join-Path $HOME 'x'; del (Join-Path $a y)", 'del "$HOME\\x\\y"'],
  ["$script:a = 'x'; del $a", 'del "x"'],
  ["$env:A = 'x'; del $env:A", 'del "x"'],
  ["$a = 'it''s'; echo $a", 'echo "it\'s"'],
  ["foreach ($f in 'a', 'b') { del $f }", 'del "a"\ndel "b"'],
  ["$n = 'a'; if ($x) { $n = 'b' }; del $n", 'del "b"\ndel "a"'],
  ["$n = 'a'; if ($x) { $n = Get-Date }; del $n", 'del "a"'],
  ["$n = 'a'; function f { $n = 'b' }; del $n", 'del "b"\ndel "a"'],
  ["$n = 'b'; while ($x) { del $n; $n = 'a' }", 'del "a"\ndel "b"'],
  ["foreach ($i in 'a', 'b') { $n = $i; del $n }", 'del "a"\ndel "b"'],
  ["$n = 'a'; if ($x) { $n = 'b' }; $m = $n; $m += 'c'; del $m", 'del "bc"\ndel "ac"'],
  ['$a = "{0}/{1}" -f $HOME, "x"; del $a', 'del "$HOME/x"'],
  ["del ('{1}{0}' -f 'b', 'a')", 'del "ab"'],
  ["del ([IO.Path]::Combine($HOME, 'a' + 'b', 'c'))", 'del "$HOME\\ab\\c"'],
  ["$a = [System.IO.Path]::Combine('a', 'b'); del $a", 'del "a\\b"'],
  ["del ([string]::Format('{0}/b', 'a'))", 'del "a/b"'],
  ["del ([string]::Concat('a', 'b'))", 'del "ab"'],
  ["del (Join-Path 'C:\\' Windows)", 'del "C:\\Windows"'],
  ["$a = @{Path = 'C:\\'; Recurse = $true}; del @a", 'del -Path "C:\\" -Recurse:$true'],
  ["$a = @{Path = 'x'}; del @a", 'del -Path "x"'],
  ["$A = @{}; $a.Path = 'x' + 'y'; $a['Recurse'] = $true; del @a", 'del  -Path "xy" -Recurse:$true'],
  ["$a = '-Recurse', 'x'; del @a", 'del -Recurse "x"'],
  ["$a = @{Path = 'x'}; if ($x) { $a = @{Path = 'y'} }; del @a", 'del -Path "y"\ndel -Path "x"'],
  [`$a = @{Filter = '${'f'.repeat(2_000)}'; Recurse = $true}; del @a`, '" -Recurse:$true'],
  ['& (gcm del) x', '& "del" x'],
  ["$n = 'del'; & (Get-Command $n) x", '& "del" x'],
])('%s', (script, part) => {
  expect(spell(script).text).toContain(part);
});

test.each([
  'del $d',
  "del $d; $d = 'a'",
  "$d = 'a'; echo '$d'",
  '$d = Get-Date; echo "it is $d"',
  "$d = 'a'; $d = Get-Date; echo $d",
  "$d = 'a' * 3; echo $d",
  '1..9 | % { echo $_ }',
  'del @a',
  '$a = Get-Date; del @a',
  '& (gcm de*) x',
  '& (Get-Command del x) y',
])('what is unknown stays as written: %s', (script) => {
  expect(spell(script).text).toBe(script);
});

test.each(['$a = $a + $a; ', "$a = 'x'; del $a; ", "foreach ($f in 'a', 'b', 'c') { del $f }; ", '(', '"$a'])(
  'work grows with the length: %j',
  (seed) => {
    const sized = (length: number) => spell(`$a = 'xxxxxxxx'; ${seed.repeat(Math.ceil(length / seed.length))}`);
    const [small, large] = [sized(2_000), sized(8_000)];
    expect(large.work).toBeLessThan(6 * small.work + 1_000);
    expect(large.text.length).toBeLessThanOrEqual(LONGEST_SPELLED);
  },
);
