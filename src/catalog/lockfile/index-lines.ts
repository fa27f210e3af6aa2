import type { Json, JsonObject } from '../../model/json.ts';
import { LOCKED_KINDS, type Locked, type LockedKind, type LockedServer, type Lockfile, type Pin } from './lockfile.ts';
import { readLockfile } from './read.ts';

/**
 * A lockfile in the line form that was read before without complaint, for those who serve: of each thing only the pin and
 * whether it was confirmed, which is all that most of them are ever asked for. The rest is read when it is. Lines are told
 * apart by their bytes: those of letters beyond ASCII never look like any of ours.
 */
export function indexLockfile(file: string, bytes: Buffer): Lockfile {
  const text = bytes.toString('latin1');
  const servers = new Map<string, LockedServer>();
  let things: Map<string, Locked> | undefined;
  let server: Record<LockedKind, Map<string, Locked>> | undefined;
  let open: { readonly name: string; readonly start: number } | undefined;
  const close = (end: number): void => {
    if (open !== undefined) things?.set(open.name, lockedAt(file, bytes, text, open.start, end));
    open = undefined;
  };
  for (let at = 0; at < text.length; at = lineEnd(text, at) + 1) {
    const indent = indentOf(text, at);
    if (indent < 0) continue;
    close(at);
    if (indent === 2) {
      server = { tools: new Map(), prompts: new Map(), resourceTemplates: new Map() };
      servers.set(keyAt(text, at + 2), { identity: {}, ...server });
      things = undefined;
    } else if (indent === 4) {
      const kind = LOCKED_KINDS.find((each) => text.startsWith(`${each}:`, at + 4));
      things = kind === undefined ? undefined : server?.[kind];
    } else if (indent === 6 && things !== undefined) {
      open = { name: keyAt(text, at + 6), start: at };
      at = beforeNext(text, at);
    }
  }
  close(text.length);
  return { servers };
}

/** Passes the definition of the thing that begins here: the place before the lines that lead to the next one's pin. */
function beforeNext(text: string, at: number): number {
  const own = text.indexOf(PIN_KEY, at);
  const next = own < 0 ? -1 : text.indexOf(PIN_KEY, own + 1);
  if (next < 0) return at;
  let start = next;
  for (;;) {
    const line = text.lastIndexOf('\n', start - 1);
    if (line <= at) return at;
    if (indentOf(text, line + 1) < 0 && !/^ *(?:[#\r\n]|$)/.test(text.slice(line + 1, line + 200))) return start - 1;
    start = line;
  }
}

const PIN_KEY = '\n        pin: {';

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** 0, 2, 4 or 6 where a key of ours begins; -1 for anything deeper, for comments and empty lines. */
function indentOf(text: string, at: number): number {
  let indent = 0;
  while (indent < 8 && text.charCodeAt(at + indent) === 32) indent++;
  const first = text.charCodeAt(at + indent);
  return indent === 8 || first === 35 || first === 10 || first === 13 ? -1 : indent;
}

/** The key that begins here, as it is meant. */
function keyAt(text: string, at: number): string {
  if (text[at] !== '"') return text.slice(at, text.indexOf(':', at));
  const quoted = /"(?:[^"\\]|\\.)*"/y;
  quoted.lastIndex = at;
  const raw = quoted.exec(text)?.[0] ?? '""';
  return JSON.parse(Buffer.from(raw, 'latin1').toString('utf8')) as string;
}

const PIN = /\n {8}pin: (\{[^\n]*?\})\r?\n/;
const HEAD = 2_000;
const CONFIRMED = '        confirmed: ';

/** Where we wrote it ourselves it follows the pin; elsewhere it is looked for. */
function isConfirmed(block: string, after: number): boolean {
  if (block.startsWith(CONFIRMED, after)) return block.startsWith('true', after + CONFIRMED.length);
  return /\n {8}confirmed: true\b/.test(block);
}

function lockedAt(file: string, bytes: Buffer, text: string, start: number, end: number): Locked {
  const block = text.slice(start, end);
  const hit = PIN.exec(block.slice(0, HEAD)) ?? PIN.exec(block);
  const pin = hit?.[1];
  let whole: Locked | undefined;
  const read = (): Locked => {
    if (whole === undefined) {
      const alone = `lockfile: 1\nservers:\n  it:\n    tools:\n${bytes.subarray(start, end).toString('utf8')}`;
      whole = [...(readLockfile(file, alone).servers.get('it')?.tools.values() ?? [])][0];
      if (whole === undefined) throw new Error(`${file}: cannot be read any more`);
    }
    return whole;
  };
  const after = hit === null ? 0 : hit.index + hit[0].length;
  return new LaterLocked(pin === undefined ? read().pin : pinIn(pin), isConfirmed(block, after), read);
}

const pinIn = (text: string): Pin => {
  const { recipe, hash } = JSON.parse(text) as JsonObject;
  return { recipe: numberOf(recipe), hash: String(hash) };
};
const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

class LaterLocked implements Locked {
  readonly pin: Pin;
  readonly confirmed: boolean;
  readonly #read: () => Locked;
  constructor(pin: Pin, confirmed: boolean, read: () => Locked) {
    this.pin = pin;
    this.confirmed = confirmed;
    this.#read = read;
  }
  get risk(): Locked['risk'] {
    return this.#read().risk;
  }
  get powers(): Locked['powers'] {
    return this.#read().powers;
  }
  get roles(): Locked['roles'] {
    return this.#read().roles;
  }
  get labels(): Locked['labels'] {
    return this.#read().labels;
  }
  readonly definition = (): JsonObject => this.#read().definition();
}
