import { expect, test } from 'vitest';
import { Allowance, loadGrammars } from '../../../../src/inspect/shell/grammars.ts';
import type { SyntaxNode } from '../../../../src/inspect/shell/node.ts';
import {
  asCode,
  oneWord,
  quoted,
  type Surroundings,
  says,
  spelledWord,
  textOf,
  wordsIn,
} from '../../../../src/inspect/shell/spelling/spelled-words.ts';
import { finish, type Steps } from '../../../../src/model/steps.ts';

const { bash } = await loadGrammars();
const given = new Map<string, readonly string[]>();
const HELD: Record<string, readonly string[]> = {
  A: ['x'],
  S: ['a b'],
  Q: ['"$;'],
  E: [''],
  L: ['one', 'two words'],
  N: ['A'],
};

function* inSteps<T>(value: T): Steps<T> {
  yield;
  return value;
}

/** The last word of a command, and what is known around it. */
function word(text: string): [SyntaxNode, Surroundings] {
  const source = `c ${text}`;
  const root = finish(bash.parse(source, new Allowance(10_000)))?.rootNode;
  const node = root?.namedChildren[0]?.namedChildren.at(-1);
  if (node == null) throw new Error(`no word in ${text}`);
  const here: Surroundings = {
    held: (name) => HELD[name],
    give: (name, words) => given.set(name, words),
    printedBy: ({ text: written }) => inSteps(written === '$(p)' ? 'printed' : undefined),
    isAny: (name) => name === 'any',
    isPathAt: (at) => source.charAt(at) === '/',
    spell: (part) => inSteps(part.text),
    spend: () => true,
    rests: () => false,
    deeper: (act) => act(),
    *copy(whole, each) {
      let [out, at] = ['', whole.startIndex];
      for (const part of whole.namedChildren) {
        if (part === null) continue;
        const spelled = each(part);
        out += source.slice(at, part.startIndex) + (typeof spelled === 'string' ? spelled : yield* spelled);
        at = part.endIndex;
      }
      return out + source.slice(at, whole.endIndex);
    },
  };
  return [node, here];
}

test.each([
  ['a\\ b', 'a b'],
  ["'a'\"b\"$'\\x63'", 'abc'],
  ['"a\\"$A"', 'a"x'],
  ['~/$A/${A}y', '~/x/xy'],
  ['$HOME/y', '~/y'],
  ['${A:-y}${U:-y}${E:-z}', 'xyz'],
  ['${A:+y}${E:+y}${U:+z}', 'yz'],
  ['${!N}', 'x'],
  ['${L[1]}', 'two words'],
  ['a$(p)', 'aprinted'],
])('%s stands for %s', (text, value) => {
  expect(finish(textOf(...word(text)))).toBe(value);
});

test('what is unknown stays in as written', () => {
  expect(asCode(finish(textOf(...word('$U/y'))))).toBe('$U/y');
  expect(asCode(finish(textOf(...word('a$(ls)'))))).toBe('a$unknown');
  expect(says([finish(textOf(...word('$(ls)')))])).toBe(false);
  expect(says([finish(textOf(...word('$(ls)/..')))])).toBe(false);
  expect(says([finish(textOf(...word('$(ls)/a')))])).toBe(true);
});

test('what stands in for a value may be given to the variable', () => {
  expect(finish(textOf(...word('${U:=y}${A:=z}')))).toBe('yx');
  expect([...given]).toEqual([['U', ['y']]]);
});

test.each([
  ['$S', ['a', 'b']],
  ['"$S"', ['a b']],
  ['"${L[@]}"', ['one', 'two words']],
  ['{a,b}/c', ['a/c', 'b/c']],
  ['{1..3}', ['1', '2', '3']],
  ['a{2..1}', ['a2', 'a1']],
  ['{1..999999}', ['{1..999999}']],
  ['$E', []],
])('%s is the words %j', (text, words) => {
  expect(finish(wordsIn(...word(text)))).toEqual(words);
});

test.each([
  ['$A', 'x'],
  ['"$A/$U"', '"x/$U"'],
  ['$S', 'a b'],
  ['"$Q"', '"\\"\\$;"'],
  ['$Q', '\\"\\$\\;'],
  ['"${L[@]}"', '"one" "two words"'],
  ["'$A'", "'$A'"],
  ['${U}', '${U}'],
  ['"${A:$U:1}"', '"${A:$U:1}"'],
])('%s is spelled %s', (text, spelled) => {
  expect(finish(spelledWord(...word(text)))).toBe(spelled);
});

test('a value and code are one word to a shell', () => {
  expect(oneWord('a b;c')).toBe('a\\ b\\;c');
  expect(oneWord('')).toBe("''");
  expect(quoted("a 'b'")).toBe("'a '\\''b'\\'''");
});
