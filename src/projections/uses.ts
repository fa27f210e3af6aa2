import { entitiesOf, exactKey } from '../model/entity.ts';
import { type Json, leaves } from '../model/json.ts';
import type { CallEntry } from '../model/record.ts';
import { secretTokens } from '../model/secret-token.ts';

/** Values kept. Beyond it the oldest go: then a text that repeats one counts as its source. */
const MOST = 10_000;
/** Arguments longer than this are texts: what they hold was written there, not chosen. */
const LONGEST_CALL = 16_384;
const LONGEST = 2_000;
/** A number of fewer digits stands everywhere. */
const SMALLEST_NUMBER = 1_000;

/**
 * The values that a session named in a call before anything that it had read held them: what later texts repeat of them,
 * such as an answer that says what it did, is no source of theirs.
 */
export class Uses {
  /** The session's count of settled calls when a value was first named, by its key. */
  readonly #first = new Map<string, number>();

  /** Takes a call as it was decided. A value that came from somewhere was not named first, whatever it looked like there. */
  take(entry: CallEntry, payload: string, step: number, parsed?: Json): void {
    if (entry.method !== 'tools/call' || payload.length > LONGEST_CALL) return;
    const { flows } = entry.evidence;
    for (const { at, text, key } of leaves(parsed ?? parse(payload), SMALLEST_NUMBER)) {
      if (key || text.length > LONGEST || !at.startsWith('/arguments/')) continue;
      if (flows.some(({ to }) => to.at === at)) continue;
      this.#note(exactKey(text), step);
      for (const { key: secret } of secretTokens(text)) this.#note(secret, step);
      // Who writes to somebody has not named their house.
      for (const { key: entity, kind, start } of entitiesOf(text))
        if (kind !== 'domain' || text[start - 1] !== '@') this.#note(entity, step);
    }
  }

  /** The session's count of settled calls when a value was first named; undefined where it never was. */
  of(key: string): number | undefined {
    return this.#first.get(key);
  }

  #note(key: string | undefined, step: number): void {
    if (key === undefined || this.#first.has(key)) return;
    this.#first.set(key, step);
    if (this.#first.size <= MOST) return;
    for (const oldest of this.#first.keys()) {
      this.#first.delete(oldest);
      return;
    }
  }
}

function parse(payload: string): Json {
  try {
    return JSON.parse(payload) as Json;
  } catch {
    return null;
  }
}
