import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { parseStrict } from '../model/json/parse.ts';
import { isObject, type Json, type JsonPointer, type Leaf, type Leaves, placeOf, pointerKeys } from '../model/json.ts';
import { fieldAt, isPrinted } from '../model/result/field.ts';
import { type Result, resultBody } from '../model/result.ts';
import type { Shape } from '../model/structure/outline.ts';
import { structureOf } from '../model/structure.ts';
import { type FieldLabels, knownAt, type Label, type ToolFacts } from '../model/tool.ts';

/** One sighting per list of labels: it is the same for every result of a tool. */
const known = new WeakMap<readonly Label[], Sighting>();

/**
 * Gives a result the labels of its tool, resource or server. A server without labels is `untrusted`. Parts with labels
 * of their own are listed if the result has them.
 */
export const labels: Inspector = {
  name: 'labels',
  version: 5,
  onResult({ tool, origin }, result, texts) {
    // What a client answers to a server's question is not the server's.
    if (origin === 'upstream') return NOTHING_SEEN;
    if (tool.fields !== undefined) return withFields(tool, tool.fields, result, texts);
    if (tool.labels.length === 0) return NOTHING_SEEN;
    let sighting = known.get(tool.labels);
    if (sighting === undefined) {
      sighting = Object.freeze({ labels: tool.labels });
      known.set(tool.labels, sighting);
    }
    return sighting;
  },
};

function withFields({ labels: all }: ToolFacts, fields: FieldLabels, result: Result, texts: Leaves): Sighting {
  const body = resultBody(result);
  const bodies = [isObject(body) ? body.structuredContent : undefined];
  const found = new Set<JsonPointer>();
  let shape: Shape | undefined;
  for (let i = 0; i < texts.length; i++) {
    const { at, text, key } = texts.at(i) as Leaf;
    if (key || !isPrinted(at)) continue;
    const parsed = parseStrict(text);
    if (parsed.ok) bodies.push(parsed.value);
    // Text that is not JSON is read part by part, as memory does it.
    else {
      const printed = structureOf(text, shape);
      for (const part of printed?.parts ?? []) add(found, fields, fieldAt(`${at}#${placeOf(part)}`));
      shape = printed?.shape ?? shape;
    }
  }
  for (const at of Object.keys(fields))
    if (bodies.some((value) => value !== undefined && holds(value, pointerKeys(at)))) found.add(at);
  if (found.size === 0) return { labels: all };
  const here = Object.fromEntries([...found].sort().map((at) => [at, fields[at] ?? []]));
  return { labels: [...new Set([...all, ...Object.values(here).flat()])], fields: here };
}

function add(found: Set<JsonPointer>, fields: FieldLabels, at: JsonPointer | undefined): void {
  const labels = at === undefined ? undefined : knownAt(fields, at);
  if (labels === undefined) return;
  for (const pattern of Object.keys(fields)) if (fields[pattern] === labels) found.add(pattern);
}

/** Whether a value has something at a place; `*` stands for any item of a list. */
function holds(value: Json, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  if (Array.isArray(value)) {
    if (key === '*') return value.some((item) => holds(item, rest));
    const item = /^\d+$/.test(key) ? value[Number(key)] : undefined;
    return item !== undefined && holds(item, rest);
  }
  if (!isObject(value) || !Object.hasOwn(value, key)) return false;
  return holds(value[key] as Json, rest);
}
