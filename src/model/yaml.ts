import {
  type Alias,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
  parseDocument,
  visit,
  YAMLParseError,
} from 'yaml';
import type { Path } from './complaint.ts';
import { MOST_DEPTH } from './json/parse.ts';

/** What servers send may be written down in a file with lists and objects of ours around it. */
const MOST_NESTED = 2 * MOST_DEPTH;

/** YAML 1.2, of which JSON is a part. Throws a RangeError where it nests too deep; what else is wrong is in `errors`. */
export function yamlDocument(text: string): Document.Parsed {
  if (nestsBeyond(text, MOST_NESTED)) throw new RangeError(`nests deeper than ${MOST_NESTED} levels`);
  // The parser compares each key with all before it: a megabyte of them takes it minutes.
  const document = parseDocument(text, { version: '1.2', uniqueKeys: false, prettyErrors: false });
  const doubles = doublesIn(document);
  if (doubles.length > 0) {
    document.errors.push(...doubles);
    document.errors.sort((one, other) => one.pos[0] - other.pos[0]);
  }
  return document;
}

/**
 * Whether lists and objects stand in each other deeper than so many levels. Reading a document takes a call for each level: where
 * the stack is nearly used up, V8 ends the process if a pattern has to be compiled there, and no `catch` hears of it. The
 * parser below it keeps what is open in a list of its own.
 */
function nestsBeyond(text: string, levels: number): boolean {
  // Each level takes one of these signs, and most files have few: they are spared the second reading.
  if ((text.match(/[[{:?-]/g)?.length ?? 0) <= levels) return false;
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    // It hands out what it has read, which is not needed here, but goes on only as that is taken.
    for (const _token of parser.next(lexeme) as Iterable<CST.Token>);
    if (parser.stack.length > levels) return true;
  }
  return false;
}

/** Keys of which a value can hold one only: `1` and "1" are two in YAML, and the last would count unsaid. */
function doublesIn(document: Document.Parsed): YAMLParseError[] {
  const found: YAMLParseError[] = [];
  for (const keys of keysIn(document)) {
    const seen = new Set<string>();
    for (const { name, at } of keys) {
      if (seen.has(name)) found.push(new YAMLParseError([at, at + 1], 'DUPLICATE_KEY', 'Map keys must be unique'));
      seen.add(name);
    }
  }
  return found;
}

/** A key as a value has it, and where it begins. */
export interface NamedKey {
  readonly name: string;
  readonly at: number;
}

/** The keys of each object in a document; a list or an object that stands as a key is left out. */
export function* keysIn(document: Document.Parsed): Generator<readonly NamedKey[]> {
  const open: unknown[] = [document.contents];
  let meanings: ReadonlyMap<Alias, Node> | undefined;
  while (open.length > 0) {
    const node = open.pop();
    if (isSeq(node)) for (const item of node.items) open.push(item);
    if (!isMap<Node | null, unknown>(node)) continue;
    const keys: NamedKey[] = [];
    for (const { key, value } of node.items) {
      meanings ??= isAlias(key) ? meaningsIn(document) : undefined;
      const meant = isAlias(key) ? meanings?.get(key) : key;
      // No key at all is the empty name.
      if (isScalar(meant)) keys.push({ name: String(meant.value ?? ''), at: key?.range?.[0] ?? 0 });
      open.push(value);
    }
    yield keys;
  }
}

/** What each alias stands for, by one reading: an alias that is asked itself reads the whole document. */
function meaningsIn(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchored = new Map<string, Node>();
  const meanings = new Map<Alias, Node>();
  visit(document, {
    Alias(_key, alias) {
      const meant = anchored.get(alias.source);
      if (meant !== undefined) meanings.set(alias, meant);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchored.set(node.anchor, node);
    },
  });
  return meanings;
}

/** The aliases that stand for nothing, and where. */
export function strayAliases(document: Document.Parsed): NamedKey[] {
  const stray: NamedKey[] = [];
  let meanings: ReadonlyMap<Alias, Node> | undefined;
  visit(document, {
    Alias(_key, alias) {
      meanings ??= meaningsIn(document);
      if (!meanings.has(alias)) stray.push({ name: alias.source, at: alias.range?.[0] ?? 0 });
    },
  });
  return stray;
}

/** How far a path leads into a document. */
export interface Followed {
  /** The value, or the nearest one above it that is there; a key that has no value stands for it. */
  readonly node: Node | null;
  /** The key that it stands behind; undefined for an item of a list, and for the whole. */
  readonly key: Node | undefined;
  /** Whether all of the path is there. */
  readonly isWhole: boolean;
}

/** Follows a path, aliases in it included. */
export function follow(document: Document.Parsed, path: Path): Followed {
  let node: Node | null = document.contents;
  let key: Node | undefined;
  for (const step of path) {
    const holder: Node | null = isAlias(node) ? (node.resolve(document) ?? null) : node;
    if (isMap(holder)) {
      const pair = holder.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return { node: holder, key, isWhole: false };
      key = pair.key as Node;
      node = (pair.value as Node | null) ?? key;
    } else {
      const item = isSeq(holder) ? (holder.items[Number(step)] as Node | undefined) : undefined;
      if (item === undefined) return { node: holder, key, isWhole: false };
      key = undefined;
      node = item;
    }
  }
  return { node, key, isWhole: true };
}

/** Where something begins that a path leads to: its key, or the item of a list. */
export const beginningOf = ({ key, node }: Followed): number => (key ?? node)?.range?.[0] ?? 0;
