import { BLOCK, Blocks, LEAF } from './blocks.ts';
import { type Crowds, crowdsIn, isCrowded } from './crowds.ts';
import type { Sought } from './holding.ts';

/** A shorter text is not worth indexing. */
const SHORTEST = 2_048;
/** How many times a text is searched before it is indexed, which costs as much. */
const LOOKS = 4;

/** A text, its source, and its offset among all of them. */
export interface Text<Source> {
  readonly text: string;
  readonly source: Source;
  readonly start: number;
}

/**
 * Texts in order of arrival, one behind the other, that can be searched for those that hold a value. Recent texts are
 * searched directly; texts that have been searched a few times are indexed. So a search costs the same however much was
 * read, and learning costs nothing.
 */
export class Texts<Source> {
  /** Those before `#first` are forgotten; the rest is moved only now and then. */
  #texts: (Text<Source> | undefined)[] = [];
  #first = 0;
  /** Those from here on are not indexed. */
  #unread = 0;
  #end = 0;
  readonly #blocks = new Blocks();
  /** Indexed texts that hold something so often that the search is given up; oldest first. */
  #crowded: { readonly text: Text<Source>; readonly crowds: Crowds }[] = [];
  /** Units searched outside the index since it last grew. */
  #spent = 0;
  /** Units examined so far: a measure of the work done. */
  looked = 0;

  /** The total size of the texts kept. */
  get size(): number {
    return this.#end - (this.#texts[this.#first]?.start ?? this.#end);
  }

  get count(): number {
    return this.#texts.length - this.#first;
  }

  /** The number of leaves in the index. */
  get leaves(): number {
    return this.#blocks.size;
  }

  /** The oldest text that is kept. */
  get oldest(): Text<Source> | undefined {
    return this.#texts[this.#first];
  }

  add(text: string, source: Source): void {
    this.#texts.push({ text, source, start: this.#end });
    this.#end += text.length;
  }

  /** Forgets the oldest text. */
  forget(): void {
    this.#texts[this.#first++] = undefined;
    this.#unread = Math.max(this.#unread, this.#first);
    const start = this.oldest?.start ?? this.#end;
    this.#blocks.forget(Math.floor(start / LEAF));
    while ((this.#crowded[0]?.text.start ?? start) < start) this.#crowded.shift();
    if (this.#first * 2 < this.#texts.length) return;
    this.#texts = this.#texts.slice(this.#first);
    this.#unread -= this.#first;
    this.#first = 0;
  }

  /** The latest texts that hold a value, up to a number, among those asked for. */
  find(sought: Sought, most: number, isAsked: (source: Source) => boolean): Text<Source>[] {
    const found: Text<Source>[] = [];
    const before = this.looked;
    for (let i = this.#texts.length - 1; i >= this.#unread && found.length < most; i--) {
      const text = this.#texts[i] as Text<Source>;
      if (isAsked(text.source) && this.#look(text, sought.isIn)) found.push(text);
    }
    this.#spent += this.looked - before;
    const all = found.length < most ? this.#findRead(found, sought, most, isAsked) : found;
    if (this.#spent >= LOOKS * Math.max(SHORTEST, this.#end - this.#startOf(this.#unread))) this.#read();
    return all;
  }

  #look({ text }: Text<Source>, isIn: Sought['isIn'], from = 0, to = text.length): boolean {
    this.looked += to - from;
    return isIn(text, from, to);
  }

  /** Continues with the indexed texts. */
  #findRead(found: Text<Source>[], sought: Sought, most: number, isAsked: (source: Source) => boolean): Text<Source>[] {
    if (this.#unread === this.#first) return found;
    // If the search is given up, the value counts as found, wherever it is.
    const crowded: Text<Source>[] = [];
    for (const { text, crowds } of this.#crowded)
      if (isAsked(text.source) && isCrowded(crowds, sought.spellings) && this.#look(text, sought.isIn))
        crowded.push(text);
    this.#blocks.ask(sought.spellings, sought.cut);
    const oldest = Math.floor(this.#startOf(this.#first) / LEAF);
    for (let leaf = Math.floor(this.#startOf(this.#unread) / LEAF); leaf >= oldest && found.length < most; leaf--) {
      const whole = this.#blocks.having(leaf);
      let blocks = whole | this.#blocks.havingCut(leaf);
      while (blocks !== 0 && found.length < most) {
        const last = 31 - Math.clz32(blocks);
        const bit = 1 << last;
        blocks &= ~bit;
        // Where only the parts of a cut value are, nothing else need be looked for.
        const isIn = (whole & bit) === 0 ? sought.isCutIn : sought.isIn;
        this.#findAt(leaf * LEAF + last * BLOCK, found, isIn, most, isAsked);
      }
    }
    if (crowded.length === 0) return found;
    const all = new Set([...found, ...crowded]);
    return [...all].sort((one, other) => other.start - one.start).slice(0, most);
  }

  /** Examines what begins in one block. */
  #findAt(
    start: number,
    found: Text<Source>[],
    isIn: Sought['isIn'],
    most: number,
    isAsked: (source: Source) => boolean,
  ): void {
    for (let i = this.#lastBefore(start + BLOCK); i >= this.#first && found.length < most; i--) {
      const text = this.#texts[i] as Text<Source>;
      const end = text.start + text.text.length;
      if (end <= start) return;
      if (found.at(-1) === text || !isAsked(text.source)) continue;
      const to = Math.min(text.text.length, start + BLOCK - text.start);
      if (this.#look(text, isIn, Math.max(0, start - text.start), to)) found.push(text);
    }
  }

  /** The last indexed text that begins before a place. */
  #lastBefore(place: number): number {
    let low = this.#first;
    let high = this.#unread;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#startOf(middle) < place) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #startOf(index: number): number {
    return this.#texts[index]?.start ?? this.#end;
  }

  /** Indexes all texts that are not indexed yet. */
  #read(): void {
    for (; this.#unread < this.#texts.length; this.#unread++) {
      const text = this.#texts[this.#unread] as Text<Source>;
      const { start, text: read } = text;
      const end = start + read.length;
      for (let block = Math.floor(start / BLOCK); block * BLOCK < end; block++)
        this.#blocks.take(
          block,
          read,
          Math.max(0, block * BLOCK - start),
          Math.min(read.length, (block + 1) * BLOCK - start),
        );
      this.looked += read.length;
      const crowds = crowdsIn(read);
      if (crowds !== undefined) this.#crowded.push({ text, crowds });
    }
    this.#spent = 0;
  }
}
