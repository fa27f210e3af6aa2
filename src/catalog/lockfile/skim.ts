import { POWERS, ROLES } from '../../model/tool.ts';
import { LaterLocked, type Source, type Spot } from './later-locked.ts';
import { OtherForm } from './lines.ts';
import { LOCKED_KINDS, type Locked, type LockedKind, type LockedServer, type Lockfile, RISKS } from './lockfile.ts';
import { readLineForm } from './read.ts';
import { isKnownRecipe } from './recipe.ts';

/**
 * Reads a lockfile in the line form for serving: everything that decides is checked against its form at once, by patterns
 * that a lockfile of 2,000 tools passes in some ten milliseconds. Definitions are most of it, and are read when they are
 * asked for. Undefined for another form, and for whatever is wrong: `readLockfile` says what, and where. A thing that the
 * patterns do not fit, because of a comment in the middle for instance, is read by itself.
 */
export function skimLockfile(file: string, bytes: Buffer): Lockfile | undefined {
  try {
    return new Skim(file, bytes).read();
  } catch (error) {
    if (error instanceof OtherForm || error instanceof RangeError) return undefined;
    throw error;
  }
}

const WORD = String.raw`[^"\\\x00-\x1f]*`;
const TEXT = String.raw`"${WORD}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})${WORD})*"`;
const KEY = String.raw`(?:[A-Za-z_/$][\w./*$-]*|${TEXT})`;
const END = String.raw` {0,8}\r?\n`;
const SILENT = String.raw`(?: *(?:#[^\n]*)?\r?\n)*`;
const sticky = (source: string): RegExp => new RegExp(source, 'y');

const TOP = sticky(`${SILENT}lockfile: 1${END}${SILENT}servers:${END}`);
const SERVER = sticky(` {2}(${KEY}):${END}`);
const KIND = sticky(` {4}(${LOCKED_KINDS.join('|')}):${END}`);
const POWER_LINE = ` {10}(?:${POWERS.join('|')}): ${TEXT}${END}`;
const ROLE_LINE = ` {10}${KEY}: \\{"role":"(?:${ROLES.join('|')})"(?:,"why":${TEXT})?\\}${END}`;
/** One thing as we write it, up to its definition. */
const THING = sticky(
  [
    ` {6}(${KEY}):${END}`,
    String.raw` {8}pin: \{"hash":"([\w-]{43})","recipe":(\d{1,9})\}${END}`,
    ` {8}confirmed: (true|false)${END}`,
    ` {8}risk: "(?:${RISKS.join('|')})"${END}`,
    String.raw` {8}powers:(?: \{\}${END}|${END}(?:${POWER_LINE})+)`,
    `(?: {8}roles:${END}(?:${ROLE_LINE})+)?`,
    String.raw` {8}labels: \[(?:${TEXT}(?:,${TEXT})*)?\]${END}`,
    String.raw` {8}definition: *\r?(?=\n)`,
  ].join(''),
);
const KEYS = new RegExp(`^ {10}${KEY}(?=:)`, 'gm');
/** The next line with content that is indented by no more than this. */
const nextLine = (most: number | ''): RegExp => new RegExp(`\\n {0,${most}}(?=[^ \\n\\r#])`, 'g');
const ANY = nextLine('');
const [IN_SERVER, IN_KIND, IN_THING] = [nextLine(4), nextLine(6), nextLine(9)];

const HASH = '{"hash":"';
/** From the start of a thing to behind its hash, without its key, spaces at the ends of lines included. */
const PIN_WIDTH = 200;

type Within = Spot['within'];

class Skim {
  readonly #source: Source;
  readonly #window: Window;
  /** Where the next line begins, and how far it is indented. */
  #at = 0;
  #indent = 0;

  constructor(file: string, bytes: Buffer) {
    this.#source = { file, bytes };
    this.#window = new Window(bytes);
  }

