import { canonicalText, sha256 } from '../../model/json/canonical.ts';
import { parseStrict } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';

interface Named {
  readonly text: string;
  hash: string | undefined;
}

/** The tools that one server process offers, as it sent them. */
export class Tools {
  readonly texts: readonly string[];
  #byName: Map<string, Named> | undefined;

  constructor(texts: readonly string[]) {
    this.texts = texts;
  }

  /** The hash of a tool's definition, by which calls know it; undefined where it is not offered. Made when it is first asked for. */
  hashOf(name: string): string | undefined {
    const tool = this.#named().get(name);
    if (tool !== undefined) tool.hash ??= sha256(canonicalText(tool.text));
    return tool?.hash;
  }

  /** Whether these are the same tools, in whatever order they and their members were sent. */
  isSame(other: Tools): boolean {
    const { texts } = other;
    if (this.texts.length === texts.length && this.texts.every((text, i) => text === texts[i])) return true;
    return this.isPartOf(other) && other.isPartOf(this);
  }

  /** Whether each of these is offered there as well, and is the same. */
  isPartOf(other: Tools): boolean {
    return [...this.#named().keys()].every((name) => this.hashOf(name) === other.hashOf(name));
  }

  #named(): Map<string, Named> {
    if (this.#byName !== undefined) return this.#byName;
    const named = new Map<string, Named>();
    for (const text of this.texts) {
      const read = parseStrict(text);
      const name = read.ok && isObject(read.value) ? read.value.name : undefined;
      // Of two with one name the first counts, as it does in the catalog.
      if (typeof name === 'string' && !named.has(name)) named.set(name, { text, hash: undefined });
    }
    this.#byName = named;
    return named;
  }
}
