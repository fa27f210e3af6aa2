import { entitiesOf, exactKey } from '../model/entity.ts';
import { isObject, type Json, leaves } from '../model/json.ts';
import type { ResultEntry } from '../model/record.ts';
import type { Label } from '../model/tool.ts';
import type { Memory, Sighted } from '../model/view.ts';

/** Sightings one session keeps. Beyond it the oldest results are forgotten, and `forgotten` says how many. */
const MOST = 40_000;
/** Sightings kept of one value: the latest ones. */
const PER_KEY = 8;
/** A leaf longer than this is text to look into, not a value of its own. */
const FIELD = 200;
/** Looked into per string; a longer one is cut, and the cut counts as forgotten. */
const LOOK = 65_536;

type Shape = Sighted['shape'];

/** What one result told of. */
interface Told {
  readonly call: string;
  readonly known: readonly Known[];
}

/** A value, by its key, and where it stood. */
interface Known {
  readonly key: string;
  readonly sightings: Sighted[];
}

const NONE: readonly Sighted[] = Object.freeze([]);

/** What one session has learned from results: values and the places where they stood. */
export class SessionMemory implements Memory {
  readonly #known = new Map<string, Known>();
  /** What each result told of, oldest first, so that forgetting is by result. Those before `#first` are forgotten. */
  #results: Told[] = [];
  #first = 0;
  #count = 0;
  #forgotten = 0;

  get forgotten(): number {
    return this.#forgotten;
  }

  find(key: string): readonly Sighted[] {
    return this.#known.get(key)?.sightings ?? NONE;
  }

  /** Learns a result. `parsed` is the payload's value where it is known, `step` the session's count of settled calls. */
  learn(entry: ResultEntry, labels: readonly Label[], payload: string, step: number, parsed?: Json): void {
    const value = parsed ?? parse(payload);
    if (value === undefined) {
      // A payload that was cut is no JSON any more: what it held cannot be found again.
      this.#forgotten++;
      return;
    }
    const told: Known[] = [];
    const { upstream, name: tool } = entry.target;
    const add = (key: string, at: string, shape: Shape): void => {
      let known = this.#known.get(key);
      if (known === undefined) {
        known = { key, sightings: [] };
        this.#known.set(key, known);
      }
      const { sightings } = known;
      // The same place twice in one result is one sighting.
      if (sightings[0]?.call === entry.call && sightings[0].at === at) return;
      // The latest first.
      sightings.unshift({ call: entry.call, upstream, tool, at, shape, labels, step });
      told.push(known);
      if (sightings.length > PER_KEY) sightings.pop();
      else this.#count++;
    };
    for (const leaf of leaves(value)) {
      if (leaf.key || isEnvelope(leaf.at)) continue;
      this.#learnText(leaf.text, leaf.at, add);
    }
    if (told.length > 0) this.#results.push({ call: entry.call, known: told });
    // A session that sees the same few values for days has few sightings and many results: these have an end too.
    while ((this.#count > MOST || this.#results.length - this.#first > MOST) && this.#results.length - this.#first > 1)
      this.#forget(this.#results[this.#first++] as Told);
    if (this.#first < MOST) return;
    this.#results = this.#results.slice(this.#first);
    this.#first = 0;
  }

  #learnText(text: string, at: string, add: (key: string, at: string, shape: Shape) => void): void {
    const nested = structure(text);
    if (nested !== undefined) {
      for (const leaf of leaves(nested)) if (!leaf.key) learnLeaf(leaf.text, `${at}#${leaf.at}`, add);
    } else learnLeaf(text, at, add);
    if (text.length > LOOK) this.#forgotten++;
  }

  #forget({ call, known }: Told): void {
    for (const { key, sightings } of known) {
      // Newer sightings may have pushed this one out already.
      if (sightings.at(-1)?.call !== call) continue;
      sightings.pop();
      this.#count--;
      this.#forgotten++;
      if (sightings.length === 0) this.#known.delete(key);
    }
  }
}

function learnLeaf(text: string, at: string, add: (key: string, at: string, shape: Shape) => void): void {
  const whole = text.length <= FIELD ? exactKey(text) : undefined;
  if (whole !== undefined) add(whole, at, 'field');
  const looked = text.length > LOOK ? text.slice(0, LOOK) : text;
  for (const entity of entitiesOf(looked)) {
    add(entity.key, at, standsAlone(looked, entity.start, entity.end) ? 'field' : 'prose');
  }
}

/** A value that fills its string, or its line but for a name such as `From:`, stands there as a field; anything else is prose. */
function standsAlone(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end);
  const before = text.slice(Math.max(lineStart, start - 60), start).trim();
  const after = text.slice(end, lineEnd < 0 ? Math.min(text.length, end + 3) : Math.min(lineEnd, end + 3)).trim();
  return (before === '' || /^[\w][\w -]{0,30}:\s*<?$/.test(before)) && (after === '' || after === '>' || after === ',');
}

/** Parts of a result that say what it is, not what it holds. */
const isEnvelope = (at: string): boolean =>
  /^\/(?:_meta\b|content\/\d+\/(?:type|mimeType|annotations)\b|resultType$)/.test(at);

/** Text that is itself JSON is read as structure. */
function structure(text: string): Json | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  const value = parse(text);
  return isObject(value) || Array.isArray(value) ? value : undefined;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
