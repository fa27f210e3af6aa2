import { expect, test } from 'vitest';
import { loadGrammars, parse, worked } from '../../../src/inspect/shell/grammars.ts';
import type { SyntaxNode } from '../../../src/inspect/shell/node.ts';
import { grouped, Spelling, SUBSTITUTES, WORD } from '../../../src/inspect/shell/spelling.ts';

const { bash } = await loadGrammars();

/** Spells nothing but words. */
class Plain extends Spelling {
  spell(node: SyntaxNode): string {
    return this.inTurns(node, () => this.parts(node));
  }
  give(name: string, ...values: string[]): void {
    this.known.set(
      name,
      values.map((value) => [value]),
    );
  }
}

const rootOf = (source: string): SyntaxNode => {
  const node = parse(bash, source, worked() + 10_000)?.rootNode.namedChildren[0];
  if (node == null) throw new Error('no command');
  return node;
};

test('a command is spelled once for each value, and left as written where that does not fit', () => {
  const source = 'echo $a-$a $b';
  const spelling = new Plain(source);
  expect(spelling.spell(rootOf(source))).toBe(source);
  spelling.give('a', 'x', 'y');
  expect(spelling.spell(rootOf(source))).toBe(grouped(['echo x-x $b', 'echo y-y $b']));
  spelling.give('a', ...Array.from({ length: 32 }, (_, i) => `${i}`.repeat(600)));
  expect(spelling.spell(rootOf(source))).toBe(source);
});

test('work is counted, and ends', () => {
  const spelling = new Plain('ls');
  const { left } = spelling;
  expect(spelling.spend(1)).toBe(true);
  expect(spelling.left).toBe(left - 1);
  expect(spelling.spend(left)).toBe(false);
});

test('knows words from statements, and what puts output in its place', () => {
  expect(['word', 'string', 'command'].map((type) => WORD.test(type))).toEqual([true, true, false]);
  expect(['a$(b)', '`a`', '<(a)', '$a'].map((text) => SUBSTITUTES.test(text))).toEqual([true, true, true, false]);
});
