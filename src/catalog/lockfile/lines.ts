import { parseStrict } from '../../model/json/parse.ts';
import type { Json, JsonObject } from '../../model/json.ts';

/** A value that is read only when it is asked for. */
export type Later = () => JsonObject;
export type Tree = Json | Later | ReadonlyMap<string, Tree>;

/**
 * Reads the form that we write: block mappings indented by two, each value JSON on its line. That is a small part of YAML
 * and is read a hundred times faster. Undefined for anything else: a hand-edited file is read by a YAML reader. What is
 * under a key `later` is not read before it is asked for.
 */
export function readLines(text: string, later: string): ReadonlyMap<string, Tree> | undefined {
  try {
    return new Reader(text, later).read();
  } catch (error) {
    // Endless nesting overflows the stack here as elsewhere.
    if (error instanceof OtherForm || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Thrown where the text is not in this form; whether it is YAML is for others to say. */
export class OtherForm extends Error {}

const KEY = /(?:([A-Za-z_/$][\w./*$-]*)|("(?:[^"\\]|\\.)*")):(?= |\r?\n|$)/y;
/** What may follow a value: nothing, or a comment. */
const REST = /^(.*?)\s+#[^"]*$/;

class Reader {
  readonly #text: string;
  readonly #later: string;
  #at = 0;

  constructor(text: string, later: string) {
    this.#text = text;
    this.#later = later;
  }

  read(): ReadonlyMap<string, Tree> {
    const tree = this.#mapping(0);
    if (this.#at < this.#text.length) throw new OtherForm();
    return tree;
  }

  #mapping(indent: number): Map<string, Tree> {
    const text = this.#text;
    const found = new Map<string, Tree>();
    while (this.#at < text.length) {
      const start = this.#at;
      const end = this.#lineEnd(start);
      const first = this.#indentOf(start);
      if (start + first >= end || isSilent(text.charCodeAt(start + first))) {
        this.#at = end + 1;
        continue;
      }
      if (first < indent) break;
      if (first > indent) throw new OtherForm();
      KEY.lastIndex = start + first;
      const hit = KEY.exec(text);
      if (hit === null || KEY.lastIndex > end) throw new OtherForm();
      const key = hit[1] ?? (parseJson(hit[2] ?? '') as string);
      if (found.has(key)) throw new OtherForm();
      const rest = text.slice(KEY.lastIndex, end).trim();
      this.#at = end + 1;
      if (rest !== '' && !rest.startsWith('#')) found.set(key, scalarOf(rest));
      else if (key === this.#later) found.set(key, this.#skip(indent));
      else {
        const inner = this.#mapping(indent + 2);
        if (inner.size === 0) throw new OtherForm();
        found.set(key, inner);
      }
    }
    return found;
  }

  /** Skips everything that is indented deeper, to be read later. */
  #skip(indent: number): Later {
    const start = this.#at;
    const { length } = this.#text;
    while (this.#at < length) {
      const here = this.#at;
      const first = this.#indentOf(here);
      if (first <= indent && !isSilent(this.#text.charCodeAt(here + first))) break;
      this.#at = this.#lineEnd(here) + 1;
    }
    const block = this.#text.slice(start, this.#at);
    return () => jsonOf(new Reader(block, '').#mapping(indent + 2));
  }

  #lineEnd(start: number): number {
    const end = this.#text.indexOf('\n', start);
    return end < 0 ? this.#text.length : end;
  }

  #indentOf(start: number): number {
    let at = start;
    while (this.#text.charCodeAt(at) === 32) at++;
    return at - start;
  }
}

function scalarOf(rest: string): Json {
  // A value that ends as values end has no comment after it.
  const last = rest.charCodeAt(rest.length - 1);
  const isWhole = last === 34 || last === 93 || last === 125 || !rest.includes('#');
  if (isWhole) return parseJson(rest);
  return parseJson(REST.exec(rest)?.[1] ?? rest);
}

function parseJson(text: string): Json {
  const parsed = parseStrict(text);
  if (!parsed.ok) throw new OtherForm();
  return parsed.value;
}

/** Whether a line that begins so has no content: it is empty, or a comment. */
const isSilent = (code: number): boolean => code === 10 || code === 13 || code === 35;

function jsonOf(tree: ReadonlyMap<string, Tree>): JsonObject {
  const entries: [string, Json][] = [];
  for (const [key, value] of tree) {
    if (typeof value === 'function') continue;
    entries.push([key, value instanceof Map ? jsonOf(value) : (value as Json)]);
  }
  return Object.fromEntries(entries);
}
