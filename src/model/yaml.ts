import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Path } from './complaint.ts';

/** YAML 1.2, of which JSON is a part. Throws where it nests too deep; what else is wrong is in `errors`. */
export const yamlDocument = (text: string): Document.Parsed =>
  parseDocument(text, { version: '1.2', uniqueKeys: true, prettyErrors: false });

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
