import { countOf } from '../../model/count.ts';
import type { Head, Item } from './group.ts';
import { Narrowed } from './narrowed.ts';
import { areTooMany, keptOf, lostText, noteItem, outageText, TOO_MANY, triedAgain } from './outage.ts';
import { Reserve } from './reserve.ts';
import { Segments, type SegmentsOptions } from './segments.ts';

/** Under load a group waits for all calls that are under way at once, but never for more than this, nor longer than this. */
const MOST_GATHERED = 64;
const GATHER_MS = 2;
/** A result that nobody waits for goes to disk with the next group, at the latest after this many milliseconds. */
const LINGER_MS = 5;
/** How often records that could not be written are tried again while no call comes. */
const RETRY_MS = 1000;

/**
 * One writer's chain. One group at a time is on its way to the disk; what arrives meanwhile goes with the next one.
 * Sequence numbers and hashes are given when a group is written: what could not be written was never in the chain.
 */
export class Chain {
  readonly #options: SegmentsOptions;
  readonly #reserve: Reserve;
  readonly #narrowed: Narrowed;
  readonly #segments: Segments;
  #waiting: Item[] = [];
  /** How many of them somebody waits for, and how many the next group should hold. */
  #awaited = 0;
  #wanted = 1;
  #isBusy = false;
  #isClosed = false;
  #isOverfull = false;
  #timer: NodeJS.Timeout | undefined;
  /** Since when the first of those that nobody waits for has been here. */
  #lingersSince: number | undefined;
  #gathering: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  /** Since when writing has failed; undefined while it works. */
  #failingSince: number | undefined;
  /** Who wants to know when the group on its way has ended, and who when the next one has. */
  #onWay: (() => void)[] = [];
  #behind: (() => void)[] = [];

  constructor(options: SegmentsOptions) {
    this.#options = options;
    const { files, dir, writer, onFault } = options;
    this.#reserve = new Reserve(files, dir, writer);
    this.#narrowed = new Narrowed(files, dir, writer, onFault);
    this.#segments = new Segments(options);
  }

  get head(): Head {
    return this.#segments.head;
  }

