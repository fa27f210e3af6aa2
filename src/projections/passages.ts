import { plainText } from '../model/plain-text.ts';
import type { Sighted } from '../model/view.ts';
import { holdsValue } from './holding.ts';
import { Pleas } from './pleas.ts';

/** Text that a session keeps to search in, in UTF-16 units. Beyond it the oldest goes. */
const MOST = 1_000_000;
const BASE64 = /[A-Za-z0-9+/]{12,4096}={0,2}/g;
/** A value seen often says no more than a value seen in four different places. */
const MOST_SOURCES = 4;
/** A longer value is a text of its own, not one that was written into another. */
const LONGEST = 500;

type Source = Omit<Sighted, 'shape'>;

interface Passage {
  readonly text: string;
  readonly source: Source;
}

/** What a session has read of texts that nobody vouches for: searched for values that were written into them, in whatever spelling. */
export class Passages {
  readonly #passages: Passage[] = [];
  readonly #pleas = new Pleas();
  #size = 0;
  #forgotten = 0;

  /** Texts, and sentences of them, that are no longer known whole. */
  get forgotten(): number {
    return this.#forgotten + this.#pleas.forgotten;
  }

  /** The user's own words: what they ask for is asked for by nobody else. */
  tell(raw: string, source: Source): void {
    this.#pleas.add(plainText(raw), { ...source, shape: 'field' });
  }

  /** Takes a text. Of a very long one the beginning is kept, and what was not counts as forgotten. */
  add(raw: string, source: Source): void {
    const read = raw.length > MOST ? raw.slice(0, MOST) : raw;
    if (read !== raw) this.#forgotten++;
    const text = plainText(read) + decoded(read);
    this.#passages.push({ text, source });
    this.#size += text.length;
    while (this.#size > MOST && this.#passages.length > 1) {
      this.#size -= this.#passages.shift()?.text.length ?? 0;
      this.#forgotten++;
    }
    this.#pleas.add(text, { ...source, shape: 'prose' });
  }

  /** Where a value was written into a text; the latest first. */
  find(value: string): Sighted[] {
    if (value.length > LONGEST) return [];
    const wanted = plainText(value).trim();
    if (wanted.length < 2) return [];
    const found: Sighted[] = [];
    for (let i = this.#passages.length - 1; i >= 0 && found.length < MOST_SOURCES; i--) {
      const { text, source } = this.#passages[i] as Passage;
      if (holdsValue(text, wanted)) found.push({ ...source, shape: 'prose' });
    }
    return found;
  }

  /** Where a text asks for what a call would do: see `Pleas`. What the user asks for themselves comes alone. */
  asksFor(words: ReadonlySet<string>, values: readonly string[]): Sighted[] {
    return this.#pleas.asking(words, values);
  }
}

/** What runs of base64 in a text say, to be searched as well. */
function decoded(raw: string): string {
  let out = '';
  for (const [run] of raw.matchAll(BASE64)) {
    const text = Buffer.from(run, 'base64').toString('latin1');
    if (/^[\x20-\x7e]{6,}$/.test(text)) out += ` ${text.toLowerCase()} `;
  }
  return out;
}
