import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { sha256Hex } from '../../model/json/canonical.ts';
import type { PurposeEntry } from '../../model/record/said.ts';
import type { Files } from '../disk/files.ts';
import type { Item } from './group.ts';
import { namesIn } from './segment.ts';

/** More than the record waits for: see `areTooMany`. */
const MOST_REMEMBERED = 20_000;

/** That the next process may not know of it, and what to do. */
const UNMARKED =
  'a session was narrowed, and the disk takes no mark of it either: should Sallyport end before there is room, the session would come again as if it was not; free some space first';

/** So many purposes of one statement are named by marks, each of no more bytes than this: a file's name has an end. */
const MOST_NAMED = 8;
const MOST_BYTES = 64;

/**
 * Marks sessions that were narrowed while the record could not be written, and to which purposes: by empty files, since a full
 * disk still has room for a name. A process that dies before there is room leaves them to whoever closes its chain.
 */
export class Narrowed {
  readonly #files: Files;
  readonly #dir: string;
  readonly #writer: string;
  readonly #onFault: (message: string) => void;
  readonly #marked = new Set<string>();
  #hasFailed = false;

  constructor(files: Files, dir: string, writer: string, onFault: (message: string) => void) {
    this.#files = files;
    this.#dir = dir;
    this.#writer = writer;
    this.#onFault = onFault;
  }

  get isEmpty(): boolean {
    return this.#marked.size === 0 && !this.#hasFailed;
  }

  /** Never rejects. Where the disk takes nothing at all, that is said once in each outage. */
  async markAll(items: readonly Item[]): Promise<void> {
    for (const { entry } of items)
      if (entry.kind === 'purpose') for (const name of namesOf(entry)) await this.#mark(name);
  }

  async #mark(name: string): Promise<void> {
    if (this.#marked.has(name)) return;
    try {
      const file = await this.#files.create(this.#path(name), { durable: false });
      await file.close();
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        if (!this.#hasFailed) this.#onFault(UNMARKED);
        this.#hasFailed = true;
        return;
      }
    }
    if (this.#marked.size < MOST_REMEMBERED) this.#marked.add(name);
  }

  /** Once all is written. A mark that stays narrows its session once more, which is no harm but to its work. Never rejects. */
  async clear(): Promise<void> {
    for (const name of this.#marked) await this.#files.remove(this.#path(name)).catch(() => undefined);
    this.#marked.clear();
    this.#hasFailed = false;
  }

  #path(name: string): string {
    return join(this.#dir, `${this.#writer}.narrowed-${name}`);
  }
}

const FILE = /^([a-z0-9]+)\.narrowed-([0-9a-f]+)(?:-([0-9a-f]*))?$/;

/**
 * One for each purpose, and one where tools were named. Where the purposes are too many or too long, a name that nobody has
 * configured stands for them: it allows nothing.
 */
function namesOf({ session, purposes, tools }: PurposeEntry): string[] {
  const isShort = purposes.length <= MOST_NAMED && purposes.every((one) => Buffer.byteLength(one) <= MOST_BYTES);
  const named = isShort ? purposes : [sha256Hex(JSON.stringify(purposes))];
  const own = hexOf(session);
  return [...(tools === undefined ? [] : [own]), ...named.map((one) => `${own}-${hexOf(one)}`)];
}

const hexOf = (text: string): string => Buffer.from(text).toString('hex');
const textOf = (hex: string): string => Buffer.from(hex, 'hex').toString();

export interface Mark {
  readonly file: string;
  readonly entry: PurposeEntry;
}

/** What a chain's owner could not record of narrowed sessions before it died. */
export async function marksIn(dir: string, writer: string): Promise<Mark[]> {
  return (await namesIn(dir)).flatMap((file) => {
    const [, owner, session, purpose] = FILE.exec(file) ?? [];
    return owner === writer && session !== undefined ? [{ file, entry: entryOf(textOf(session), purpose) }] : [];
  });
}

/** Nobody knows which tools were named: it comes again as one that may do nothing but read, unless a person allows it. */
const entryOf = (session: string, purpose: string | undefined): PurposeEntry => ({
  kind: 'purpose',
  session,
  source: 'outage',
  ...(purpose === undefined ? { purposes: [], tools: [] } : { purposes: [textOf(purpose)] }),
});

/** When it is recorded elsewhere. Never rejects. */
export async function unmark(dir: string, { file }: Mark): Promise<void> {
  await unlink(join(dir, file)).catch(() => undefined);
}
