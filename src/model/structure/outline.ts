import { mailboxOf } from '../entity/mailbox.ts';
import type { JsonPointer, Leaf } from '../json.ts';
import { isHeading } from '../text/heading.ts';
import { isAbove, isApart, isBare, isBlank, isTitle, type Line, lineOf, type Names } from './outline-line.ts';
import { lastLine, wholeValue } from './outline-value.ts';

/** `Total: 3` on its own says how many records there are, and is none. */
const COUNT = /^\d{1,6}$/;
/** How soon after the first name of a record another one stands. */
const NEAR = 3;
/** What an item is told by that has no name, and a value that has none. */
const ITEM = '-';
const VALUE = '';

/** A leaf of a structured text. `isText`: words around its values, which are nobody's field even where they are one. */
export interface Part extends Leaf {
  /** The place of what it stands in, where `at` is told from there. */
  readonly under?: JsonPointer;
  readonly isText?: true;
}

/** What the records of an outline look like, as its beginning shows it. */
export interface Shape {
  readonly names: ReadonlySet<string>;
  /** Those that a record begins with. */
  readonly heads: ReadonlySet<string>;
}

export interface Outline {
  readonly parts: readonly Part[];
  readonly shape: Shape;
  /** Whether there is running text in it. */
  readonly isMixed: boolean;
}

/**
 * Reads what a server prints by lines: an outline such as YAML, headers above a text, records one after the other.
 * Undefined where the text is none of these. A printer does not mark where a text ends that somebody wrote, and that
 * text may look like anything: below the first empty line, and below words, only what the first lines were called is a
 * value again, where a record begins as the first did. Quoted and indented texts are one value whatever stands in them.
 * `earlier`: the shape of what the same result printed before. Each line is read a few times at most.
 */
export function readOutline(text: string, earlier?: Shape): Outline | undefined {
  if (earlier === undefined && isSentence(text)) return undefined;
  return new Reading(text, earlier).read();
}

/** One line that is neither an item, nor a value, nor has a name before it. */
const isSentence = (text: string): boolean =>
  !/[\n:]/.test(text) && !text.trimStart().startsWith('-') && !isBare(text.trim());

class Reading {
  readonly #lines: readonly string[];
  readonly #known: Names = new Map();
  readonly #names: Set<string>;
  readonly #heads: Set<string>;
  readonly #isLater: boolean;
  readonly #parts: Part[] = [];
  #phase: 'above' | 'first' | 'between' | 'record' | 'text';
  /** The first line of words that were not taken yet; -1 where there are none. */
  #words = -1;
  #values = 0;
  #item = -1;
  /** The place of the record that is being read, shared by its values. */
  #place: JsonPointer = '/0';
  #placed = 0;
  /** Where values without a name may come: below a name, whatever they are, or in a list. */
  #open: 'name' | 'list' | undefined = 'list';
  #isMixed = false;

  constructor(text: string, earlier: Shape | undefined) {
    this.#lines = text.split('\n');
    this.#names = new Set(earlier?.names);
    this.#heads = new Set(earlier?.heads);
    this.#isLater = earlier !== undefined;
    this.#phase = earlier === undefined ? 'above' : 'between';
  }

