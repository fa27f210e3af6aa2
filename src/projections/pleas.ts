import { actBits } from '../model/deed-words.ts';
import type { Deed } from '../model/name-words.ts';
import { plainText } from '../model/plain-text.ts';
import type { Sighted } from '../model/view.ts';
import { hear, isNamed, type Sentence } from './hearing.ts';
import { stands } from './holding.ts';
import { askedOf, LEAF, Mentions } from './mentions.ts';
import { ownedText } from './owned-text.ts';

/** Sentences kept. Beyond it the oldest go. */
const MOST = 500;
/** Of a longer one the beginning is read. */
const LONGEST = 600;
/** Values of one call that are looked for. */
const MOST_VALUES = 32;
const MOST_SOURCES = 4;
/** Sentences before and after one that a value is looked for in. */
const NEAR = 4;
/** Sentences after a tool's name that hold what is filled in: lines of a form are two each. */
const FORM = 8;
const END = /[.!?;:]\s|\s-\s|\bthen\b|,\s(?=please)/;

/** Sentences of a session that may ask for something to be done. */
export class Pleas {
  /** Those before `#first` are forgotten: moving what stays is for now and then. */
  #sentences: Sentence[] = [];
  #first = 0;
  /** Sentences that came before those, and how many of all were looked at for what they mention. */
  #before = 0;
  #looked = 0;
  readonly #mentions = new Mentions();
  forgotten = 0;

  /** Leaves that are kept of what sentences mention. */
  get leaves(): number {
    return this.#mentions.size;
  }

  /** Takes the sentences of a plain text; of more than are kept, the last. */
  add(text: string, source: Sighted): void {
    const parts = text.split(END);
    if (parts.length > MOST) this.forgotten++;
    const said: string[] = [];
    for (const part of parts.length > MOST ? parts.slice(-MOST) : parts) {
      if (part.length < 4) continue;
      if (part.length > LONGEST) this.forgotten++;
      said.push(part.length > LONGEST ? part.slice(0, LONGEST) : part);
    }
    // One copy for all: the whole text must not live as long as they do.
    const [only = ''] = said;
    const copy = said.length > 1 ? said.join('') : only === text ? text : ownedText(only);
    let at = 0;
    for (const { length } of said) {
      this.#sentences.push({ text: copy.slice(at, at + length), source, said: undefined, isPlea: undefined });
      at += length;
    }
    const over = this.#sentences.length - this.#first - MOST;
    if (over <= 0) return;
    this.#first += over;
    this.forgotten += over;
    this.#mentions.forget(Math.floor((this.#before + this.#first) / LEAF));
    if (this.#first < MOST) return;
    this.#sentences = this.#sentences.slice(this.#first);
    this.#before += this.#first;
    this.#first = 0;
  }

  /** How many values of the call stand in the sentences of the same text around one. */
  #givenNear(index: number, from: number, to: number, values: readonly string[]): number {
    const { source } = this.#sentences[index] as Sentence;
    const near: string[] = [];
    for (let i = Math.max(this.#first, index + from); i <= index + to && i < this.#sentences.length; i++) {
      const { source: of, text } = this.#sentences[i] as Sentence;
      if (of === source) near.push(text);
    }
    return values.filter((value) => value.length > 2 && near.some((text) => stands(text, value))).length;
  }

  /**
   * Where a text asks for what a call would do, the latest first: a sentence that pleads, or begins with the act, and
   * names the act and its object, or gives several of the call's values, or one of each; or the tool's own name with
   * values of the call behind it, as in a form that is filled in. `byName`: only such forms.
   */
  asking(deed: Deed, values: readonly string[], byName = false): Sighted[] {
    const plain = values
      .slice(0, MOST_VALUES)
      .map((value) => plainText(value).trim())
      .filter((value) => value.length >= 2);
    this.#look();
    const found: Sighted[] = [];
    const acts = actBits(deed.acts);
    const asked = askedOf(deed, plain);
    const oldest = this.#before + this.#first;
    for (let leaf = Math.floor((this.#looked - 1) / LEAF); leaf >= Math.floor(oldest / LEAF); leaf--) {
      for (let may = this.#mentions.of(leaf, asked); may !== 0; ) {
        const last = 31 - Math.clz32(may);
        may &= ~(1 << last);
        const i = leaf * LEAF + last - this.#before;
        if (i < this.#first) break;
        const sentence = this.#sentences[i] as Sentence;
        const heard = byName && sentence.source.shape !== 'field' ? 'nothing' : hear(sentence, deed, acts, plain);
        const isAsking = heard === 'asking' || (heard === 'how-to' && this.#givenNear(i, -NEAR, NEAR, plain) > 0);
        if (!isAsking && !(isNamed(sentence, deed) && this.#givenNear(i, 0, FORM, plain) > 1)) continue;
        // What the user asks for themselves needs no other reason.
        if (sentence.source.shape === 'field') return [sentence.source];
        if (found.length < MOST_SOURCES) found.push(sentence.source);
      }
    }
    return found;
  }

  /** Looks at what came since somebody asked last. */
  #look(): void {
    this.#looked = Math.max(this.#looked, this.#before + this.#first);
    for (; this.#looked < this.#before + this.#sentences.length; this.#looked++)
      this.#mentions.take(this.#looked, (this.#sentences[this.#looked - this.#before] as Sentence).text);
  }
}
