import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../model/caught.ts';
import type { PlainEntry } from '../../model/journal.ts';
import type { Files } from '../disk/files.ts';
import type { Item } from './group.ts';
import { namesIn } from './segment.ts';

/** More than the record waits for: see `areTooMany`. */
const MOST_REMEMBERED = 20_000;

/** That the next process may not know of it, and what to do. */
const UNMARKED =
  'a session was narrowed, and the disk takes no mark of it either: should Sallyport end before there is room, the session would come again as if it was not; free some space first';

/**
 * Marks sessions that were narrowed while the record could not be written: by empty files, since a full disk still has room
 * for a name. A process that dies before there is room leaves them to whoever closes its chain.
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
    for (const { entry } of items) if (entry.kind === 'purpose') await this.#mark(entry.session);
  }

  async #mark(session: string): Promise<void> {
    if (this.#marked.has(session)) return;
    try {
      const file = await this.#files.create(this.#path(session), { durable: false });
      await file.close();
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') {
        if (!this.#hasFailed) this.#onFault(UNMARKED);
        this.#hasFailed = true;
        return;
      }
    }
    if (this.#marked.size < MOST_REMEMBERED) this.#marked.add(session);
  }

  /** Once all is written. A mark that stays narrows its session to nothing, which is no harm but to its work. Never rejects. */
  async clear(): Promise<void> {
    for (const session of this.#marked) await this.#files.remove(this.#path(session)).catch(() => undefined);
    this.#marked.clear();
    this.#hasFailed = false;
  }

  #path(session: string): string {
    return join(this.#dir, narrowedFile(this.#writer, session));
  }
}

const NAME = /^([a-z0-9]+)\.narrowed-([0-9a-f]+)$/;

const narrowedFile = (writer: string, session: string): string =>
  `${writer}.narrowed-${Buffer.from(session).toString('hex')}`;

/** The sessions that a chain's owner could not record as narrowed before it died. */
export async function narrowedIn(dir: string, writer: string): Promise<string[]> {
  return (await namesIn(dir)).flatMap((name) => {
    const found = NAME.exec(name);
    return found?.[1] === writer && found[2] !== undefined ? [Buffer.from(found[2], 'hex').toString()] : [];
  });
}

/** When it is recorded elsewhere. Never rejects. */
export async function unmark(dir: string, writer: string, session: string): Promise<void> {
  await unlink(join(dir, narrowedFile(writer, session))).catch(() => undefined);
}

/** Nobody knows to what it was narrowed: it comes again as one that may do nothing but read, unless a person allows it. */
export const nothingEntry = (session: string): PlainEntry => ({
  kind: 'purpose',
  session,
  source: 'outage',
  purposes: [],
  tools: [],
});
