import type { Sighted, Terms } from '../../model/view.ts';
import type { Deed } from '../../model/words/name-words.ts';
import { Beginning } from '../texts/grams.ts';
import { LEAF, Mentions, type Pick } from './mentions.ts';
import { Sentence } from './sentence.ts';
import { MOST_SENTENCES, Utterances } from './utterances.ts';

/** How many sentences are kept, those of one text or of many. Beyond that the oldest are dropped. */
const MOST = MOST_SENTENCES;
/** How much text waits to be cut into sentences, in UTF-16 units; a text costs a few besides its letters. */
const MOST_WAITING = 262_144;
const TEXT = 64;

/** The last sentences of a session, by the number of each among all that ever came. */
export class Sentences {
  /** Texts that were not cut into sentences yet: of many short ones, only the last are ever read. */
  #waiting: { readonly said: Utterances; readonly source: Sighted }[] = [];
  #size = 0;
  /** The first few may be forgotten already: the rest is moved only now and then. */
  #list: Sentence[] = [];
  /** The number of the first in the list, of the first that is not forgotten, and of the first not yet searched for what it mentions. */
  #start = 0;
  #oldest = 0;
  #looked = 0;
  readonly #mentions = new Mentions();
  #forgotten = 0;

  /** How many sentences, and texts of sentences, are no longer fully known. */
  get forgotten(): number {
    this.#cut();
    return this.#forgotten;
  }

  /** The number of leaves in the index of what sentences mention. */
  get leaves(): number {
    return this.#mentions.size;
  }

  /** Takes the sentences of a plain text; if there are more than are kept, the last ones. */
  add(text: string, source: Sighted): void {
    this.take(new Utterances(text), source);
  }

  /** The same of a text that others may read as well. */
  take(said: Utterances, source: Sighted): void {
    this.#waiting.push({ said, source });
    this.#size += said.text.length + TEXT;
    if (this.#size > MOST_WAITING) this.#cut();
  }

  /** All that are kept, the oldest first. */
  all(): readonly Sentence[] {
    this.#cut();
    return this.#list.slice(this.#oldest - this.#start);
  }

  /** The sentence of a number that was just told. */
  at(number: number): Sentence {
    return this.#list[number - this.#start] as Sentence;
  }

  /** The sentences around one, in the same text. */
  near(number: number, from: number, to: number): Sentence[] {
    const { source } = this.at(number);
    const near: Sentence[] = [];
    const end = Math.min(number + to, this.#end - 1);
    for (let i = Math.max(this.#oldest, number + from); i <= end; i++) {
      const sentence = this.at(i);
      if (sentence.source === source) near.push(sentence);
    }
    return near;
  }

  /** The numbers of those that may ask for a deed, latest first: see `Mentions`. */
  mayAsk(deed: Deed, values: readonly string[], terms: Terms): Iterable<number> {
    this.#look();
    return this.#latest(this.#mentions.asking(deed, values, terms, this.#textOf));
  }

  /** The numbers of those that may hold a value, latest first. */
  mayHold(value: string): Iterable<number> {
    this.#look();
    return this.#latest(this.#mentions.holding(new Beginning(value)));
  }

  get #end(): number {
    return this.#start + this.#list.length;
  }

  /** Cuts what waits into sentences, the latest first: before as many as are kept, no text is looked at. */
  #cut(): void {
    if (this.#waiting.length === 0) return;
    const cut: Sentence[][] = [];
    let from = this.#waiting.length;
    for (let count = 0; from > 0 && count < MOST; count += cut.at(-1)?.length ?? 0) {
      const { said, source } = this.#waiting[--from] as { said: Utterances; source: Sighted };
      cut.push(said.all.map((one) => new Sentence(one.text, source, one)));
      if (said.isCut) this.#forgotten++;
    }
    this.#forgotten += from;
    this.#waiting = [];
    this.#size = 0;
    for (const sentences of cut.reverse()) this.#list.push(...sentences);
    const over = this.#end - this.#oldest - MOST;
    if (over <= 0) return;
    this.#oldest += over;
    this.#forgotten += over;
    this.#mentions.forget(Math.floor(this.#oldest / LEAF));
    if (this.#oldest - this.#start < MOST) return;
    this.#list = this.#list.slice(this.#oldest - this.#start);
    this.#start = this.#oldest;
  }

  /** Those that are picked, latest first. */
  *#latest(pick: Pick): Generator<number> {
    for (let leaf = Math.floor((this.#looked - 1) / LEAF); leaf >= Math.floor(this.#oldest / LEAF); leaf--) {
      for (let may = pick(leaf); may !== 0; ) {
        const last = 31 - Math.clz32(may);
        may &= ~(1 << last);
        const number = leaf * LEAF + last;
        if (number < this.#oldest) break;
        yield number;
      }
    }
  }

  /** The text of a sentence, by its number; none where it is forgotten. */
  readonly #textOf = (number: number): string => this.#list[number - this.#start]?.text ?? '';

  /** Indexes what has come since somebody asked last. */
  #look(): void {
    this.#cut();
    this.#looked = Math.max(this.#looked, this.#oldest);
    for (; this.#looked < this.#end; this.#looked++) this.#mentions.take(this.#looked, this.#textOf(this.#looked));
  }
}
