import { mailboxOf } from '../entity/mailbox.ts';
import { isHeading } from '../text/heading.ts';
import { isLongReport } from '../text/report.ts';
import {
  endOf,
  indentOf,
  isAbove,
  isApart,
  isBare,
  isBlank,
  isTitle,
  Line,
  type Name,
  type Names,
} from './outline-line.ts';
import { OutlineParts } from './outline-parts.ts';
import { tailsOf } from './outline-tails.ts';
import { lastEnd, saysNothing } from './outline-value.ts';

/** `Total: 3` on its own says how many records there are, and is none. */
const COUNT = /^\d{1,6}$/;
/** How soon after the first name of a record another one stands. */
const NEAR = 3;
/** What an item is told by that has no name, and a value that has none. */
const ITEM = '-';
const VALUE = '';
const NEWLINE = 10;

/** What the records of an outline look like, as its beginning shows it. */
export interface Shape {
  readonly names: ReadonlySet<string>;
  /** Those that a record begins with. */
  readonly heads: ReadonlySet<string>;
}

export interface Outline {
  readonly parts: OutlineParts;
  readonly shape: Shape;
}

/**
 * Reads what a server prints by lines: an outline such as YAML, headers above a text, records one after the other. Undefined
 * where the text is none of these. A printer does not mark where a text ends that somebody wrote, and that text may look like
 * anything: below the first empty line, and below words, only what the first lines were called is a value again, where a record
 * begins as the first did; below a running text, only what every record has there. Quoted and indented texts are one value
 * whatever stands in them. `earlier`: the shape of what the same result printed before. Each line is read a few times at most.
 */
export function readOutline(text: string, earlier?: Shape): Outline | undefined {
  if (earlier === undefined && isSentence(text)) return undefined;
  return new Reading(text, earlier).read();
}

/** One line that is neither an item, nor a value, nor has a name before it. */
const isSentence = (text: string): boolean =>
  !/[\n:]/.test(text) && !text.trimStart().startsWith('-') && !isBare(text.trim());

class Reading {
  readonly #text: string;
  readonly #known: Names = new Map();
  readonly #line = new Line();
  readonly #below = new Line();
  readonly #names: Set<string>;
  readonly #heads: Set<string>;
  readonly #isLater: boolean;
  readonly #parts: OutlineParts;
  #phase: 'above' | 'first' | 'between' | 'record' | 'text';
  /** Where words begin that were not taken yet; -1 where there are none. */
  #words = -1;
  #values = 0;
  #item = -1;
  /** The name above what those outside fill in, and its column. */
  #within: { readonly name: Name; readonly column: number } | undefined;
  /** Where the first block of the first record begins, and where lines begin that are values below running texts. */
  #block = 0;
  #tails: ReadonlySet<number> | undefined;
  /** Where values without a name may come: below a name, whatever they are, or in a list. */
  #open: 'name' | 'list' | undefined = 'list';

  constructor(text: string, earlier: Shape | undefined) {
    this.#text = text;
    this.#parts = new OutlineParts(text);
    this.#names = new Set(earlier?.names);
    this.#heads = new Set(earlier?.heads);
    this.#isLater = earlier !== undefined;
    this.#phase = earlier === undefined ? 'above' : 'between';
  }