  append(item: Item): void {
    if (this.#isClosed || this.#isOverfull) {
      this.#turnAway(item);
      return;
    }
    this.#waiting.push(item);
    if (item.done === undefined) {
      this.#lingersSince ??= performance.now();
      this.#linger(LINGER_MS);
      return;
    }
    this.#awaited++;
    // Waits one turn of the event loop, so that all calls of one socket read make one group.
    if (!this.#isBusy) this.#immediate ??= setImmediate(this.#look);
  }

  /** Resolves when everything appended before is durable; with false where some of it waits, since it could not be written. */
  async flush(): Promise<boolean> {
    if (!this.#isBusy && this.#waiting.length === 0) return !this.#isOverfull;
    await new Promise<void>((resolve) => {
      (this.#waiting.length > 0 ? this.#behind : this.#onWay).push(resolve);
      this.#start();
    });
    return !this.#isOverfull && (this.#failingSince === undefined || this.#waiting.length === 0);
  }

  /** False if records that nobody waits for could not be written. */
  async close(): Promise<boolean> {
    while ((await this.flush()) && (this.#isBusy || this.#waiting.length > 0));
    this.#isClosed = true;
    clearTimeout(this.#gathering);
    clearTimeout(this.#timer);
    const left = this.#waiting.length;
    if (left > 0) this.#options.onFault(`${countOf(left, 'record')} could not be written before the end`);
    await this.#segments.close();
    await this.#reserve.remove();
    return left === 0 && !this.#isOverfull;
  }

  /** Under load a group starts long before this timer fires: it is left to run out rather than reset for each group. */
  #linger(ms: number): void {
    this.#timer ??= setTimeout(this.#lingered, ms);
  }

  readonly #lingered = (): void => {
    this.#timer = undefined;
    // While a group is on its way, its end starts a new timer for what waits; the next group takes it along where one gathers.
    if (this.#isBusy || this.#awaited > 0) return;
    // The timer may have been set for what went with another group since.
    const left = (this.#lingersSince ?? 0) + LINGER_MS - performance.now();
    if (left > 0) this.#linger(left);
    else this.#start();
  };

  /**
   * Where calls come by the dozen a group waits for the rest of them: each costs a thread, a system call and a write to
   * each pipe after it. Asked after a turn, since most often all come in one: then no timer is needed.
   */
  readonly #look = (): void => {
    this.#immediate = undefined;
    if (this.#isBusy || this.#awaited === 0) return;
    if (this.#awaited >= this.#wanted) this.#start();
    else this.#gather();
  };

  #gather(): void {
    this.#gathering ??= setTimeout(this.#start, GATHER_MS);
  }

  readonly #start = (): void => {
    if (this.#gathering !== undefined) clearTimeout(this.#gathering);
    this.#gathering = undefined;
    if (this.#isBusy || this.#waiting.length === 0) return;
    this.#isBusy = true;
    const items = this.#waiting;
    const awaited = this.#awaited;
    this.#waiting = [];
    this.#awaited = 0;
    this.#onWay = this.#behind;
    this.#behind = [];
    this.#lingersSince = undefined;
    // With callbacks, since promises for its waits cost more than all else that a group needs here.
    this.#segments.commit(items, (failure) => {
      if (failure === undefined) this.#written(items, awaited);
      else void this.#recover(items, failure).then((kept) => this.#goOn(awaited, kept));
    });
  };

  #written(items: readonly Item[], awaited: number): void {
    for (const { done } of items) done?.();
    this.#failingSince = undefined;
    if (this.#reserve.isThere && this.#narrowed.isEmpty) this.#goOn(awaited, 0);
    else void this.#recovered().then(() => this.#goOn(awaited, 0));
  }

  /** There is room again, and what was kept is written. */
  async #recovered(): Promise<void> {
    await this.#narrowed.clear();
    if (!this.#reserve.isThere) await this.#reserve.make();
  }

  /** Ends a group. `awaited`: how many records of it somebody waited for; `kept`: how many wait again, to be tried later. */
  #goOn(awaited: number, kept: number): void {
    this.#isBusy = false;
    for (const resolve of this.#onWay.splice(0)) resolve();
    // Calls that came meanwhile are others than those on their way. One or two at a time are no load: the next group need not wait.
    const load = awaited + this.#awaited;
    this.#wanted = load < 3 ? 1 : Math.min(load, MOST_GATHERED);
    if (this.#behind.length > 0 || this.#awaited >= this.#wanted) this.#start();
    else if (this.#awaited > 0) this.#gather();
    else if (this.#waiting.length > 0) this.#linger(kept > 0 ? RETRY_MS : LINGER_MS);
  }

  /** After a failed write: tells those who wait, and keeps the rest to be tried again. Returns how many are kept. */
  async #recover(items: readonly Item[], failure: NodeJS.ErrnoException): Promise<number> {
    await this.#segments.rewind();
    const { dir, now } = this.#options;
    const message = outageText(dir, failure);
    const kept = triedAgain(items);
    if (this.#failingSince === undefined) {
      this.#failingSince = now();
      const note = noteItem('fault', message, now());
      if (failure.code === 'ENOSPC') await this.#reserve.remove();
      // With the space of the reserve the record can still say that it stops here.
      if (failure.code !== 'ENOSPC' || !(await this.#noted(note))) kept.unshift(note);
      this.#options.onFault(message);
    }
    await this.#narrowed.markAll(kept);
    if (areTooMany(kept)) return this.#giveUp(items);
    const bound = keptOf(kept);
    if (bound.lost > 0) this.#options.onFault(lostText(bound.lost));
    this.#waiting = bound.kept.concat(this.#waiting);
    for (const item of items) item.done?.(message);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return bound.kept.length;
  }

  /** Whoever was narrowed is marked on disk, and the next process knows of it: this one lets nothing pass any more. */
  #giveUp(items: readonly Item[]): number {
    this.#isOverfull = true;
    this.#options.onFault(TOO_MANY);
    this.#awaited = 0;
    for (const item of [...items, ...this.#waiting.splice(0)]) this.#turnAway(item);
    return 0;
  }

  #turnAway(item: Item): void {
    if (this.#isOverfull) void this.#narrowed.markAll([item]).then(() => item.done?.(TOO_MANY));
    else item.done?.('the journal is closed');
  }

  async #noted(note: Item): Promise<boolean> {
    const failure = await new Promise((resolve) => this.#segments.commit([note], resolve));
    if (failure !== undefined) await this.#segments.rewind();
    return failure === undefined;
  }
}
