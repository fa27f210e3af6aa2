import jsonc, { type Node, type ParseError } from 'jsonc-parser';
import type { Path } from '../../model/complaint.ts';
import type { Json } from '../../model/json.ts';
import { type Broken, brokenBy, type Parsed } from './format.ts';

const WHAT: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no value of JSON',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a name in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace is missing',
  CloseBracketExpected: 'a closing bracket is missing',
  EndOfFileExpected: 'something stands behind the end of the value',
  UnexpectedEndOfComment: 'a comment does not end',
  UnexpectedEndOfString: 'a string does not end',
  UnexpectedEndOfNumber: 'this is not a number',
  InvalidUnicode: 'this escape is no character',
  InvalidEscapeCharacter: 'this escape is unknown',
  InvalidCharacter: 'this character may not stand in a string',
};

/** The tree of a text of JSON, with comments and trailing commas as editors allow them; throws on nothing but depth. */
export function jsonTree(text: string): Node | Broken {
  const errors: ParseError[] = [];
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  // A space in place of the mark keeps every offset.
  const tree = jsonc.parseTree(mark === 1 ? ` ${text.slice(1)}` : text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    return { offset: first.offset, what: WHAT[jsonc.printParseErrorCode(first.error)] ?? 'this is not JSON' };
  }
  return tree ?? { offset: 0, what: 'the file is empty' };
}

export function readJson(text: string): Parsed | Broken {
  try {
    const tree = jsonTree(text);
    if ('what' in tree) return tree;
    const doubles: Path[] = [];
    const value = valueIn(tree, [], doubles);
    return { value, doubles, offsetOf: (path) => offsetOf(tree, path) };
  } catch (error) {
    return brokenBy(error, 0);
  }
}

function valueIn(node: Node, path: Path, doubles: Path[]): Json {
  if (node.type === 'array') return (node.children ?? []).map((item, i) => valueIn(item, [...path, i], doubles));
  if (node.type !== 'object') return node.value as Json;
  const entries = new Map<string, Json>();
  for (const { children = [] } of node.children ?? []) {
    const [key, value] = children;
    if (key === undefined || value === undefined) continue;
    const at = [...path, String(key.value)];
    if (entries.has(String(key.value))) doubles.push(at);
    entries.set(String(key.value), valueIn(value, at, doubles));
  }
  // Defines each as a property of its own, `__proto__` too.
  return Object.fromEntries(entries);
}

function offsetOf(tree: Node, path: Path): number | undefined {
  const node = jsonc.findNodeAtLocation(tree, [...path]);
  if (node === undefined) return undefined;
  return node.parent?.type === 'property' ? node.parent.offset : node.offset;
}
