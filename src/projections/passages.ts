import { isPrinted } from '../model/result/field.ts';
import type { Steps } from '../model/steps.ts';
import { endsOf } from '../model/text/ends.ts';
import { plainText } from '../model/text/plain-text.ts';
import type { Sighted } from '../model/view.ts';
import { Pleas } from './orders/pleas.ts';
import { type ReadText, readText, readTextInSteps } from './read-text.ts';
import { isAnnounced, isAttribute } from './reading/handles.ts';
import { seek } from './texts/holding.ts';
import { type Text, Texts } from './texts/texts.ts';

/** How much text a session keeps to search in, in UTF-16 units. Beyond that, the oldest goes. */
const MOST = 1_000_000;
/** A value seen in many places says no more than one seen in four different places. */
const MOST_SOURCES = 4;
/** A longer value is a text of its own, not a value written into another text. */
const LONGEST = 500;

interface Passage {
  readonly sighted: Sighted;
  /** What its server calls parts of a page there: see `handlesIn`. */
  readonly handles: string;
}

/**
 * What a session has read in texts that nobody vouches for: searched for values that were written into them, in
 * whatever spelling.
 */
export class Passages {
  readonly #texts = new Texts<Passage>();
  readonly #pleas = new Pleas();
  #forgotten = 0;

  /** How many texts, and sentences of texts, are no longer fully known. */
  get forgotten(): number {
    return this.#forgotten + this.#pleas.forgotten;
  }

  /** How many texts can no longer be searched, or not all of them. */
  get unsearchable(): number {
    return this.#forgotten;
  }

  /** Takes the user's own words: what these ask for, no other text counts as asking for. */
  tell(raw: string, source: Omit<Sighted, 'shape'>): void {
    this.#pleas.add(plainText(raw), { ...source, shape: 'field' });
  }

  /**
   * Takes a text. Of a very long one, the beginning and the end are kept and the rest counts as forgotten. `own`: lines
   * that ask for nothing.
   */
  add(raw: string, source: Sighted, own?: readonly string[]): void {
    this.take(readText(this.#cut(raw), source.at, own), source);
  }

  /** The same of a text that was read for others as well. */
  take({ text, handles, said }: ReadText, source: Sighted): void {
    this.#texts.add(text, { sighted: source, handles });
    for (; this.#texts.size > MOST && this.#texts.count > 1; this.#forgotten++) this.#texts.forget();
    this.#pleas.take(said, source);
  }

  /** The same for a long text, with pauses. */
  *addInSteps(raw: string, source: Sighted): Steps<void> {
    this.take(yield* readTextInSteps(this.#cut(raw)), source);
  }

  #cut(raw: string): string {
    if (raw.length <= MOST) return raw;
    this.#forgotten++;
    return endsOf(raw, MOST);
  }

  /** Where a value was written into a text, latest first; with `until`, only texts read by that step. */
  find(value: string, until = Number.POSITIVE_INFINITY): Sighted[] {
    if (value.length > LONGEST || !this.#hasRead(until)) return [];
    const wanted = plainText(value).trim();
    if (wanted.length < 2) return [];
    return this.#texts
      .find(seek(wanted), MOST_SOURCES, ({ sighted }) => sighted.step <= until)
      .map((found) => (isHandle(found, wanted) ? { ...found.source.sighted, ...LINKED } : found.source.sighted));
  }

  /** Whether any text read by a step is known: texts are kept in order. */
  #hasRead(until: number): boolean {
    const { oldest } = this.#texts;
    return oldest !== undefined && oldest.source.sighted.step <= until;
  }

  /** What texts ask for: see `Pleas`. */
  get pleas(): Pleas {
    return this.#pleas;
  }
}

const LINKED = { isLinked: true } as const;

/**
 * Whether its server calls something by a value: only in what a server printed may it speak itself, since what it has as values are
 * other people's words.
 */
const isHandle = ({ text, source: { sighted, handles } }: Text<Passage>, value: string): boolean =>
  isPrinted(sighted.at) && (handles.includes(`\n${value}\n`) || isAttribute(text, value) || isAnnounced(text, value));
