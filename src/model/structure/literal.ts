import type { Json } from '../json.ts';

/** How deep a literal may nest; deeper ones are read as prose. */
const DEEPEST = 60;

/**
 * Reads a literal as programs print their values: Python's and JavaScript's lists, tuples, dictionaries and strings, and
 * `name(…)` around them, whose name is left out. Undefined where the text is anything else. Linear in the text.
 */
export function readLiteral(text: string): Json | undefined {
  const reader = new Reader(text);
  const value = reader.value(0);
  return value !== FAILED && reader.isAtEnd() ? value : undefined;
}

const FAILED = Symbol('no literal');
type Read = Json | typeof FAILED;
const CLOSES: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}' };
const WORDS: ReadonlyMap<string, Json> = new Map<string, Json>([
  ['None', null],
  ['null', null],
  ['nan', null],
  ['NaN', null],
  ['undefined', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);
/** A prefix of strings in Python. */
const PREFIX = /^[bruf]{1,2}$/i;
const BARE = /[A-Za-z_][\w.]*/y;
const NUMBER = /[-+]?(?:\d[\d_]*)?\.?\d+(?:[eE][-+]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '0': '\0' };

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  value(depth: number): Read {
    this.#skip();
    const first = this.#text[this.#at] ?? '';
    if (depth > DEEPEST) return FAILED;
    if (first === '"' || first === "'") return this.#string(first);
    if (first === '[' || first === '(') return this.#list(first, depth);
    if (first === '{') return this.#braces(depth);
    const number = this.#match(NUMBER);
    if (number !== undefined) return Number(number.replaceAll('_', ''));
    const word = this.#match(BARE);
    if (word === undefined) return FAILED;
    const next = this.#text[this.#at] ?? '';
    if ((next === '"' || next === "'") && PREFIX.test(word)) return this.#string(next);
    this.#skip();
    if (this.#text[this.#at] === '(') return this.#list('(', depth);
    const known = WORDS.get(word);
    return known === undefined ? word : known;
  }

  #list(open: string, depth: number): Read {
    const close = CLOSES[open];
    const items: Json[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#take(close)) return items;
      // A named argument: its name says what the value is, and is not a value itself.
      const before = this.#at;
      if (this.#match(BARE) === undefined || !this.#isAssigned()) this.#at = before;
      const item = this.value(depth + 1);
      if (item === FAILED) return FAILED;
      items.push(item);
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== close) return FAILED;
    }
  }

  #braces(depth: number): Read {
    const named: Record<string, Json> = Object.create(null) as Record<string, Json>;
    const items: Json[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#take('}'))
        return items.length === 0 ? named : Object.keys(named).length === 0 ? items : [...items, named];
      const key = this.#key(depth);
      if (key === FAILED) return FAILED;
      this.#skip();
      if (this.#take(':')) {
        const value = this.value(depth + 1);
        if (value === FAILED) return FAILED;
        const name = typeof key === 'string' ? key : JSON.stringify(key);
        // Two readers of a repeated key may take different values.
        if (name in named) return FAILED;
        named[name] = value;
      } else items.push(key);
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== '}') return FAILED;
    }
  }

  #key(depth: number): Read {
    const before = this.#at;
    const word = this.#match(BARE);
    this.#skip();
    if (word !== undefined && this.#text[this.#at] === ':') return word;
    this.#at = before;
    return this.value(depth + 1);
  }

  #isAssigned(): boolean {
    this.#skip();
    return this.#text[this.#at] === '=' && this.#text[this.#at + 1] !== '=' && this.#take('=');
  }

  #string(quote: string): Read {
    const text = this.#text;
    const isLong = text.startsWith(quote.repeat(3), this.#at);
    const end = isLong ? quote.repeat(3) : quote;
    let from = this.#at + end.length;
    let out = '';
    for (let i = from; i < text.length; i++) {
      const here = text[i];
      if (here === '\\') {
        const next = text[i + 1] ?? '';
        out += text.slice(from, i) + (ESCAPES[next] ?? next);
        i++;
        from = i + 1;
      } else if (here === quote && text.startsWith(end, i)) {
        this.#at = i + end.length;
        return out + text.slice(from, i);
      } else if (here === '\n' && !isLong) return FAILED;
    }
    return FAILED;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #take(sign: string | undefined): boolean {
    if (sign === undefined || this.#text[this.#at] !== sign) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 9 && code !== 13) return;
      this.#at++;
    }
  }
}
