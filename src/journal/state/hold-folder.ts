import type { Stats } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Hold, Verdict } from '../../model/approval.ts';
import { messageOf } from '../../model/caught.ts';
import { compareDoors } from '../../model/decision.ts';
import { sha256 } from '../../model/json/canonical.ts';
import { createWhole, exists, readWhole } from '../disk/whole-file.ts';
import { parseHold, parseVerdict, WITHDRAWN } from './approval-file.ts';

/** More than the largest message, written as a string inside a string. */
const MOST_BYTES = 16_000_000;
/** How long files outlive their hold, so that people can still read what was asked. */
const KEEP_MS = 24 * 3_600_000;
/** Of those that have expired so much is kept: calls may be large, and a client can have new ones held all day. */
const MOST_KEPT = 256_000_000;

/** A folder beside the holds: who answers takes a lock there. */
export const LOCKS = 'locks';

const READ_AT_ONCE = 16;

const HOLD_ID = /^[A-Za-z0-9]{1,64}$/;
const HOLD_NAME = /^([A-Za-z0-9]{1,64})\.([0-9a-f]{32})\.hold$/;

/** Begins the marks of other processes whose calls wait as well, each by a name of its own. */
const SHARED = 'shared';

/** The files beside a hold; `HoldFolder` says what each means. */
export type Mark = 'verdict' | 'spent' | 'left' | 'parted' | `${typeof SHARED}-${string}`;

/**
 * Holds and verdicts as files in `approvals/`, shared by all processes. `ID.BINDING.hold` is the hold, `ID.verdict` the
 * answer, `ID.spent` its one use: three creations, each of which only one process can win. `ID.left` says that nobody waits,
 * `ID.shared-PROCESS` that a call of another process waits too, `ID.parted` that none does of the one that filed it.
 */
export class HoldFolder {
  readonly #dir: string;
  readonly #onFault: (message: string) => void;

  /** `onFault` is told of files that we did not write like this. They count as absent: nothing is approved by them. */
  constructor(dir: string, onFault: (message: string) => void) {
    this.#dir = dir;
    this.#onFault = onFault;
  }

