import { parse, TomlError } from 'smol-toml';
import { endOf } from '../../model/structure/outline-line.ts';

/** One header or one `key = value` of a TOML file, and where it stands. */
export interface Statement {
  readonly kind: 'header' | 'pair';
  /** Of the first character. */
  readonly start: number;
  /** Behind the value or the bracket; a comment of that line comes after. */
  readonly end: number;
  /** From the root: the header's path, and the key's behind it. */
  readonly path: readonly string[];
  /** The header that a pair stands below; of a header its own. */
  readonly below: readonly string[];
}

/** The statements of a text that is TOML. Throws where it is none. */
export function tomlStatements(text: string): Statement[] {
  const found: Statement[] = [];
  let below: readonly string[] = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (;;) {
    at = afterBlank(text, at);
    if (at >= text.length) return found;
    const start = at;
    if (text[at] === '[') {
      const open = text[at + 1] === '[' ? 2 : 1;
      const close = keyEnd(text, at + open, ']');
      below = keysOf(text.slice(at + open, close));
      at = close + open;
      found.push({ kind: 'header', start, end: at, path: below, below });
    } else {
      const equals = keyEnd(text, at, '=');
      at = afterValue(text, afterSpace(text, equals + 1));
      found.push({ kind: 'pair', start, end: at, path: [...below, ...keysOf(text.slice(start, equals))], below });
    }
  }
}

const afterSpace = (text: string, at: number): number => {
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
};

/** Behind blanks, newlines and comments. */
function afterBlank(text: string, at: number): number {
  for (;;) {
    while (at < text.length && /\s/.test(text[at] ?? '')) at++;
    if (text[at] !== '#') return at;
    at = endOf(text, at);
  }
}

/** Where the character that ends a key stands: quoted parts may hold it too. */
function keyEnd(text: string, at: number, mark: string): number {
  while (at < text.length && text[at] !== mark) at = /["']/.test(text[at] ?? '') ? afterString(text, at) : at + 1;
  if (at >= text.length) throw new Error('a key does not end');
  return at;
}

function afterString(text: string, at: number): number {
  const quote = text[at] ?? '';
  const long = text.startsWith(quote.repeat(3), at);
  const mark = long ? quote.repeat(3) : quote;
  let end = at + mark.length;
  while (end < text.length && !text.startsWith(mark, end)) end += text[end] === '\\' && quote === '"' ? 2 : 1;
  if (end >= text.length) throw new Error('a string does not end');
  end += mark.length;
  // Up to two quotes may stand before the three that end a long string.
  if (long) while (text[end] === quote) end++;
  return end;
}

function afterValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"' || first === "'") return afterString(text, at);
  if (first !== '[' && first !== '{') {
    const bare = /[^\r\n#]*/y;
    bare.lastIndex = at;
    return at + (bare.exec(text)?.[0].trimEnd().length ?? 0);
  }
  let depth = 0;
  while (at < text.length) {
    const unit = text[at] ?? '';
    if (unit === '"' || unit === "'") at = afterString(text, at);
    else if (unit === '#') at = endOf(text, at);
    else {
      if (unit === '[' || unit === '{') depth++;
      if (unit === ']' || unit === '}') depth--;
      at++;
      if (depth === 0) return at;
    }
  }
  throw new Error('a value does not end');
}

/** The parts of a dotted key, quotes and escapes taken away by the parser itself. */
function keysOf(text: string): string[] {
  const keys: string[] = [];
  let value: unknown = parse(`${text.trim()} = 0`);
  while (typeof value === 'object' && value !== null) {
    const [entry] = Object.entries(value);
    if (entry === undefined) break;
    keys.push(entry[0]);
    value = entry[1];
  }
  return keys;
}

/** Where an error of the parser is, as an offset. */
export function tomlOffset(text: string, error: unknown): number {
  if (!(error instanceof TomlError)) return 0;
  const before = text.split('\n').slice(0, error.line - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + error.column - 1;
}