  read(): Lockfile {
    this.#enter(TOP);
    const servers = new Map<string, LockedServer>();
    while (this.#indent === 2) {
      const [name, server] = this.#server();
      if (servers.has(name)) throw new OtherForm();
      servers.set(name, server);
    }
    if (this.#at < this.#source.bytes.length) throw new OtherForm();
    return { servers };
  }

  #server(): [string, LockedServer] {
    const start = this.#at;
    this.#enter(SERVER);
    // What a server says of itself is short, and comes first.
    while (this.#indent === 4 && this.#window.here(KIND, this.#at) === null) this.#pass(IN_SERVER, this.#at);
    const [front] = this.#alone(`servers:\n${this.#slice(start, this.#at)}`).servers;
    if (front === undefined) throw new OtherForm();
    const [name, itself] = front;
    const kinds = new Map<LockedKind, ReadonlyMap<string, Locked>>();
    while (this.#indent === 4) {
      const found = this.#enter(KIND);
      const kind = LOCKED_KINDS.find((each) => each === found);
      if (kind === undefined || kinds.has(kind)) throw new OtherForm();
      kinds.set(kind, this.#things([name, kind]));
    }
    return [name, { ...itself, ...Object.fromEntries(kinds) }];
  }

  #things(within: Within): ReadonlyMap<string, Locked> {
    const things = new Map<string, Locked>();
    while (this.#indent === 6) {
      const start = this.#at;
      const one = this.#known(start, within) ?? this.#other(start, within);
      if (things.has(one.name)) throw new OtherForm();
      things.set(one.name, one);
    }
    if (things.size === 0) throw new OtherForm();
    return things;
  }

  /** A thing in exactly the form that we write. This runs for each, before V8 has optimised anything. */
  #known(start: number, within: Within): LaterLocked | undefined {
    const hit = this.#window.here(THING, start);
    if (hit === null) return undefined;
    const key = hit[1] ?? '';
    const confirmed = hit[4] === 'true';
    this.#pass(IN_THING, start + hit[0].length);
    // Something follows its definition.
    if (this.#indent > 6) return undefined;
    // What nobody confirmed does not count.
    if (confirmed && hasTwins(hit[0])) throw new OtherForm();
    const recipe = Number(hit[3]);
    if (!isKnownRecipe(recipe)) throw new OtherForm();
    // Copied: a slice would keep the whole window in memory.
    const head = this.#source.bytes.toString('latin1', start, start + key.length + PIN_WIDTH);
    const at = head.indexOf(HASH, key.length) + HASH.length;
    const name = key.startsWith('"') ? keyIn(key) : head.slice(6, 6 + key.length);
    const pin = { recipe, hash: head.slice(at, at + 43) };
    return new LaterLocked(this.#source, { within, name, start, end: this.#at }, pin, confirmed);
  }

  /** A thing that a person has edited: read by itself now, and kept like the others. */
  #other(start: number, within: Within): LaterLocked {
    this.#pass(IN_KIND, start);
    const { servers } = this.#alone(`servers:\n  it:\n    tools:\n${this.#slice(start, this.#at)}`);
    const [found, more] = servers.get('it')?.tools ?? [];
    if (found === undefined || more !== undefined) throw new OtherForm();
    const [name, { pin, confirmed }] = found;
    return new LaterLocked(this.#source, { within, name, start, end: this.#at }, pin, confirmed);
  }

  #alone(text: string): Lockfile {
    const lockfile = readLineForm(`lockfile: 1\n${text}`, () => ({}));
    if (lockfile === undefined) throw new OtherForm();
    return lockfile;
  }

  #slice(start: number, end: number): string {
    return this.#source.bytes.toString('utf8', start, end);
  }

  /** Skips a key that must be here, up to what is below or after it. */
  #enter(key: RegExp): string | undefined {
    const hit = this.#window.here(key, this.#at);
    if (hit === null) throw new OtherForm();
    // The line's end belongs to what leads to the next line.
    this.#pass(ANY, this.#at + hit[0].length - 1);
    return hit[1];
  }

  /** Goes to the next such line; `at` is at or before the end of the line before it. */
  #pass(pattern: RegExp, at: number): void {
    const hit = this.#window.next(pattern, at);
    this.#at = hit?.at ?? this.#source.bytes.length;
    this.#indent = hit?.indent ?? 0;
  }
}

/** The part of the bytes that patterns are matched with, one character for each byte: all at once would be much garbage. */
class Window {
  readonly #bytes: Buffer;
  /** Letters beyond ASCII are several characters here, and never look like any of ours. */
  #text = '';
  #from = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#open(0, WIDE);
  }

  /** What a sticky pattern finds here. Nothing longer than a window is found. */
  here(pattern: RegExp, at: number): RegExpExecArray | null {
    if (at < this.#from) this.#open(at, WIDE);
    pattern.lastIndex = at - this.#from;
    const hit = pattern.exec(this.#text);
    if (hit !== null || this.#isLast() || at === this.#from) return hit;
    this.#open(at, WIDE);
    pattern.lastIndex = 0;
    return pattern.exec(this.#text);
  }

  /** The next line that a pattern leads to, from the end of its line on. */
  next(pattern: RegExp, at: number): { readonly at: number; readonly indent: number } | undefined {
    if (at < this.#from) this.#open(at, WIDE);
    for (let size = WIDE; ; size *= 2) {
      pattern.lastIndex = at - this.#from;
      const hit = pattern.exec(this.#text);
      if (hit !== null) return { at: this.#from + hit.index + 1, indent: hit[0].length - 1 };
      if (this.#isLast()) return undefined;
      this.#open(at, size);
    }
  }

  #isLast(): boolean {
    return this.#from + this.#text.length >= this.#bytes.length;
  }

  #open(at: number, size: number): void {
    this.#from = at;
    this.#text = this.#bytes.toString('latin1', at, Math.min(at + size, this.#bytes.length));
  }
}

const WIDE = 65_536;

/** The key as it is meant. */
const keyIn = (raw: string): string =>
  raw.startsWith('"') ? (JSON.parse(Buffer.from(raw, 'latin1').toString('utf8')) as string) : raw;

/** Whether a power or role of a thing occurs twice. */
function hasTwins(thing: string): boolean {
  const keys = thing.match(KEYS) ?? [];
  return keys.length > 1 && new Set(keys.map((key) => keyIn(key.slice(10)))).size !== keys.length;
}