  async get(id: string): Promise<Hold | undefined> {
    return HOLD_ID.test(id) ? (await this.#named((named) => named === id))[0] : undefined;
  }

  /** Those without an answer, oldest first. Of a day's holds nearly all have one: they are not even read. */
  async unanswered(): Promise<Hold[]> {
    const names = await readdir(this.#dir);
    const answered = marked(names, 'verdict');
    return this.#among(names, (id) => !answered.has(id));
  }

  /** Those of one binding, oldest first. */
  async boundTo(binding: string): Promise<Hold[]> {
    const hash = bindingHash(binding);
    return (await this.#named((_id, named) => named === hash)).filter((hold) => hold.binding === binding);
  }

  async create(hold: Hold): Promise<void> {
    const text = JSON.stringify(hold);
    if (Buffer.byteLength(text) > MOST_BYTES) {
      throw new Error(`the call is too large to be shown to a person: at most ${MOST_BYTES} bytes`);
    }
    const isTaken = (await readdir(this.#dir)).some((name) => name.startsWith(`${hold.id}.`));
    if (isTaken || !(await createWhole(path.join(this.#dir, holdName(hold)), text))) {
      throw new Error(`a hold with the id ${hold.id} exists already; make another id`);
    }
  }

  isMarked(id: string, mark: Mark): Promise<boolean> {
    return HOLD_ID.test(id) ? exists(this.#fileOf(id, mark)) : Promise.resolve(false);
  }

  /** Whether calls of other processes wait than of the one that filed it. */
  async isShared(id: string): Promise<boolean> {
    return (await readdir(this.#dir)).some((name) => name.startsWith(`${id}.${SHARED}`) && !name.endsWith('.tmp'));
  }

  /** The ids of all that have a mark. */
  async marked(mark: Mark): Promise<ReadonlySet<string>> {
    return marked(await readdir(this.#dir), mark);
  }

  /** True for exactly one caller, in any process. */
  mark(id: string, mark: Mark, text: string): Promise<boolean> {
    return HOLD_ID.test(id) ? createWhole(this.#fileOf(id, mark), text) : Promise.resolve(false);
  }

  async unmark(id: string, mark: Mark): Promise<void> {
    if (HOLD_ID.test(id)) await rm(this.#fileOf(id, mark), { force: true });
  }

  /** The answer to a hold, if there is one that counts. */
  async verdictOf(hold: Hold): Promise<Verdict | undefined> {
    const file = this.#fileOf(hold.id, 'verdict');
    const verdict = await this.#read(file, (text) => (text === WITHDRAWN ? undefined : parseVerdict(text)));
    if (verdict === undefined) return undefined;
    const problem = misfit(hold, verdict);
    if (problem === undefined) return verdict;
    this.#ignore(file, problem);
    return undefined;
  }

  /** Removes the files of holds that had expired a day before `now`, and the oldest of those beyond `most` bytes. */
  async sweep(now: number, most = MOST_KEPT): Promise<void> {
    const names = await readdir(this.#dir);
    const kept = new Set<string>();
    const over: { readonly file: string; readonly ended: number; readonly bytes: number }[] = [];
    for (const name of names) {
      const id = HOLD_NAME.exec(name)?.[1];
      if (id === undefined) continue;
      const file = path.join(this.#dir, name);
      const ended = (await this.#read(file, parseHold))?.expires ?? (await changedAt(file));
      // The hold goes first: a verdict without its hold is void, so a crash between the two approves nothing.
      if (ended !== undefined && ended + KEEP_MS < now) await rm(file, { force: true });
      else kept.add(id);
      if (ended !== undefined && ended < now) over.push({ file, ended, bytes: await sizeOf(file) });
    }
    let bytes = 0;
    for (const one of over.sort((a, b) => b.ended - a.ended)) {
      bytes += one.bytes;
      if (bytes > most) await rm(one.file, { force: true });
    }
    for (const name of names) {
      if (name === LOCKS || HOLD_NAME.test(name) || kept.has(name.split('.', 1)[0] as string)) continue;
      const file = path.join(this.#dir, name);
      const changed = await changedAt(file);
      if (changed !== undefined && changed + KEEP_MS < now) await rm(file, { force: true });
    }
  }

  #fileOf(id: string, mark: Mark): string {
    return path.join(this.#dir, `${id}.${mark}`);
  }

  async #named(fits: (id: string, binding: string) => boolean): Promise<Hold[]> {
    return this.#among(await readdir(this.#dir), fits);
  }

  async #among(names: readonly string[], fits: (id: string, binding: string) => boolean): Promise<Hold[]> {
    const wanted = names.filter((name) => {
      const parts = HOLD_NAME.exec(name);
      return parts !== null && fits(parts[1] as string, parts[2] as string);
    });
    const holds: Hold[] = [];
    for (let i = 0; i < wanted.length; i += READ_AT_ONCE) {
      const read = await Promise.all(wanted.slice(i, i + READ_AT_ONCE).map((name) => this.#holdIn(name)));
      for (const hold of read) if (hold !== undefined) holds.push(hold);
    }
    return holds.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  async #holdIn(name: string): Promise<Hold | undefined> {
    const file = path.join(this.#dir, name);
    const hold = await this.#read(file, parseHold);
    if (hold === undefined || holdName(hold) === name) return hold;
    this.#ignore(file, 'it holds another hold than its name says');
    return undefined;
  }

  async #read<T>(file: string, parse: (text: string) => T | string | undefined): Promise<T | undefined> {
    try {
      const text = await readWhole(file, MOST_BYTES);
      if (text === undefined) return undefined;
      const parsed = parse(text);
      if (typeof parsed !== 'string') return parsed;
      this.#ignore(file, parsed);
    } catch (error) {
      this.#ignore(file, messageOf(error));
    }
    return undefined;
  }

  #ignore(file: string, problem: string): void {
    this.#onFault(`${path.basename(file)} is ignored, nothing is approved by it: ${problem}`);
  }
}

/** Removes holds, and so what was shown of their calls, answered or not. A waiting one can no longer be approved. */
export async function removeHolds(dir: string, ids: readonly string[]): Promise<void> {
  for (const name of await readdir(dir)) {
    if (ids.some((id) => name.startsWith(`${id}.`))) await rm(path.join(dir, name), { force: true });
  }
}

/** Why a verdict does not count for a hold. */
export function misfit(hold: Hold, verdict: Verdict): string | undefined {
  if (verdict.hold !== hold.id) return 'it answers another hold';
  if (verdict.binding !== hold.binding) return 'it is bound to another call';
  if (compareDoors(verdict.door, hold.door) < 0) return `it came by ${verdict.door}, and the hold demands ${hold.door}`;
  if (verdict.at >= hold.expires) return 'it came after the hold expired';
  return undefined;
}

function marked(names: readonly string[], mark: Mark): ReadonlySet<string> {
  const end = `.${mark}`;
  return new Set(names.filter((name) => name.endsWith(end)).map((name) => name.slice(0, -end.length)));
}

/** In hexadecimal: file systems that fold case must not make two bindings one. */
const bindingHash = (binding: string): string => Buffer.from(sha256(binding), 'base64url').toString('hex').slice(0, 32);
const holdName = (hold: Hold): string => `${hold.id}.${bindingHash(hold.binding)}.hold`;

const statOf = (file: string): Promise<Stats | undefined> => stat(file).catch(() => undefined);
const changedAt = async (file: string): Promise<number | undefined> => (await statOf(file))?.mtimeMs;
const sizeOf = async (file: string): Promise<number> => (await statOf(file))?.size ?? 0;
