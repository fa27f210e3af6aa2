import { exactKey } from '../../model/entity/key.ts';
import { entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { type Json, type JsonPointer, type Leaf, leaves } from '../../model/json.ts';
import type { CallEntry } from '../../model/record/judged.ts';
import { SECRET_HEAD, secretTokens } from '../../model/secret-token.ts';
import { placeOfName, saysMore } from '../../model/words/member-name.ts';
import { Bounded } from '../bounded.ts';
import { Confirmed } from './confirmed.ts';
import { makingsIn } from './own-makings.ts';
import { isPush } from './own-push.ts';
import { picksOf } from './picks.ts';
import { mayChangeScripts } from './scripts.ts';

/** How many values are kept. Beyond that, the oldest go: a text that repeats one then counts as its source. */
const MOST = 10_000;
/** Longer arguments are texts: values in them were written there, not chosen. */
const LONGEST_CALL = 16_384;
const LONGEST = 2_000;
/** A smaller number occurs everywhere. */
const SMALLEST_NUMBER = 1_000;

/** How many calls have their short values kept verbatim, how many each, and how long a short value may be. */
const MOST_CALLS = 200;
const MOST_SHORT = 8;
const LONGEST_SHORT = 80;
const NO_VALUES: readonly string[] = Object.freeze([]);

/**
 * Words of a longer text that tell one thing from others: `fix/late-mail`, `v2.1`. Between them stands what a shell or a
 * sentence has there. Every run is bounded.
 */
const WORD = /[\p{L}\p{N}_/@#.-]{4,80}/gu;
const DISTINCT = /\p{L}[\s\S]*[\d_/@#.-]|[\d_/@#.-][\s\S]*\p{L}/u;
const MOST_WORDS = 64;

/** Where one name ends in a longer one: `shop` in `shop-7f9c-x2l`, `ours` and `shop` in `ours/shop`. */
const JOINT = /[/-]/;
const LONGEST_WHOLE = 200;
const MOST_PARTS = 16;
const SHORTEST_PART = 3;

/** Tells whether any result has shown a value, by its key. */
export type Seen = (key: string) => boolean;

/** What a session handed to tools, and which of these values it named before anything it had read held them. */
export class Uses {
  /**
   * The session's count of settled calls when a value was first named, by its key: a later text that repeats the value,
   * such as an answer reporting what was done, is not a source of it.
   */
  readonly #named = new Bounded<number>(MOST);
  /** The same for every value given to a tool, wherever it came from: if a tool shows it afterwards, that may be an echo. */
  readonly #given = new Bounded<number>(MOST);
  /** Short values of the latest calls that had any, by call. */
  readonly #latest = new Bounded<readonly string[]>(MOST_CALLS);
  /** What the latest calls were about, where all of it is known. */
  readonly #picks = new Bounded<readonly string[]>(MOST_CALLS);
  /** The same as `#named` for words of longer texts, such as what a command makes, that were looked up nowhere. */
  readonly #written = new Bounded<number>(MOST);
  /** Keys of words under which one of the latest calls made something. */
  readonly #made = new Bounded<ReadonlySet<string>>(MOST_CALLS);
  /** The latest calls that pushed, and were told nothing of it by a text. */
  readonly #pushes = new Bounded<true>(MOST_CALLS);
  /** Those that may change what a project's own scripts run, if they change anything. */
  readonly #scripts = new Bounded<true>(MOST_CALLS);
  readonly confirmed: Confirmed;
  /** From this step on, any value may have been given to a tool: not all of them are known. */
  #unknown: number | undefined;

  constructor(token?: (secret: string) => string) {
    this.confirmed = new Confirmed(token);
  }

  /**
   * Takes a call as it was decided. A value with a known source was not named first, whatever it looked like there.
   */
  take(entry: CallEntry, payload: string, step: number, parsed?: Json, seen: Seen = NEVER): void {
    if (entry.method !== 'tools/call') return;
    this.confirmed.takeList(entry);
    if (payload.length > LONGEST_CALL || mayChangeScripts(payload)) this.#scripts.set(entry.call, true);
    if (payload.length > LONGEST_CALL) {
      this.#unknown ??= step;
      return;
    }
    const { flows } = entry.evidence;
    const short: string[] = [];
    const made = new Set<string>();
    const params = parsed ?? jsonOf(payload) ?? null;
    const picks = picksOf(params);
    if (picks !== undefined) this.#picks.set(entry.call, picks);
    const found = leaves(params, SMALLEST_NUMBER, saysMore);
    this.confirmed.take(entry, found);
    // Loops by index: this runs for every call, and V8 takes several times as long to compile an iterator.
    for (let i = 0; i < found.length; i++) {
      const leaf = found[i] as Leaf;
      if (!leaf.at.startsWith('/arguments/')) continue;
      const { text } = leaf;
      const at = leaf.key ? placeOfName(leaf.at) : leaf.at;
      if (text.length <= LONGEST_SHORT && short.length < MOST_SHORT) short.push(text);
      const isNamed = text.length <= LONGEST && !comesFrom(flows, at);
      this.#note(exactKey(text), step, isNamed);
      this.#noteWithin(text, step, isNamed);
      if (isNamed && JOINT.test(text)) this.#noteParts(text, step);
      if (leaf.key || text.length > LONGEST || !/\s/.test(text)) continue;
      this.#noteWords(text, at, flows, step, seen, made);
      if (isPush(text) && !flows.some((flow) => isTold(flow, at))) this.#pushes.set(entry.call, true);
    }
    if (made.size > 0) this.#made.set(entry.call, made);
    if (short.length > 0) this.#latest.set(entry.call, short);
  }

  /** Short values of one of the latest calls. */
  of(call: string): readonly string[] {
    return this.#latest.get(call) ?? NO_VALUES;
  }

  /** All that one of the latest calls was about; none where some of it is not known. */
  picksOf(call: string): readonly string[] | undefined {
    return this.#picks.get(call);
  }

  /** Whether one of the latest calls may change what a project's own scripts run, if it changes anything. */
  namesScripts(call: string): boolean {
    return this.#scripts.has(call);
  }

  /** Whether one of the latest calls pushed to where no text had told it to. */
  hasPushed(call: string): boolean {
    return this.#pushes.has(call);
  }

  /**
   * Whether one of the latest calls made something under a word, by its key, that the session had from no value that was shown,
   * and showed nothing that others wrote.
   */
  madeAs(call: string, key: string): boolean {
    return this.#made.get(call)?.has(key) ?? false;
  }

  /**
   * The session's count of settled calls when a value was first named; undefined if it never was. With `isWordToo` also as a
   * word of a longer text, which nothing that was a value of its own had shown: whether a text had, is for who asks to see.
   */
  named(key: string, isWordToo = false): number | undefined {
    const named = this.#named.get(key);
    const written = isWordToo ? this.#written.get(key) : undefined;
    return named === undefined || (written !== undefined && written < named) ? written : named;
  }

  /** The session's count of settled calls when a value may first have gone to a tool; undefined if no tool had it. */
  given(key: string): number | undefined {
    const step = this.#given.get(key);
    return step === undefined || (this.#unknown !== undefined && this.#unknown < step) ? this.#unknown : step;
  }

  #noteWords(text: string, at: JsonPointer, flows: readonly Flow[], step: number, seen: Seen, made: Set<string>): void {
    let left = MOST_WORDS;
    const makings = makingsIn(text);
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (!DISTINCT.test(word)) continue;
      if (left-- <= 0) return;
      const key = exactKey(word);
      if (key === undefined) continue;
      if (!seen(key) && !leadsTo(flows, at, index, index + word.length)) addFirst(this.#written, key, step);
      if (makings.some(({ start, end }) => index >= start && index < end) && this.#written.has(key)) made.add(key);
    }
  }

  /**
   * Whoever names a pod has named its deployment, and whoever names a file its folders. An address was made by whose it is: what
   * its page says to install may stand in it.
   */
  #noteParts(text: string, step: number): void {
    if (text.length > LONGEST_WHOLE || /\s|:\/\//.test(text)) return;
    const steps = text.split('/');
    for (let i = 0; i < steps.length && i < MOST_PARTS; i++) {
      const one = steps[i] as string;
      if (steps.length > 1) this.#noteOwn(one, step);
      for (let end = one.indexOf('-'), left = MOST_PARTS; end > 0 && left > 0; end = one.indexOf('-', end + 1), left--)
        this.#noteOwn(one.slice(0, end), step);
    }
  }

  #noteOwn(part: string, step: number): void {
    const key = part.length < SHORTEST_PART ? undefined : exactKey(part);
    if (key !== undefined) addFirst(this.#named, key, step);
  }

  #noteWithin(text: string, step: number, isNamed: boolean): void {
    const tokens = secretTokens(text);
    if (tokens.length > 0) for (const { name } of tokens) this.#note(SECRET_HEAD + name, step, isNamed);
    const entities = entitiesOf(text);
    if (entities.length === 0) return;
    // Writing to somebody does not name the domain of their address.
    for (const { key: entity, kind, start } of entities)
      if (kind !== 'domain' || text[start - 1] !== '@') this.#note(entity, step, isNamed);
  }

  #note(key: string | undefined, step: number, isNamed: boolean): void {
    if (key === undefined) return;
    // A value forgotten here may have been given at any time.
    if (addFirst(this.#given, key, step)) this.#unknown = 0;
    if (isNamed) addFirst(this.#named, key, step);
  }
}

/** Whether one of the flows leads to this place. */
function comesFrom(flows: readonly Flow[], at: JsonPointer): boolean {
  for (let i = 0; i < flows.length; i++) if (flows[i]?.to.at === at) return true;
  return false;
}

/** Whether a text that nobody vouches for gave something in an argument. */
const isTold = ({ to, shape, labels }: Flow, at: JsonPointer): boolean =>
  to.at === at && (labels.includes('instructed') || (shape === 'prose' && labels.includes('untrusted')));

/** Whether a flow leads to all of a text, or to what begins in a part of it. */
const leadsTo = (flows: readonly Flow[], at: JsonPointer, start: number, end: number): boolean =>
  flows.some(({ to, via }) => to.at === at && (via !== 'entity' || ((to.part ?? 0) >= start && (to.part ?? 0) < end)));

const NEVER = (): boolean => false;

/** Notes the first step of a value; true if another value had to go to make room. */
const addFirst = (steps: Bounded<number>, key: string, step: number): boolean =>
  !steps.has(key) && steps.set(key, step);
