import { type Document, isMap, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Path } from '../../model/complaint.ts';
import type { Json } from '../../model/json.ts';
import { type Broken, brokenBy, type Parsed } from './format.ts';

export function readYaml(text: string): Parsed | Broken {
  try {
    const document = yamlDocument(text);
    const [error] = document.errors;
    if (error !== undefined) return { offset: error.pos[0], what: error.message };
    const value = document.toJS({ maxAliasCount: 100 }) as Json;
    return { value, doubles: [], offsetOf: (path) => offsetOf(document, path) };
  } catch (error) {
    return brokenBy(error, 0);
  }
}

export const yamlDocument = (text: string): Document.Parsed =>
  parseDocument(text, { version: '1.2', uniqueKeys: true, prettyErrors: false });

function offsetOf(document: Document.Parsed, path: Path): number | undefined {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0];
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (pair === undefined) return undefined;
      offset = (pair.key as Node).range?.[0];
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = (node.items[Number(step)] as Node | undefined) ?? null;
      if (node === null) return undefined;
      offset = node.range?.[0];
    } else return undefined;
  }
  return offset;
}
