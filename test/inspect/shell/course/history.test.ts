import { expect, test } from 'vitest';
import { isShellsOwn, memoryOf, memoryOfSetting } from '../../../../src/inspect/shell/course/history.ts';
import type { SyntaxNode } from '../../../../src/inspect/shell/node.ts';

const node = (type: string, text = '', around: Partial<SyntaxNode> = {}): SyntaxNode => ({
  type,
  text,
  startIndex: 0,
  endIndex: text.length,
  hasError: false,
  namedChildren: [],
  walk: () => {
    throw new Error('is not walked here');
  },
  ...around,
});

test.each([
  ['history -c', ['clears']],
  ['history -cw', ['clears', 'writes']],
  ['history -w', ['writes']],
  ['history 20', []],
  ['history clear', ['forgets']],
  ['set +o history', ['clears']],
  ['set -o history', []],
  ['clear-history', ['clears']],
])('%s: %s', (command, memory) => {
  const [name = '', ...args] = command.split(' ');
  expect(memoryOf(name, args)).toEqual(memory);
});

test.each([
  ['unset_command', 'unset HISTFILE', true],
  ['unset_command', 'unset -v A HISTFILE', true],
  ['unset_command', 'unset -f HISTFILE', false],
  ['unset_command', 'unset --future HISTFILE', false],
  ['variable_assignment', 'HISTFILE=/dev/null', true],
  ['variable_assignment', 'HISTFILE=', true],
  ['variable_assignment', 'HISTSIZE=0', true],
  ['variable_assignment', 'HISTSIZE=1000', false],
  ['variable_assignment', 'HISTFILE=~/.history', false],
])('%s %s: %s', (type, text, is) => {
  expect(memoryOfSetting(node(type, text)).length > 0).toBe(is);
});

test("a shell's own state is changed by its own commands alone", () => {
  const last = node('command', '', { nextSibling: null });
  expect(isShellsOwn(node('command'))).toBe(true);
  expect(isShellsOwn(node('command', '', { parent: node('compound_statement') }))).toBe(true);
  expect(isShellsOwn(node('command', '', { parent: node('subshell') }))).toBe(false);
  expect(isShellsOwn(node('command', '', { nextSibling: node('&') }))).toBe(false);
  expect(isShellsOwn(node('command', '', { parent: node('list', '', { nextSibling: node('&') }) }))).toBe(false);
  expect(isShellsOwn(node('command', '', { parent: node('pipeline'), nextSibling: node('|') }))).toBe(false);
  expect(isShellsOwn({ ...last, parent: node('pipeline') })).toBe(true);
});
