import { pointerKey } from '../json.ts';
import type { Steps } from '../steps.ts';
import { decodeEntities } from '../text/decode.ts';
import type { Part } from './outline-parts.ts';

/** Tags that are read before a pause is offered. */
const MANY = 2_048;
/** Deeper than anybody prints: places grow with depth. */
const DEEPEST = 64;
const NAME = /[\p{L}_][\p{L}\p{N}_:.-]{0,100}/uy;
const ATTRIBUTE = /\s+([\p{L}_][\p{L}\p{N}_:.-]{0,100})\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy;
const END = /\s*(\/?)>/y;
/** A page shows what people wrote; its elements say how it looks, and not what it is. */
const PAGE =
  /^(?:html|div|span|p|a|b|i|u|br|hr|img|script|style|ul|ol|li|td|th|tr|h[1-6]|em|strong|font|center|iframe|input|button|blockquote|pre|nav|section|article|svg)$/i;

/** The declaration that XML begins with, and nothing else in it. */
const DECLARATION =
  /^xml(?:\s+(?:version\s*=\s*["'][\d.]{1,4}|encoding\s*=\s*["'][\w-]{1,14}|standalone\s*=\s*["'](?:yes|no))["'])*\s*$/;
/** What names are not made of: they say more than what stands there. */
const TELLING = /\d{4}|\p{L}\.\p{L}/u;

const COMMENT = '<!--';
const DATA = '<![CDATA[';
const PASSED = [
  [COMMENT, '-->'],
  [DATA, ']]>'],
  ['<?', '?>'],
] as const;

export interface Markup {
  readonly parts: readonly Part[];
  /** Whether there is running text in it. */
  readonly isMixed: boolean;
}

/** One that is not closed yet. */
interface Element {
  readonly name: string;
  readonly at: string;
  /** Where what it holds begins. */
  readonly from: number;
  /** How many parts there were before what it holds. */
  readonly before: number;
  text: string;
  hasElements: boolean;
  /** The elements that it holds, in their order. */
  readonly order: Order;
}

/** In which order elements stand, one name for several in a row. */
class Order {
  readonly #names: string[] = [];
  readonly #leaves = new Set<string>();
  /** After how many all begin again; 0 where they have not yet. */
  #period = 0;
  #isBroken = false;

  /**
   * Whether one that holds no elements comes again behind others, without all of them coming again: who writes into `body`
   * may end it, write others and begin it anew.
   */
  get isBroken(): boolean {
    return this.#isBroken || (this.#period > 0 && this.#names.length % this.#period !== 0);
  }

  take(name: string, isLeaf: boolean): void {
    const names = this.#names;
    if (this.#isBroken || names.at(-1) === name) return;
    if (this.#period > 0) this.#isBroken = names[names.length % this.#period] !== name;
    else if (isLeaf && names[0] === name) this.#period = names.length;
    else this.#isBroken = isLeaf && this.#leaves.has(name);
    names.push(name);
    if (isLeaf) this.#leaves.add(name);
  }
}

/**
 * Reads XML: each attribute, and each element that holds text alone, is a value of its own, at the names of the elements that
 * it stands in (`/invoice/iban`; items of a list share a place). An element with elements between words is a text, whatever
 * stands in it, as is one in which another comes again behind others, and so are comments, instructions and declarations.
 * Undefined where the text is not well-formed, defines entities, or is a page of the web. Each sign is looked at a few times at
 * most.
 */
export function* readMarkupInSteps(text: string): Steps<Markup | undefined> {
  const reading = new Reading(text);
  let tags = 0;
  for (let at: number | undefined = 0; at !== undefined; ) {
    const next = text.indexOf('<', at);
    if (!reading.takeWords(at, next < 0 ? text.length : next)) return undefined;
    if (next < 0) return reading.end();
    if (++tags % MANY === 0) yield;
    const sign = text[next + 1];
    if (sign === '/') at = reading.close(next);
    else if (sign === '!' || sign === '?') at = reading.pass(next);
    else at = reading.open(next);
  }
  return undefined;
}

/** Each step returns where the text goes on; undefined where it is no XML. */
class Reading {
  readonly #text: string;
  readonly #parts: Part[] = [];
  readonly #open: Element[] = [];
  readonly #outermost = new Order();
  readonly #names = new Set<string>();
  #isMixed = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** False where words stand beside the elements: somebody speaks. */
  takeWords(from: number, to: number): boolean {
    const words = this.#text.slice(from, to);
    const inside = this.#open.at(-1);
    if (inside === undefined) return words.trim() === '';
    inside.text += decodeEntities(words);
    return true;
  }

  open(at: number): number | undefined {
    const name = match(NAME, this.#text, at + 1)?.[0];
    if (name === undefined || PAGE.test(name) || this.#open.length >= DEEPEST) return undefined;
    this.#takeName(name);
    const above = this.#open.at(-1);
    if (above !== undefined) above.hasElements = true;
    const here = `${above?.at ?? ''}/${pointerKey(name)}`;
    let end = at + 1 + name.length;
    const keys = new Set<string>();
    for (let found = match(ATTRIBUTE, this.#text, end); found !== null; found = match(ATTRIBUTE, this.#text, end)) {
      const [whole, key = '', double, single = ''] = found;
      // Who writes into a value may end it and write another; XML has none twice.
      if (keys.has(key)) return undefined;
      keys.add(key);
      this.#takeName(key);
      this.#put(`${here}/${pointerKey(key)}`, decodeEntities(double ?? single), false);
      end += whole.length;
    }
    const close = match(END, this.#text, end);
    if (close === null) return undefined;
    end += close[0].length;
    const before = this.#parts.length;
    if (close[1] === '')
      this.#open.push({ name, at: here, from: end, before, text: '', hasElements: false, order: new Order() });
    else (above?.order ?? this.#outermost).take(name, false);
    return end;
  }

  close(at: number): number | undefined {
    const element = this.#open.pop();
    const end = element === undefined ? -1 : at + 2 + element.name.length;
    const close = match(END, this.#text, end);
    if (element === undefined || !this.#text.startsWith(element.name, at + 2) || close?.[1] !== '') return undefined;
    (this.#open.at(-1)?.order ?? this.#outermost).take(element.name, !element.hasElements);
    if (!element.hasElements) this.#put(element.at, element.text, false);
    else if (element.text.trim() !== '' || element.order.isBroken) {
      // Who writes between elements may have written the elements as well.
      this.#parts.length = element.before;
      this.#put(element.at, this.#text.slice(element.from, at), true);
    }
    return end + close[0].length;
  }

  /** What begins with `<!` or `<?`; a declaration may say what the rest means, and then it is none for us. */
  pass(at: number): number | undefined {
    const [opening, closing] = PASSED.find(([start]) => this.#text.startsWith(start, at)) ?? ['<!', '>'];
    const end = this.#text.indexOf(closing, at + opening.length);
    if (end < 0) return undefined;
    const said = this.#text.slice(at + opening.length, end);
    if (opening === '<!' && (said.includes('[') || /^doctype\s+html/i.test(said))) return undefined;
    if (opening === DATA) {
      const inside = this.#open.at(-1);
      if (inside === undefined) return undefined;
      inside.text += said;
    } else if (!DECLARATION.test(said)) this.#put('', said, true);
    return end + closing.length;
  }

  end(): Markup | undefined {
    const isWhole = this.#open.length === 0 && this.#parts.length > 0 && !this.#outermost.isBroken;
    return isWhole ? { parts: this.#parts, isMixed: this.#isMixed } : undefined;
  }

  /** A value in the place of a name is one that somebody wrote there. */
  #takeName(name: string): void {
    if (!TELLING.test(name) || this.#names.has(name)) return;
    this.#names.add(name);
    this.#put('', name, true);
  }

  #put(at: string, said: string, isText: boolean): void {
    const text = said.trim();
    if (text === '') return;
    this.#parts.push(isText ? { at, text, key: false, isText } : { at, text, key: false });
    this.#isMixed ||= isText;
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