  read(): Outline | undefined {
    let isFirst = true;
    for (let i = 0; i < this.#lines.length; i++) {
      const text = this.#lines[i] ?? '';
      if (isApart(text)) {
        isFirst = true;
        if (this.#phase === 'first' || this.#phase === 'record') this.#phase = 'between';
        continue;
      }
      const line = lineOf(text, this.#known);
      const last = this.#canBeValue(line) ? lastLine(this.#lines, line, i) : -1;
      if (last === undefined) {
        // A quote that is never closed holds all that follows.
        if (this.#phase === 'above') return undefined;
        this.#takeWords(i, line);
        break;
      }
      if (last >= 0 && this.#isValue(line, last, isFirst)) {
        this.#takeValue(line, i, last);
        i = last;
        isFirst = false;
        continue;
      }
      if (this.#phase === 'above' && !isAbove(text)) return undefined;
      this.#takeWords(i, line);
      // Values without names are a list where there is nothing else.
      if (this.#isList() && !isHeading(text)) return undefined;
      isFirst = isTitle(text);
    }
    return this.#outline();
  }

  #isList(): boolean {
    return !this.#isLater && (this.#heads.has(VALUE) || this.#heads.has(ITEM));
  }

  /** Whether a line could be a value where it stands, by what it is told by. */
  #canBeValue(line: Line): boolean {
    const { name, isItem, isInside, value } = line;
    if (this.#phase === 'between' || this.#phase === 'text') {
      return this.#heads.has(plainOf(line)) && (name !== undefined || isItem || isBare(value.trim()));
    }
    if (name !== undefined) return this.#phase !== 'record' || this.#names.has(name.plain);
    if (this.#open === undefined) return false;
    return isItem || (this.#open === 'name' && isInside && this.#phase === 'first') || isBare(value.trim());
  }

  #isValue({ name, value, isItem }: Line, last: number, isFirst: boolean): boolean {
    if (this.#phase === 'above') return name === undefined || !this.#isCaption(name.isRunning, value, last + 1);
    if (this.#phase === 'first' || this.#phase === 'record') return true;
    return isItem || this.#names.size === 1 ? isFirst : this.#goesOn(last + 1);
  }

  /** `Contacts:` and `Total: 3` say what stands below them. */
  #isCaption(isRunning: boolean, value: string, next: number): boolean {
    const below = this.#lines[next] ?? '';
    if (value.trim() !== '') return below.trim() === '' && COUNT.test(value.trim());
    if (isRunning || next >= this.#lines.length) return false;
    return below.trim() === '' || (!/^(?:\s|- )/.test(below) && lineOf(below, this.#known).name !== undefined);
  }

  /** Whether a line soon after the first of a record has another of its names: one may be left out, and one may be new. */
  #goesOn(from: number): boolean {
    for (let i = from; i < from + NEAR && this.#lines[i]?.trim(); i++) {
      const { name } = lineOf(this.#lines[i] ?? '', this.#known);
      if (name !== undefined && this.#names.has(name.plain)) return true;
    }
    return false;
  }

  #takeValue(line: Line, i: number, last: number): void {
    const { name, value, isItem } = line;
    this.#flush(i);
    if (this.#phase === 'above') this.#phase = 'first';
    else if (this.#phase === 'between' || this.#phase === 'text') {
      this.#phase = 'record';
      if (!isItem) this.#item = Math.max(this.#item, 0) + 1;
    }
    if (this.#phase === 'first') {
      const plain = plainOf(line);
      if (this.#names.size === 0 || (isItem && name !== undefined)) this.#heads.add(plain);
      this.#names.add(plain);
    }
    if (isItem) this.#item++;
    if (name !== undefined) this.#open = isBlank(value) ? 'name' : undefined;
    const text = wholeValue(this.#lines, value, i, last);
    const isText = name?.isRunning === true;
    if (isText) this.#phase = 'text';
    else this.#values++;
    if (text === '') return;
    const under = this.#placeOf(Math.max(this.#item, 0));
    this.#parts.push(
      name === undefined
        ? { at: under, text, key: false }
        : isText
          ? { under, at: name.step, text, key: false, isText }
          : { under, at: name.step, text, key: false },
    );
    this.#isMixed ||= isText;
  }

  #placeOf(item: number): JsonPointer {
    if (item !== this.#placed) {
      this.#placed = item;
      this.#place = `/${item}`;
    }
    return this.#place;
  }

  /** Takes a line as words. A name that only this record has leaves the record as it is. */
  #takeWords(i: number, { name }: Line): void {
    if (this.#words < 0) this.#words = i;
    if (this.#phase === 'above' || (this.#phase === 'record' && name !== undefined && !name.isRunning)) return;
    this.#phase = isTitle(this.#lines[i] ?? '') ? 'between' : 'text';
  }

  #flush(end: number): void {
    if (this.#words < 0) return;
    const text = this.#lines.slice(this.#words, end).join('\n').trim();
    this.#parts.push({ at: '', text, key: false, isText: true });
    this.#isMixed = true;
    this.#words = -1;
  }

  #outline(): Outline | undefined {
    this.#flush(this.#lines.length);
    if (this.#values < 2 && !this.#isLater) {
      const only = this.#parts.find(({ isText }) => isText !== true);
      if (only === undefined || !(isBare(only.text) || mailboxOf(only.text) !== undefined)) return undefined;
    }
    return { parts: this.#parts, shape: { names: this.#names, heads: this.#heads }, isMixed: this.#isMixed };
  }
}

const plainOf = ({ name, isItem }: Line): string => name?.plain ?? (isItem ? ITEM : VALUE);
