import { expect, test } from 'vitest';
import { SUBSTITUTES, WORD } from '../../../src/inspect/shell/bash-spelling.ts';
import { Allowance, loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { spelledOut } from '../../../src/inspect/shell/spelled.ts';
import { finish } from '../../../src/model/steps.ts';

const grammars = await loadGrammars();

test.each([
  ['ls $(echo a | rev)', 'ls a'],
  ['cd /srv; ls $(pwd)/x', 'cd /srv; ls /srv/x'],
  ['ls $(cd /srv && pwd)', 'ls /srv'],
  ["ls $(cat <<< 'a')", 'ls a'],
  ['A=a; ls $A & A=b', 'A=a; ls a & A=b'],
  ['set -- a b; ls $2 $*', 'set -- a b; ls b a b'],
])('what a command prints is put in its place: %s', (script, out) => {
  expect(finish(spelledOut(script, false, grammars, new Allowance(10_000))).text).toBe(out);
});

test('knows words from statements, and what puts output in its place', () => {
  expect(['word', 'string', 'command'].map((type) => WORD.test(type))).toEqual([true, true, false]);
  expect(['a$(b)', '`a`', '<(a)', '$a'].map((text) => SUBSTITUTES.test(text))).toEqual([true, true, true, false]);
});
