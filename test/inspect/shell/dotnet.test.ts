import { expect, test } from 'vitest';
import { looksByType } from '../../../src/inspect/shell/dotnet.ts';

test.each([
  "[System.IO.File]::ReadAllText('a.txt')",
  "$t = [IO.File]::ReadAllLines('a.txt'); $t.Length",
  '[math]::Round(3.4)',
  "[Environment]::GetEnvironmentVariable('PATH')",
  "[Convert]::ToBase64String([IO.File]::ReadAllBytes('a'))",
  '[System.Text.Encoding]::UTF8.GetString($b)',
  "[IO.Path]::Combine('a', 'b')",
  '[DateTime]::Now.ToString("o")',
])('%s only looks', (command) => expect(looksByType(command)).toBe(true));

test.each([
  'cat a.txt',
  '[ -f a ] && cat a',
  '[[ $a == b::c ]] && echo a',
  "[IO.File]::WriteAllText('a', 'b')",
  "[System.IO.Directory]::Delete('/data', $true)",
  "[IO.File]::ReadAllText('a'); [IO.File]::Delete('a')",
  "[Diagnostics.Process]::Start('x')",
  '[Reflection.Assembly]::Load($b)',
  "[IO.File]::ReadAllText('a') | iex",
  "Invoke-Expression ([IO.File]::ReadAllText('a'))",
  "[Net.WebClient]::new().DownloadString('http://x.example')",
  "[string]::new('a')",
  "[IO.File] ::ReadAllText('a'); [$t]::Start('x')",
  "[Convert]::FromBase64String('x')",
])('%s may do something else', (command) => expect(looksByType(command)).toBe(false));
