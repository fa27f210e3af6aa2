import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import { spelledOut } from '../../../../src/inspect/shell/spelled.ts';
import { SUBSTITUTES, WORD } from '../../../../src/inspect/shell/spelling/bash-spelling.ts';
import { finish } from '../../../../src/model/steps.ts';

const grammars = await loadGrammars();

test.each([
  ['ls $(echo a | rev)', 'ls a'],
  ['cd /srv; ls $(pwd)/x', 'cd /srv; ls /srv/x'],
  ['ls $(cd /srv && pwd)', 'ls /srv'],
  ["ls $(cat <<< 'a')", 'ls a'],
  ['ls $(pwd)/x', 'ls $PWD/x'],
  ['cd a; ls $(pwd)/x $PWD', 'cd a; ls $PWD/a/x $PWD/a'],
  ['cd ..; ls $(realpath .)', 'cd ..; ls $PWD/..'],
  ['cd $X; ls $(pwd)/x', 'cd $X; ls $X/x'],
  ['ls "$(git rev-parse --show-toplevel)/x"', 'ls "$PWD/x"'],
  ['ls `dirname "$0"`', 'ls $PWD'],
  ['A=a; ls $A & A=b', 'A=a; ls a & A=b'],
  ['set -- a b; ls $2 $*', 'set -- a b; ls b a b'],
])('what a command prints is put in its place: %s', (script, out) => {
  expect(finish(spelledOut(script, false, grammars, new Allowance(10_000))).text).toBe(out);
});

test.each(['cd /srv; ls $(dirname $0)', "sh -c 'ls $(dirname $0)' a", 'cd ..; ls $(git rev-parse --show-toplevel)'])(
  'where the script lies is not said for another, or from elsewhere: %s',
  (script) => {
    expect(finish(spelledOut(script, false, grammars, new Allowance(10_000))).text).toBeUndefined();
  },
);

test('knows words from statements, and what puts output in its place', () => {
  expect(['word', 'string', 'command'].map((type) => WORD.test(type))).toEqual([true, true, false]);
  expect(['a$(b)', '`a`', '<(a)', '$a'].map((text) => SUBSTITUTES.test(text))).toEqual([true, true, true, false]);
});
