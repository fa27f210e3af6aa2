import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import type { PurposeEntry } from '../../model/record/said.ts';
import { Stamp } from '../disk/stamp.ts';
import { replaceWhole } from '../disk/whole-file.ts';
import { folderOf, LEFT } from './lease.ts';

/** To what a process narrowed a session that another one owns. */
export type Narrowing = Pick<PurposeEntry, 'source' | 'purposes' | 'tools'>;

/** What a session was narrowed to, and the file that says so. */
export interface LeftNarrowing {
  readonly file: string;
  readonly narrowing: Narrowing;
}

/** One that was never finished was never left. */
const DRAFT = '.tmp';
/** Far more than the names that one statement may have. */
const MOST_BYTES = 1_000_000;

/** A name that no configuration can have, so that it allows nothing: what cannot be read may have been anything. */
const UNREAD: Narrowing = Object.freeze({ source: 'outage', purposes: ['something that cannot be read'] });

/**
 * Leaves for its owner, in the folder of its lease, what a session was narrowed to. Rejects where the folder takes no file. Where
 * nobody owns it there may be none, and nobody to tell: who does so next reads the record.
 */
export async function leaveNarrowing(dir: string, key: string, narrowing: Narrowing): Promise<void> {
  const file = path.join(folderOf(dir, key), `${LEFT}${randomBytes(8).toString('hex')}`);
  try {
    await replaceWhole(file, JSON.stringify(narrowing));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    // A full disk still has room for a name, and one that says nothing rules everything out.
    await writeFile(file, '', { flag: 'wx', mode: 0o600 });
  }
}

/** What other processes leave for the owner of a session. */
export class Narrowings {
  readonly #folder: string;
  readonly #stamp: Stamp;
  /** Those that were taken and are still there. */
  #taken = new Set<string>();

  constructor(dir: string, key: string) {
    this.#folder = folderOf(dir, key);
    this.#stamp = new Stamp(this.#folder);
  }

  /** What was left since the last look, at one stat where nothing was. Throws where nobody can tell. */
  take(): readonly LeftNarrowing[] {
    let names: readonly string[] = [];
    this.#stamp.whenChanged(() => {
      const there = readdirSync(this.#folder).filter((name) => name.startsWith(LEFT) && !name.endsWith(DRAFT));
      names = there.filter((name) => !this.#taken.has(name));
      this.#taken = new Set(there);
    });
    return names.map((name) => {
      const file = path.join(this.#folder, name);
      return { file, narrowing: readNarrowing(file) };
    });
  }

  /** Once the owner's own record says so. One that stays is taken again by the next owner, which changes nothing. */
  async drop({ file }: LeftNarrowing): Promise<void> {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

function readNarrowing(file: string): Narrowing {
  try {
    const found = lstatSync(file);
    if (!found.isFile() || found.size > MOST_BYTES) return UNREAD;
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isNarrowing(value) ? value : UNREAD;
  } catch {
    return UNREAD;
  }
}

function isNarrowing(value: unknown): value is Narrowing {
  return (
    isObject(value) &&
    ['header', 'meta', 'hook', 'form'].includes(String(value.source)) &&
    isNames(value.purposes) &&
    (value.tools === undefined || isNames(value.tools))
  );
}

const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