  read(): Outline | undefined {
    const text = this.#text;
    let isFirst = true;
    for (let start = 0, next = 0; start <= text.length; start = next) {
      const end = endOf(text, start);
      next = end + 1;
      if (isApart(text, start, end)) {
        isFirst = true;
        if (this.#phase === 'above') this.#block = next;
        if (this.#phase === 'first' || this.#phase === 'record') this.#phase = 'between';
        continue;
      }
      const line = this.#line.read(text, start, end, this.#known);
      if (this.#phase === 'text' && this.#tails?.has(start) === true) {
        this.#takeTail(line);
        continue;
      }
      const last = this.#canBeValue(line) ? lastEnd(text, line) : -1;
      if (last === undefined) {
        // A quote that is never closed holds all that follows.
        if (this.#phase === 'above') return undefined;
        this.#takeWords(line);
        break;
      }
      if (last >= 0 && this.#isValue(line, last, isFirst)) {
        this.#takeValue(line, last);
        next = last + 1;
        isFirst = false;
        continue;
      }
      const said = text.slice(start, end);
      if (this.#phase === 'above' && !isAbove(said) && !this.#isReport(said, next)) return undefined;
      this.#takeWords(line);
      // Values without names are a list where there is nothing else.
      if (this.#isList() && !isHeading(said)) return undefined;
      isFirst = isTitle(said);
    }
    return this.#outline();
  }

  /** Whether a line says what was found for whom, and below it stand named values: items could be titles that anybody gave. */
  #isReport(said: string, next: number): boolean {
    if (!isLongReport(said)) return false;
    const start = indentOf(this.#text, this.#text.charCodeAt(next) === NEWLINE ? next + 1 : next);
    const { name, isItem } = this.#below.read(this.#text, start, endOf(this.#text, start), this.#known);
    return name !== undefined && !isItem;
  }

  #isList(): boolean {
    return !this.#isLater && (this.#heads.has(VALUE) || this.#heads.has(ITEM));
  }

  /** Whether a line could be a value where it stands, by what it is told by. */
  #canBeValue(line: Line): boolean {
    const { name, isItem, isInside } = line;
    if (this.#phase === 'between' || this.#phase === 'text') {
      return this.#heads.has(plainOf(line)) && (name !== undefined || isItem || isBare(this.#valueOf(line)));
    }
    if (name !== undefined) return this.#phase !== 'record' || this.#names.has(name.plain);
    if (this.#open === undefined) return false;
    return isItem || (this.#open === 'name' && isInside && this.#phase === 'first') || isBare(this.#valueOf(line));
  }

  /** What stands on the line itself. */
  #valueOf({ from, end }: Line): string {
    return this.#text.slice(from, end).trim();
  }

  #isValue(line: Line, last: number, isFirst: boolean): boolean {
    if (this.#phase === 'above')
      return line.name === undefined || !this.#isCaption(line.name, this.#valueOf(line), last);
    if (this.#phase === 'first' || this.#phase === 'record') return true;
    return line.isItem || this.#names.size === 1 ? isFirst : this.#goesOn(last + 1);
  }

  /** `Contacts:` and `Total: 3` say what stands below them. */
  #isCaption({ isRunning }: Name, value: string, last: number): boolean {
    const start = last + 1;
    const end = endOf(this.#text, start);
    const below = this.#text.slice(start, end);
    if (value !== '') return below.trim() === '' && COUNT.test(value);
    if (isRunning || start > this.#text.length) return false;
    return (
      below.trim() === '' ||
      (!/^(?:\s|- )/.test(below) && this.#below.read(this.#text, start, end, this.#known).name !== undefined)
    );
  }

  /** Whether a line soon after the first of a record has another of its names: one may be left out, and one may be new. */
  #goesOn(from: number): boolean {
    for (let i = 0, start = from; i < NEAR && !isBlank(this.#text, start); i++) {
      const end = endOf(this.#text, start);
      const { name } = this.#below.read(this.#text, start, end, this.#known);
      if (name !== undefined && this.#names.has(name.plain)) return true;
      start = end + 1;
    }
    return false;
  }

  #takeValue(line: Line, last: number): void {
    const { name, isItem } = line;
    this.#flush(line.start);
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
    if (name !== undefined) this.#open = isBlank(this.#text, line.from) ? 'name' : undefined;
    if (name?.isRunning === true) {
      this.#phase = 'text';
      if (!this.#isLater) this.#tails ??= tailsOf(this.#text, this.#block, this.#known);
    } else this.#values++;
    if (this.#within !== undefined && isOutOf(line, this.#within.column)) this.#within = undefined;
    if (!saysNothing(this.#text, line, last))
      this.#parts.addValue(line, last, Math.max(this.#item, 0), this.#within?.name);
    else if (name?.isForOutsiders === true) this.#within = { name, column: line.column };
  }

  /** Takes a value below a running text, which goes on for nobody knows how long. */
  #takeTail(line: Line): void {
    this.#flush(line.start);
    this.#values++;
    if (!saysNothing(this.#text, line, line.end)) this.#parts.addValue(line, line.end, Math.max(this.#item, 0));
  }

  /** Takes a line as words. A name that only this record has leaves the record as it is. */
  #takeWords({ name, start, end }: Line): void {
    if (this.#words < 0) this.#words = start;
    if (this.#phase === 'above' || (this.#phase === 'record' && name !== undefined && !name.isRunning)) return;
    this.#phase = isTitle(this.#text.slice(start, end)) ? 'between' : 'text';
  }

  #flush(end: number): void {
    if (this.#words < 0) return;
    this.#parts.addWords(this.#words, end);
    this.#words = -1;
  }

  #outline(): Outline | undefined {
    this.#flush(this.#text.length);
    if (this.#values < 2 && !this.#isLater) {
      const only = [...this.#parts].find(({ isText }) => isText !== true);
      if (only === undefined || !(isBare(only.text) || mailboxOf(only.text) !== undefined)) return undefined;
    }
    return { parts: this.#parts, shape: { names: this.#names, heads: this.#heads } };
  }
}

const plainOf = ({ name, isItem }: Line): string => name?.plain ?? (isItem ? ITEM : VALUE);
/** Whether a line is no part of what stands below a name in some column. */
const isOutOf = ({ column, isInside }: Line, of: number): boolean => (column < 0 ? !isInside : column <= of);
