import { expect, test } from 'vitest';
import { isCertain } from '../../../src/inspect/shell/certainty.ts';
import { Allowance, loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { finish } from '../../../src/model/steps.ts';
import { expectLinear, HOSTILE } from '../../growth.ts';

const { bash } = await loadGrammars();
function certain(source: string): boolean {
  const tree = finish(bash.parse(source, new Allowance(60_000)));
  if (tree === null) return false;
  const is = isCertain(tree.rootNode, source);
  tree.delete();
  return is;
}

test.each([
  'A=a; ls $A; A=b; ls "${A}/x" "${A:?}" ${A%/}',
  'A=a && B=b && ls $A $B',
  'export A=a B; ls $A $OTHER $? $1',
  'for d in a b/*/c; do if [ -d "$d" ]; then ls "$d"; fi; done; make > out 2>&1 | tail -3',
  'cd a && make && rm -rf *',
  'mkdir -p a && cd a && { rm -rf *; }',
  'cd a || exit 1; rm -rf *',
  'cd a || { echo "no a"; exit 1; }\nrm -rf *',
  'set -euo pipefail\ncd a\nrm -rf *',
  'set -u -o errexit -o pipefail; cd a; rm -rf *',
  'A=a; A=b make; ls $A',
  'A=a && make > x; ls $A',
  'for d in */a; do ls "${d%/}" "${d%/*}" "${d##*/}"; done',
  '(cd a && rm -rf *); ls',
  'for d in a b; do (cd x && ls); done',
  't=$(mktemp -d); cd "$t" && ls',
  't=$(mktemp -d); trap \'rm -rf "$t"\' EXIT; make',
  't=$(mktemp -d); trap "rm -rf \'$t\' 2>/dev/null" EXIT; make',
  't=$(mktemp -d)\nclean() {\n  rm -rf "$t"\n}\ntrap clean EXIT\nmake',
  't=$(mktemp -d); f() { rm -rf $t; }; trap "f; exit 1" INT; f',
  'command -v jq && sudo make install',
  'pushd a && rm -rf * && popd',
  'cd "$(dirname "$0")" && ls',
  'cd $(git rev-parse --show-toplevel) && ls',
  'A=$(git rev-parse --show-toplevel 2> /dev/null || pwd); ls "$A"',
  'A="$(cd "$(dirname "${BASH_SOURCE[0]}")" > /dev/null && pwd)"; ls "$A"',
  'for i in $(seq 1 3); do ls $i; done',
  'A=a; ls ${A:-b} ${A-b} ${A:+b}',
  "awk '{ print $1 }' x",
  'cat <<E > x\ntext\nE',
])('does nothing but what it says: %s', (script) => {
  expect(certain(script)).toBe(true);
});

test.each([
  // A variable that may not have its value.
  'x && A=a; ls $A',
  'if x; then A=a; fi; ls $A',
  '(A=a); ls $A',
  'A=a & ls $A',
  'A=a | x; ls $A',
  'A+=a; ls $A',
  'A=(a b); ls $A',
  'while x; do ls $A; A=b; done',
  'for d in a $X; do ls $d; done',
  'for d; do ls $d; done',
  'for d in a; do ls $d; done; ls $d',
  'for d in a; do ls $d; d=b; done',
  'ls ${A:-a}',
  'A=$(x); ls ${A:-a}',
  'A=a; A=$B; ls ${A:-a}',
  'A=a; ls ${A:=b}',
  'for i in $(seq 1 $N); do ls $i; done',
  'for i in $(x); do ls $i; done',
  'seq() { echo a; }; for i in $(seq 1 3); do ls $i; done',
  'ls $((A=5))',
  'A=$(echo a); ls $A',
  'PATH=/x; ls',
  'CDPATH=/x; cd a && ls',
  'TMPDIR=/x; A=$(mktemp -d)',
  'A=$(TMPDIR=/x mktemp -d)',
  // Given before a function or a command of the shell's own, it holds in that, or from there on.
  'X=a; f() { rm -rf "$X"; }; X=b f',
  'A=a; A=b :; ls $A',
  'A=a; A=b export B; ls $A',
  // Of a pattern nobody knows where its names are cut.
  'for d in */a; do ls "${d:2:3}"; done',
  'for d in */a; do ls "${d/a/b}"; done',
  'for d in */a; do ls "${d%%a*}"; done',
  // Where a project lies may be said elsewhere.
  'export GIT_DIR=/x; ls "$(git rev-parse --show-toplevel)"',
  'sudo git config core.worktree /; ls "$(git rev-parse --show-toplevel)"',
  'git config core.work"tree" /; ls "$(git rev-parse --show-toplevel)"',
  'git --work-tree=/ rev-parse --show-toplevel',
  'git() { echo /; }; ls "$(git rev-parse --show-toplevel)"',
  'pushd a; ls',
  'popd; ls',
  'pushd +1 && ls',
  // Commands that change what others mean.
  ...['s3fs b "$t"', 'mount.cifs //a/b x', 'hdiutil attach x', 'rclone mount r: x'],
  ...['print -v A b', 'vared A', 'setopt x', 'emulate sh'],
  ...['. ./x', 'source x', 'eval "A=b"', 'read A', 'unset A', 'shift', 'alias ls=rm', 'printf -v A b', 'wait -p A'],
  ...['declare -n A=B', 'local A=b', 'shopt -s dotglob', 'exec x', 'builtin cd /', 'command cd /', 'let A=1'],
  ...[
    'set -- a',
    'set -a',
    'set +e',
    '$A x',
    '"$A" x',
    'mv a b',
    'ln -s / a',
    'mount --bind / a',
    'f() { A=b; }; f',
    'ls; f() { cd /; }',
  ],
  // Others that read it.
  ...["A=a; ssh x 'ls $A'", "bash -c 'ls'", "sudo sh -c 'ls'", "A=a; cat <<'E' | ssh x\nls $A\nE", "A=a; x $'$A'"],
  // A folder that may be another.
  ...['cd a; ls', 'cd a || true; ls', 'cd a && ls; ls', 'cd a || ls', '! cd a && ls', 'cd a | x', 'cd a & ls'],
  ...['{ cd a; }; ls', 'if cd a; then ls; fi', 'for d in a b; do cd $d && ls; done', 'cd "$(x)" && ls', 'cd - && ls'],
  // `sh` takes `&>` for two things.
  // A command may not be carried out for what is to be put in its place, and what ends beside the script does not end it.
  ...['set -e < x; cd a; ls', 'A=a > $X; ls $A', 'cd a || { echo no; exit 1 & }; ls', 'cd a || { x && exit 1; }; ls'],
  ...['cd a &> x && ls', 'cd a &>> x || exit; ls'],
  // What has no dash before it is an argument, and so is all that comes next.
  ...[
    'set errexit; cd a; ls',
    'set -u errexit; cd a; ls',
    'set pipefail -e; cd a; ls',
    'set -o pipefail x -e; cd a; ls',
  ],
  ...['set -e; cd a && x; ls', 'set -e; (cd a; ls) || x', 'x && set -e; cd a; ls', 'cd a || return; ls', 'cd && ls'],
  // What comes in the end, and then.
  ...["t=a; trap 'rm -rf $t' EXIT; t=b", "trap 'rm -rf $t' EXIT; t=a", "t=a; trap 'rm -rf $t x' EXIT"],
  ...["trap 'eval x' EXIT", "trap 'cd /; x' EXIT", 'trap "rm -rf $(x)" EXIT', "trap 'f' EXIT; f() { rm -rf $t; }; t=a"],
  ...[
    't=a; f() { rm -rf $t; }; t=b; f',
    'f() { rm -rf $t/x; }',
    'cd() { rm -rf $t; }',
    'f() { rm -rf $t; }; f() { ls; }',
  ],
  'ls (',
  `ls ${'a'.repeat(9_000)}`,
  `${'('.repeat(80)}ls${')'.repeat(80)}`,
])('may do something else: %s', (script) => {
  expect(certain(script)).toBe(false);
});

test('is told in time linear in the script', () => {
  const pieces = [
    'A=1;',
    ' ls a;',
    'ls a\n',
    ' && ls',
    'trap "a;',
    ' rm -rf $a',
    ' "$a"',
    '; echo $a {',
    ' 2> /dev/null',
  ];
  for (const start of ['', "trap '", 'trap "', 'f() { ', 'echo $((', 'for a in '])
    expectLinear([...pieces, ...HOSTILE.slice(0, 12)], (text) => void certain(`${start}${text}`), { size: 1_000 });
});
