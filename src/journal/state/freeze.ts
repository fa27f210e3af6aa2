import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { codeOf, messageOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import { Stamp } from '../disk/stamp.ts';
import { replaceWhole } from '../disk/whole-file.ts';

export const SUBJECTS = ['session', 'agent', 'server'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Something that a person has frozen, until somebody unfreezes it. */
export interface Freeze {
  readonly subject: Subject;
  /** A session's key, an agent's name, a server's name. */
  readonly name: string;
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Freezer {
  /** Why a call of this session and agent to this server is frozen, or undefined. Cheap enough for every call. */
  check(session: string, agent: string | undefined, server: string): string | undefined;
  /** Rejects where it cannot be written, or the name is too long to be one. */
  freeze(given: Freeze): Promise<void>;
  /** False if it was not frozen. */
  unfreeze(subject: Subject, name: string): boolean;
  /** Oldest first. Empty where the folder was never made, as in a copy of the record. */
  list(): readonly Freeze[];
}

/** A freeze takes effect in every process within this time. */
const LOOK_EVERY_MS = 100;
const NONE: ReadonlyMap<string, Freeze> = new Map();

/** One file in `frozen/` for each freeze, so that to freeze and to unfreeze are atomic. A folder that cannot be read freezes everything. */
export const openFreezer = (dir: string, now: () => number = Date.now): Freezer => new FolderFreezer(dir, now);

class FolderFreezer implements Freezer {
  readonly #dir: string;
  readonly #now: () => number;
  readonly #stamp: Stamp;
  #freezes = NONE;
  /** Why the folder could not be read when it was last looked at. */
  #fault: string | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;

  constructor(dir: string, now: () => number) {
    this.#dir = dir;
    this.#now = now;
    this.#stamp = new Stamp(dir);
  }

  check(session: string, agent: string | undefined, server: string): string | undefined {
    const time = this.#now();
    if (time - this.#lookedAt >= LOOK_EVERY_MS || time < this.#lookedAt) {
      this.#lookedAt = time;
      this.#look();
    }
    if (this.#fault !== undefined) return this.#fault;
    if (this.#freezes === NONE) return undefined;
    const found =
      this.#freezes.get(`server ${server}`) ??
      this.#freezes.get(`session ${session}`) ??
      (agent === undefined ? undefined : this.#freezes.get(`agent ${agent}`));
    return found && `${found.subject} ${found.name} was frozen by ${found.by}: ${found.reason}`;
  }

  async freeze(given: Freeze): Promise<void> {
    if (given.name === '' || Buffer.byteLength(given.name) > 100) {
      throw new Error(`"${given.name.slice(0, 100)}" cannot be frozen: a name has 1 to 100 bytes`);
    }
    await replaceWhole(fileOf(this.#dir, given.subject, given.name), JSON.stringify(given));
    this.#lookAnew();
  }

  unfreeze(subject: Subject, name: string): boolean {
    this.#lookAnew();
    try {
      rmSync(fileOf(this.#dir, subject, name));
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  list(): readonly Freeze[] {
    try {
      return [...readFreezes(this.#dir).values()].sort((a, b) => a.at - b.at);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error;
    }
  }

  #look(): void {
    try {
      this.#stamp.whenChanged(() => {
        const read = readFreezes(this.#dir);
        this.#freezes = read.size === 0 ? NONE : read;
      });
      this.#fault = undefined;
    } catch (error) {
      // Whoever removes the folder must not thereby unfreeze everything.
      const isGone = codeOf(error) === 'ENOENT';
      const why = isGone
        ? `${this.#dir} was removed or moved; put it back, or restart Sallyport`
        : `${this.#dir} cannot be read (${messageOf(error)}); let the user read it who runs Sallyport`;
      this.#fault = `nobody can tell what a person has frozen, so everything is: ${why}`;
    }
  }

  /** The next check reads the folder, however short a time ago it was read. */
  #lookAnew(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
    this.#stamp.forget();
  }
}

/** In hexadecimal: some file systems fold case, and names may hold anything. */
const fileOf = (dir: string, subject: Subject, name: string): string =>
  path.join(dir, `${subject}.${Buffer.from(name).toString('hex')}.json`);

/** The file's name says what is frozen, its content only why. A damaged one still freezes. */
function readFreezes(dir: string): Map<string, Freeze> {
  const freezes = new Map<string, Freeze>();
  for (const file of readdirSync(dir)) {
    const parts = /^(session|agent|server)\.([0-9a-f]+)\.json$/.exec(file);
    if (parts === null) continue;
    const subject = parts[1] as Subject;
    const name = Buffer.from(parts[2] as string, 'hex').toString();
    freezes.set(`${subject} ${name}`, { subject, name, ...readWhy(path.join(dir, file)) });
  }
  return freezes;
}

function readWhy(file: string): Pick<Freeze, 'by' | 'reason' | 'at'> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isObject(value)) {
      return { by: String(value.by), reason: String(value.reason), at: Number(value.at) || 0 };
    }
  } catch {
    // Said below.
  }
  return { by: 'somebody', reason: 'the file that says why is damaged', at: 0 };
}
