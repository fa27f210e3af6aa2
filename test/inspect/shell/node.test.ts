import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../src/inspect/shell/grammars.ts';
import { childrenOf, partsOf, type SyntaxNode, unquote } from '../../../src/inspect/shell/node.ts';
import { finish } from '../../../src/model/steps.ts';

test('quotes and escapes mean what they mean in each shell', () => {
  expect(unquote('"a\\$b"\\ c')).toBe('a$b c');
  expect(unquote("$'\\x2f'")).toBe('/');
  expect(unquote("'C:\\Temp\\it''s'", true)).toBe("C:\\Temp\\it's");
  expect(unquote('"a`"b"', true)).toBe('a"b');
  expect(unquote('C:\\Temp', true)).toBe('C:\\Temp');
});

const node = (type: string, text: string, namedChildren: readonly SyntaxNode[] = []): SyntaxNode => ({
  type,
  text,
  startIndex: 0,
  endIndex: text.length,
  hasError: false,
  namedChildren,
  walk: () => {
    throw new Error('is not walked here');
  },
});

test('an option and its value behind a colon are one word', () => {
  const elements = node('command_elements', '', [
    node('command_argument_sep', ' '),
    node('command_parameter', '-WhatIf'),
    node('command_argument_sep', ':'),
    node('variable', '$false'),
  ]);
  expect(finish(partsOf(node('command', '', [node('command_name', 'rm'), elements]))).words).toEqual([
    'rm',
    '-WhatIf:$false',
  ]);
});

test('that a command is called by a sign is no word of it', () => {
  const called = node('command', '', [node('command_invokation_operator', '&'), node('command_name_expr', 'x.ps1')]);
  expect(finish(partsOf(called)).words).toEqual(['x.ps1']);
  const taken = node('command', '', [node('command_invokation_operator', '.'), node('command_name_expr', 'x.ps1')]);
  expect(finish(partsOf(taken)).words).toEqual(['.', 'x.ps1']);
  const block = node('command_name_expr', '{ ls }');
  const run = [{ ...node('command_invokation_operator', '.'), nextSibling: block }, block, node('x', 'a')];
  expect(finish(partsOf(node('command', '', run))).words).toEqual(['&', 'a']);
});

test('what stands before a command and what it is handed are no words of it', () => {
  const parts = [node('variable_assignment', 'A=b'), node('word', 'cat'), node('herestring_redirect', '<<< x')];
  expect(finish(partsOf(node('command', '', parts)))).toEqual({ words: ['cat'], settings: ['A=b'], here: 'x' });
});

test('the words of a long command are asked for in pieces, and are the same', async () => {
  const { powershell } = await loadGrammars();
  const words = Array.from({ length: 2_000 }, (_, i) => `w${i}`);
  const tree = finish(powershell.parse(['Get-Item', ...words, '-a:b'].join(' '), new Allowance(5_000)));
  let command = tree?.rootNode;
  while (command !== undefined && command.type !== 'command') command = command.namedChildren[0] ?? undefined;
  const elements = command?.namedChildren[1];
  if (command === undefined || elements == null) throw new Error('is no command');
  expect(finish(childrenOf(elements)).map((child) => child?.text)).toEqual(
    elements.namedChildren.map((child) => child?.text),
  );
  const steps = partsOf(command);
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses++;
  expect(step.value.words).toEqual(['Get-Item', ...words, '-a:b']);
  expect(pauses).toBeGreaterThan(20);
});
