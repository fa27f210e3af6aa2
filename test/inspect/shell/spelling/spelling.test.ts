import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import type { SyntaxNode } from '../../../../src/inspect/shell/node.ts';
import { Spelling } from '../../../../src/inspect/shell/spelling/spelling.ts';
import { finish, type Steps } from '../../../../src/model/steps.ts';

const { bash } = await loadGrammars();

/** Spells nothing but variables, which a statement may have anywhere. */
class Plain extends Spelling {
  protected grouped(commands: readonly string[]): string {
    return `{${commands.join('|')}}`;
  }
  protected *statement(node: SyntaxNode): Steps<string> {
    if (node.type === 'command') return yield* this.inTurns(node, () => this.copy(node, (part) => this.spell(part)));
    if (node.type === 'while_statement') return yield* this.loop(() => this.copy(node, (part) => this.spell(part)));
    return this.valueNow(node.text.slice(1))?.[0] ?? (yield* this.copy(node, (part) => this.spell(part)));
  }
  give(name: string, ...values: string[]): void {
    this.known.set(
      name,
      values.map((value) => [value]),
    );
  }
}

const rootOf = (source: string): SyntaxNode => {
  const node = finish(bash.parse(source, new Allowance(10_000)))?.rootNode;
  if (node == null) throw new Error('not read');
  return node;
};

test('a command is spelled once for each value, and left as written where that does not fit', () => {
  const source = 'echo $a-$a $b';
  const spelled = (...values: string[]): string => {
    const spelling = new Plain(source);
    spelling.give('a', ...values);
    return finish(spelling.spell(rootOf(source)));
  };
  expect(spelled()).toBe(source);
  expect(spelled('x', 'y')).toBe('{echo x-x $b|echo y-y $b}');
  expect(spelled(...Array.from({ length: 32 }, (_, i) => `${i}`.repeat(600)))).toBe(source);
});

test('work is counted, and ends', () => {
  const spelling = new Plain('ls');
  const { left } = spelling;
  expect(spelling.spend(1)).toBe(true);
  expect(spelling.left).toBe(left - 1);
  expect(spelling.spend(left)).toBe(false);
  expect(spelling.isWhole).toBe(false);
});

test('pauses are offered by the work that was done, not by the length of a statement', () => {
  const source = `while a; do ${'echo $a\n'.repeat(2_000)} done`;
  const spelling = new Plain(source);
  spelling.give('a', 'x', 'y', 'z');
  const steps = spelling.spell(rootOf(source));
  let worst = 0;
  for (let before = spelling.left; ; before = spelling.left) {
    const { done } = steps.next();
    worst = Math.max(worst, before - spelling.left);
    if (done === true) break;
  }
  expect(worst).toBeLessThan(600);
});
