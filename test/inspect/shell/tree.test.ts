import { expect, test } from 'vitest';
import type { SyntaxNode } from '../../../src/inspect/shell/node.ts';
import { readTree } from '../../../src/inspect/shell/tree.ts';
import { finish } from '../../../src/model/steps.ts';

/** A tree by hand: what the grammars give is tested through the inspector. */
function node(type: string, text: string, children: readonly SyntaxNode[] = []): SyntaxNode {
  return {
    type,
    text,
    startIndex: 0,
    endIndex: text.length,
    hasError: false,
    namedChildren: children,
    walk: () => cursorOf(node(type, text, children)),
  };
}

function cursorOf(root: SyntaxNode) {
  const path: { siblings: readonly (SyntaxNode | null)[]; at: number }[] = [{ siblings: [root], at: 0 }];
  const here = (): SyntaxNode => path.at(-1)?.siblings[path.at(-1)?.at ?? 0] ?? root;
  return {
    get nodeType() {
      return here().type;
    },
    get currentNode() {
      return here();
    },
    gotoFirstChild: () => here().namedChildren.length > 0 && path.push({ siblings: here().namedChildren, at: 0 }) > 0,
    gotoNextSibling: () => {
      const last = path.at(-1);
      if (last === undefined || last.at + 1 >= last.siblings.length) return false;
      last.at++;
      return true;
    },
    gotoParent: () => path.length > 1 && path.pop() !== undefined,
    delete: () => undefined,
  };
}

const command = (...words: string[]): SyntaxNode =>
  node(
    'command',
    words.join(' '),
    words.map((word) => node('word', word)),
  );

test('reads every command, wherever it stands', () => {
  const tree = node('program', '', [node('if_statement', '', [command('ls'), command('sudo', 'rm', '-rf', '/')])]);
  expect(finish(readTree(tree)).deeds.map((deed) => deed.severity)).toEqual(['critical']);
});

test('hands out the scripts inside, and says which the same shell reads', () => {
  const inner = (...words: string[]) => finish(readTree(node('program', '', [command(...words)]))).inner;
  expect(inner('bash', '-c', "'echo a; rm b'")).toMatchObject([
    { text: 'echo a; rm b', isOwn: false, feed: undefined },
  ]);
  expect(inner('find', '.', '-exec', 'rm', '{}', '\\;').map(({ text }) => text)).toEqual(['rm {}']);
  expect(inner('eval', "'ls'")).toMatchObject([{ text: 'ls', isOwn: true, feed: undefined }]);
});

test('sees a download that is run', () => {
  const pipeline = node('pipeline', 'curl x | sh', [command('curl', 'x'), command('sh')]);
  expect(finish(readTree(node('program', '', [pipeline]))).deeds.map(({ message }) => message)).toContain(
    'Runs what it downloads.',
  );
});

test('a script that is fed runs what it is fed', () => {
  const tree = node('program', '', [command('sh')]);
  expect(
    finish(readTree(tree, false, { isOwn: false, feed: 'decoded' })).deeds.map(({ severity }) => severity),
  ).toEqual(['high']);
  expect(finish(readTree(tree)).deeds).toEqual([]);
});

test('undoes quotes as a shell does', () => {
  const tree = node('program', '', [command("r''m", '"-rf"', "$'\\x2f'")]);
  expect(finish(readTree(tree)).deeds.map((deed) => deed.severity)).toEqual(['critical']);
});

test('reads a script to its end, and offers pauses on the way', () => {
  const steps = readTree(node('program', '', [...Array(9_000).fill(command('ls', 'a')), command('rm', '-rf', '/')]));
  let pauses = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) pauses++;
  expect(step.value.deeds.map((deed) => deed.severity)).toEqual(['critical']);
  expect(pauses).toBeGreaterThan(100);
});
