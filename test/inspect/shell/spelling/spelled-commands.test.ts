import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { spelledOut } from '../../../../src/inspect/shell/spelled.ts';
import { finish } from '../../../../src/model/steps.ts';

const grammars = await loadGrammars();
const spelled = (script: string): string | undefined =>
  finish(spelledOut(script, false, grammars, new Allowance(10_000))).text;

test.each([
  ['x=rm; $x -r a', 'x=rm; rm -r a'],
  ['A=a; A+=b; B=$A/c; echo $B', 'A=a; A+=b; B=ab/c; echo ab/c'],
  ['a=(x); a+=(y); echo "${a[@]}"', 'a=(x); a+=(y); echo "x" "y"'],
  ['A=a ls $A', undefined],
  ["A=a bash -c 'ls $A'", "A=a bash -c 'ls a'"],
  ["bash -c 'ls $1 $2' _ x", "bash -c 'ls x $2' _ x"],
  ["sudo sh -c 'B=b; ls $B'; ls $B", "sudo sh -c 'B=b; ls b'; ls $B"],
  ["eval 'A=a'; ls $A", ' (\nA=a\n); ls a'],
  ['f() { ls $1; }; f x', 'f() { :; };  (\n{ ls x; }\n)'],
  ['f() { f; }; f', 'f() { :; };  (\n{  (\n{  (\n{ f; }\n); }\n); }\n)'],
  ['cd /srv; rm -f a ./b /c $D', 'cd /srv; rm -f /srv/a /srv/b /c $D'],
  ['cd /srv; git rm a', undefined],
  ['cd /srv; chmod -R 777 a b', 'cd /srv; chmod -R 777 /srv/a /srv/b'],
  ['cd /srv; chown bob a', 'cd /srv; chown bob /srv/a'],
  ['cd /srv; truncate -s 0 a; head -n 5 b', 'cd /srv; truncate -s 0 /srv/a; head -n 5 /srv/b'],
  ['cd a && find . c -name "*.x" -exec rm {} +', 'cd a && find a a/c -name "*.x" -exec rm {} +'],
  ['cd /srv; sed -i s/a/b/ c', 'cd /srv; sed -i s/a/b/ /srv/c'],
  ['cd /srv; ls > a 2>&1', 'cd /srv; ls > /srv/a 2>&1'],
  ['cd /srv; sudo tee "a b"', 'cd /srv; sudo tee /srv/a\\ b'],
  ['readonly p=a; ls $p', 'readonly p=a; ls a'],
  ["env p=a bash -c 'ls $p'", "env p=a bash -c 'ls a'"],
  ["sudo -u x p=a sh -c 'ls $p'; ls $p", "sudo -u x p=a sh -c 'ls a'; ls $p"],
  ['declare -n r=p; p=a; ls $r', 'declare -n r=p; p=a; ls a'],
  ['typeset -n r=p; r=a; ls $p', 'typeset -n r=p; r=a; ls a'],
  ['mapfile -t a <<< x; ls ${a[0]}', 'mapfile -t a <<< x; ls x'],
  ['mapfile -t a < <(echo x); ls ${a[0]}', 'mapfile -t a < <(echo x); ls x'],
  ['readarray a <<E\nx\ny\nE\nls ${a[1]}', 'readarray a <<E\nx\ny\nE\nls y'],
  ['while read p; do ls $p; done < <(echo x)', 'while read p; do ls x; done < <(echo x)'],
  ["trap 'ls $p' EXIT; p=a", "trap 'ls $p' EXIT; p=a\nls a"],
  ["p=a; trap 'ls $p' INT; p=b", "p=a; trap 'ls a' INT; p=b\nls a\nls b"],
  [
    'f() { ls $p; }; trap f EXIT; p=a',
    "f() { :; }; trap ' (\n{ ls $p; }\n)' EXIT; p=a\n (\n{ ls $p; }\n)\n (\n{ ls a; }\n)",
  ],
  [': ${p:=a}; ls $p', ': a; ls a'],
  ['p=b; : ${p:=a}; ls $p', 'p=b; : b; ls b'],
  ["trap '' INT; ls", undefined],
  ['unset X; X=a; unset X; ls $X', undefined],
])('%s is spelled %s', (script, out) => {
  expect(spelled(script)?.trim()).toBe(out?.trim());
});

test('functions that call each other are not followed without end', () => {
  const out = spelled('f() { g $1; g $1; }; g() { f $1; f $1; }; f x') ?? '';
  expect(out.length).toBeLessThan(2_000);
});
