import { entitiesOf } from '../model/entity.ts';
import { exactKey } from '../model/entity-key.ts';
import type { Flow } from '../model/evidence.ts';
import { type Json, type JsonPointer, leaves, NO_NAMES } from '../model/json.ts';
import type { CallEntry } from '../model/record.ts';
import { SECRET_HEAD, secretTokens } from '../model/secret-token.ts';
import { Bounded } from './bounded.ts';

/** Values kept. Beyond it the oldest go: then a text that repeats one counts as its source. */
const MOST = 10_000;
/** Arguments longer than this are texts: what they hold was written there, not chosen. */
const LONGEST_CALL = 16_384;
const LONGEST = 2_000;
/** A number of fewer digits stands everywhere. */
const SMALLEST_NUMBER = 1_000;

/** Calls whose short values are kept as they are, how many of each, and what is short. */
const MOST_CALLS = 200;
const MOST_SHORT = 8;
const LONGEST_SHORT = 80;
const NO_VALUES: readonly string[] = Object.freeze([]);

/** What a session handed to tools, and which of it it named before anything that it had read held it. */
export class Uses {
  /**
   * The session's count of settled calls when a value was first named, by its key: what later texts repeat of it, such as
   * an answer that says what it did, is no source of it.
   */
  readonly #named = new Bounded<number>(MOST);
  /** The same for every value that went to a tool, wherever it came from: what a tool shows of it afterwards may be an echo. */
  readonly #given = new Bounded<number>(MOST);
  /** Short values of the latest calls that had any, by the call. */
  readonly #latest = new Bounded<readonly string[]>(MOST_CALLS);
  /** From this step on anything may have been given: what was is not wholly known. */
  #unknown: number | undefined;

  /** Takes a call as it was decided. A value that came from somewhere was not named first, whatever it looked like there. */
  take(entry: CallEntry, payload: string, step: number, parsed?: Json): void {
    if (entry.method !== 'tools/call') return;
    if (payload.length > LONGEST_CALL) {
      this.#unknown ??= step;
      return;
    }
    const { flows } = entry.evidence;
    const short: string[] = [];
    for (const { at, text } of leaves(parsed ?? parse(payload), SMALLEST_NUMBER, NO_NAMES)) {
      if (!at.startsWith('/arguments/')) continue;
      if (text.length <= LONGEST_SHORT && short.length < MOST_SHORT) short.push(text);
      const isNamed = text.length <= LONGEST && !comesFrom(flows, at);
      this.#note(exactKey(text), step, isNamed);
      for (const { name } of secretTokens(text)) this.#note(SECRET_HEAD + name, step, isNamed);
      // Who writes to somebody has not named their house.
      for (const { key: entity, kind, start } of entitiesOf(text))
        if (kind !== 'domain' || text[start - 1] !== '@') this.#note(entity, step, isNamed);
    }
    if (short.length > 0) this.#latest.set(entry.call, short);
  }

  /** Short values of one of the latest calls. */
  of(call: string): readonly string[] {
    return this.#latest.get(call) ?? NO_VALUES;
  }

  /** The session's count of settled calls when a value was first named; undefined where it never was. */
  named(key: string): number | undefined {
    return this.#named.get(key);
  }

  /** The session's count of settled calls when a value may first have gone to a tool; undefined where none had it. */
  given(key: string): number | undefined {
    const step = this.#given.get(key);
    return step === undefined || (this.#unknown !== undefined && this.#unknown < step) ? this.#unknown : step;
  }

  #note(key: string | undefined, step: number, isNamed: boolean): void {
    if (key === undefined) return;
    // What is forgotten here may have been given at any time.
    if (addFirst(this.#given, key, step)) this.#unknown = 0;
    if (isNamed) addFirst(this.#named, key, step);
  }
}

/** Whether one of the flows is into this place. */
function comesFrom(flows: readonly Flow[], at: JsonPointer): boolean {
  for (let i = 0; i < flows.length; i++) if (flows[i]?.to.at === at) return true;
  return false;
}

/** Notes the first step of a value; true where another one had to go for it. */
const addFirst = (steps: Bounded<number>, key: string, step: number): boolean =>
  !steps.has(key) && steps.set(key, step);

function parse(payload: string): Json {
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return null;
  }
}
