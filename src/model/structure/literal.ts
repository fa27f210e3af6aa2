import type { Json } from '../json.ts';

/** How deep a literal may nest; deeper ones are read as prose. */
const DEEPEST = 60;

/**
 * Reads a literal as programs print their values: Python's and JavaScript's lists, tuples, dictionaries and strings, and
 * `name(…)` around them, whose name is left out. Undefined where the text is anything else, or has another name there than one of
 * `types`. Linear in the text.
 */
export function readLiteral(text: string, types?: ReadonlySet<string>): Json | undefined {
  const reader = new Reader(text, types);
  const value = OF_FIELDS.test(text) ? reader.fields() : reader.value(0);
  return value !== FAILED && reader.isAtEnd() ? value : undefined;
}
/** An object that Python prints without its name, and only space between its fields: `id=7 title='Lunch'`. */
const OF_FIELDS = /^\s{0,80}[A-Za-z_]\w{0,80}=(?!=)/;

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
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', '\n': '' };
/** A letter by its number, in base sixteen or eight: `\x40`, `\u0040`, `\u{40}`, `\U00000040`, `\100`. */
const NUMBERED = /x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|u\{([\dA-Fa-f]{1,6})\}|U([\dA-Fa-f]{8})|([0-7]{1,3})/y;
const LAST_LETTER = 0x10_ffff;

/** What stands for itself or a letter behind a backslash. */
function escapedAt(text: string, at: number): { readonly said: string; readonly length: number } {
  NUMBERED.lastIndex = at;
  const [all = '', x, u, braced, long, octal] = NUMBERED.exec(text) ?? [];
  const code = octal === undefined ? Number.parseInt(x ?? u ?? braced ?? long ?? '', 16) : Number.parseInt(octal, 8);
  if (code <= LAST_LETTER) return { said: String.fromCodePoint(code), length: all.length };
  const next = text[at] ?? '';
  return { said: ESCAPES[next] ?? next, length: 1 };
}

class Reader {
  readonly #text: string;
  readonly #types: ReadonlySet<string> | undefined;
  #at = 0;

  constructor(text: string, types: ReadonlySet<string> | undefined) {
    this.#text = text;
    this.#types = types;
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
    if (this.#text[this.#at] === '(') return this.#types?.has(word) === false ? FAILED : this.#made(depth);
    const constant = WORDS.get(word);
    return constant === undefined ? word : constant;
  }

  /** What `name(…)` was made with: an object where each argument has a name. */
  #made(depth: number): Read {
    const names: (string | undefined)[] = [];
    const items = this.#list('(', depth, names);
    if (!Array.isArray(items) || items.length === 0 || names.includes(undefined)) return items;
    if (new Set(names).size < names.length) return FAILED;
    const named: Record<string, Json> = Object.create(null) as Record<string, Json>;
    for (const [i, item] of items.entries()) named[names[i] as string] = item;
    return named;
  }

  /** `names`: takes those of the items. */
  #list(open: string, depth: number, names: (string | undefined)[] = []): Read {
    const close = CLOSES[open];
    const items: Json[] = [];
    this.#at++;
    for (;;) {
      this.#skip();
      if (this.#take(close)) return items;
      names.push(this.#name());
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

  /** All that is left, field by field. */
  fields(): Read {
    const named: Record<string, Json> = Object.create(null) as Record<string, Json>;
    while (!this.isAtEnd()) {
      const name = this.#name();
      const value = name === undefined || name in named ? FAILED : this.value(1);
      if (name === undefined || value === FAILED) return FAILED;
      named[name] = value;
    }
    return named;
  }

  /** The name of an argument, if one stands here. */
  #name(): string | undefined {
    const before = this.#at;
    const name = this.#match(BARE);
    if (name !== undefined && this.#isAssigned()) return name;
    this.#at = before;
    return undefined;
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
        const { said, length } = escapedAt(text, i + 1);
        out += text.slice(from, i) + said;
        i += length;
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
