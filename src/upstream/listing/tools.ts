import { canonicalText, sha256 } from '../../model/json/canonical.ts';
import { jsonOf, parseStrict } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import { memberAt } from '../../model/text/scan.ts';

/** What is offered under one name. Of two that may be, the first that can be read counts, as it mostly does in the catalog. */
interface Named {
  readonly texts: string[];
  hash: string | undefined;
  isRead: boolean;
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
    if (tool === undefined) return undefined;
    if (!tool.isRead) {
      const text = tool.texts.find((each) => isNamed(each, name));
      tool.hash = text === undefined ? undefined : hashIn(text);
      tool.isRead = true;
    }
    return tool.hash;
  }

  /** Whether one of those of this name has this hash: which of them is shown depends on more than whether it can be read. */
  has(name: string, hash: string): boolean {
    if (this.hashOf(name) === hash) return true;
    const texts = this.#named().get(name)?.texts ?? NONE;
    return texts.length > 1 && texts.some((text) => isNamed(text, name) && hashIn(text) === hash);
  }

  /** Whether these are the same tools, in whatever order they and their members were sent. */
  isSame(other: Tools): boolean {
    if (isSameList(this.texts, other.texts)) return true;
    return this.isPartOf(other) && other.isPartOf(this);
  }

  /** Whether each of these is offered there as well, and is the same. Only what is sent in other words is read for that. */
  isPartOf(other: Tools): boolean {
    const theirs = other.#named();
    for (const [name, { texts }] of this.#named()) {
      if (isSameList(texts, theirs.get(name)?.texts ?? NONE)) continue;
      const hash = this.hashOf(name);
      if (hash !== undefined && hash !== other.hashOf(name)) return false;
    }
    return true;
  }

  /** By the name that stands in it, whether or not it can be read: to parse thousands takes longer than a call may wait. */
  #named(): Map<string, Named> {
    if (this.#byName !== undefined) return this.#byName;
    const named = new Map<string, Named>();
    for (const text of this.texts) {
      const at = memberAt(text, 0, 'name');
      const name = at === undefined ? undefined : jsonOf(text.slice(at.start, at.end));
      if (typeof name !== 'string') continue;
      const known = named.get(name);
      if (known === undefined) named.set(name, { texts: [text], hash: undefined, isRead: false });
      else known.texts.push(text);
    }
    this.#byName = named;
    return named;
  }
}

const hashIn = (text: string): string => sha256(canonicalText(text));

const NONE: readonly string[] = Object.freeze([]);

/** What names a member twice is no definition: the name that was found first may not be the one that counts. */
function isNamed(text: string, name: string): boolean {
  const read = parseStrict(text);
  return read.ok && isObject(read.value) && read.value.name === name;
}

const isSameList = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((one, i) => one === others[i]);
