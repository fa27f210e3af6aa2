import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { type Approvals, type Hold, isOver, MOST_WAITING, TooManyHeld, type Verdict } from '../../model/approval.ts';
import { compareDoors } from '../../model/decision.ts';
import { watchNames } from '../disk/name-watch.ts';
import { parseHold, parseVerdict, WITHDRAWN } from './approval-file.ts';
import { HoldFolder, LOCKS, misfit } from './hold-folder.ts';
import { underLock } from './lock.ts';

/** What this process has filed, or waits for with another: when it is over, and how many of its calls want the answer. */
interface Filed {
  readonly expires: number;
  calls: number;
}

const SWEEP_EVERY_MS = 60_000;
/** How often a verdict that does not count is looked at again. */
const LOOK_AGAIN_MS = 250;

export interface ApprovalsOptions {
  readonly now?: () => number;
  /** Told of files that we did not write like this. They count as absent: nothing is approved by them. */
  readonly onFault?: (message: string) => void;
}

/** The approvals of all processes that share a state directory, in its folder `approvals/`. */
export class OpenApprovals implements Approvals {
  readonly #locks: string;
  readonly #folder: HoldFolder;
  readonly #now: () => number;
  readonly #watch: ReturnType<typeof watchNames>;
  /** What this process is filing, by binding. */
  readonly #filing = new Map<string, Promise<Hold>>();
  /** What this process has filed and is not known to be over: by principal and id. */
  readonly #filed = new Map<string, Map<string, Filed>>();
  /** What others have filed, and calls of this process wait for as well, by id. */
  readonly #joined = new Map<string, Filed>();
  /** How this process marks that. */
  readonly #share = `shared-${randomBytes(6).toString('hex')}` as const;
  #sweptAt = 0;
  #isClosed = false;

  constructor(dir: string, { now = Date.now, onFault = () => undefined }: ApprovalsOptions = {}) {
    this.#locks = path.join(dir, LOCKS);
    this.#folder = new HoldFolder(dir, onFault);
    this.#now = now;
    this.#watch = watchNames(dir);
  }

  async hold(hold: Hold, earlier?: string): Promise<Hold> {
    const invalid = parseHold(JSON.stringify(hold));
    if (typeof invalid === 'string') throw new Error(`a hold cannot be filed: ${invalid}`);
    if (this.#now() - this.#sweptAt > SWEEP_EVERY_MS) await this.sweep();
    // Two calls of one process with the same binding wait for the same answer.
    const before = this.#filing.get(hold.binding);
    if (before !== undefined) await before.catch(() => undefined);
    const filed = this.#file(hold, earlier);
    this.#filing.set(hold.binding, filed);
    try {
      return await filed;
    } finally {
      if (this.#filing.get(hold.binding) === filed) this.#filing.delete(hold.binding);
    }
  }

  async #file(hold: Hold, earlier: string | undefined): Promise<Hold> {
    for (const waiting of await this.#folder.boundTo(hold.binding)) {
      if (!(await this.#isWaiting(waiting)) || compareDoors(waiting.door, hold.door) < 0) continue;
      // Whoever answers that one would not be told of all that is asked about now.
      if (!hold.rules.every((rule) => waiting.rules.includes(rule))) continue;
      if (waiting.id !== earlier && !(await this.#join(waiting))) continue;
      await this.#folder.unmark(waiting.id, 'left');
      return waiting;
    }
    if (await this.#isCrowded(hold.principal.id))
      throw new TooManyHeld(`${MOST_WAITING} calls wait for a person already`);
    // Counted before it is there: others of the same moment must not be counted out.
    const own = this.#filed.get(hold.principal.id) ?? new Map<string, Filed>();
    this.#filed.set(hold.principal.id, own.set(hold.id, { expires: hold.expires, calls: 1 }));
    try {
      await this.#folder.create(hold);
    } catch (error) {
      own.delete(hold.id);
      throw error;
    }
    return hold;
  }

  /** One more call waits for a hold that was there. False if it was withdrawn meanwhile. */
  async #join(hold: Hold): Promise<boolean> {
    const own = this.#filed.get(hold.principal.id)?.get(hold.id);
    const mine = own ?? this.#joined.get(hold.id) ?? { expires: hold.expires, calls: 0 };
    mine.calls++;
    // A process that withdraws the hold looks for these marks afterwards; this one sets them, then looks for the withdrawal:
    // one of the two always notices.
    if (own === undefined) {
      this.#joined.set(hold.id, mine);
      await this.#folder.mark(hold.id, this.#share, '{}');
    } else if (mine.calls === 1) await this.#folder.unmark(hold.id, 'parted');
    if (await this.#isWaiting(hold)) return true;
    mine.calls--;
    if (own === undefined && mine.calls === 0) await this.#unshare(hold.id);
    return false;
  }

  async #unshare(id: string): Promise<void> {
    this.#joined.delete(id);
    await this.#folder.unmark(id, this.#share);
  }

  async withdraw(hold: Hold): Promise<boolean> {
    const own = this.#filed.get(hold.principal.id)?.get(hold.id);
    const mine = own ?? this.#joined.get(hold.id);
    if (mine === undefined || --mine.calls > 0) return false;
    // Of several processes the last one takes the question back: each says first that it waits no more, and looks then.
    if (own === undefined) await this.#unshare(hold.id);
    else await this.#folder.mark(hold.id, 'parted', '{}');
    if (await this.#isWanted(hold, mine)) return false;
    if (!(await this.#folder.mark(hold.id, 'verdict', WITHDRAWN))) return false;
    if (!(await this.#isWanted(hold, mine))) return true;
    await this.#folder.unmark(hold.id, 'verdict');
    return false;
  }

  async #isWanted({ id }: Hold, { calls }: Filed): Promise<boolean> {
    return calls > 0 || (await this.#folder.isShared(id)) || !(await this.#folder.isMarked(id, 'parted'));
  }

  /** Whether so many calls of a principal wait that a person would not find what matters among them. */
  async #isCrowded(principal: string): Promise<boolean> {
    const own = this.#filed.get(principal);
    if (own === undefined || own.size < MOST_WAITING) return false;
    for (const [id, { expires }] of own)
      if (expires <= this.#now() || (await this.#folder.isMarked(id, 'verdict'))) own.delete(id);
    return own.size >= MOST_WAITING;
  }

  async answer(verdict: Verdict, record: () => Promise<boolean> = async () => true): Promise<boolean> {
    const hold = await this.get(verdict.hold);
    if (hold === undefined) return false;
    const text = JSON.stringify(verdict);
    const parsed = parseVerdict(text);
    if (typeof parsed === 'string' || misfit(hold, parsed) !== undefined) return false;
    // Of two who answer at once, one would be recorded as having decided what the other did.
    return underLock(this.#locks, 'answer', async () => {
      if (!(await this.#isWaiting(hold)) || !(await record())) return false;
      return this.#folder.mark(hold.id, 'verdict', text);
    });
  }

  async wait(holdId: string, ms: number, signal?: AbortSignal): Promise<Verdict | undefined> {
    const hold = await this.get(holdId);
    if (hold === undefined) return undefined;
    const until = performance.now() + Math.min(ms, hold.expires - this.#now());
    for (;;) {
      const left = until - performance.now();
      const verdict = await this.#folder.verdictOf(hold);
      if (verdict !== undefined) return verdict;
      if (left <= 0 || this.#isClosed || signal?.aborted) return undefined;
      // A verdict that does not count stays in the folder: waiting for its name to appear would spin.
      if (await this.#folder.isMarked(holdId, 'verdict')) {
        await this.#watch.seen('', Math.min(left, LOOK_AGAIN_MS), signal);
      } else await this.#watch.seen(`${holdId}.verdict`, left, signal);
    }
  }

  async find(binding: string, covers: (hold: Hold) => boolean = () => true): Promise<Verdict | undefined> {
    let yes: Verdict | undefined;
    for (const hold of await this.#folder.boundTo(binding)) {
      if (this.#isOver(hold) || (await this.#folder.isMarked(hold.id, 'spent'))) continue;
      const verdict = await this.#folder.verdictOf(hold);
      // Who knew more may have said no to what another had said yes to.
      if (verdict?.answer === 'deny') return verdict;
      if (yes === undefined && verdict !== undefined && covers(hold)) yes = verdict;
    }
    return yes;
  }

  async consume(holdId: string): Promise<boolean> {
    const hold = await this.get(holdId);
    if (hold === undefined || (await this.#folder.verdictOf(hold)) === undefined || this.#isOver(hold)) return false;
    return this.#folder.mark(holdId, 'spent', JSON.stringify({ pid: process.pid, at: this.#now() }));
  }

  giveBack(holdId: string): Promise<void> {
    return this.#folder.unmark(holdId, 'spent');
  }

  get(holdId: string): Promise<Hold | undefined> {
    return this.#folder.get(holdId);
  }

  async leave(holdId: string): Promise<void> {
    await this.#folder.mark(holdId, 'left', JSON.stringify({ at: this.#now() }));
  }

  /** Whether the client that waited for a hold has taken its call back, and not made it again. */
  isLeft(holdId: string): Promise<boolean> {
    return this.#folder.isMarked(holdId, 'left');
  }

  /** The ids of all of which `isLeft` holds. */
  left(): Promise<ReadonlySet<string>> {
    return this.#folder.marked('left');
  }

  async pending(): Promise<readonly Hold[]> {
    return (await this.#folder.unanswered()).filter((hold) => !this.#isOver(hold));
  }

  /** Removes the files of holds that expired more than a day ago, and forgets what this process filed once that is over. */
  async sweep(): Promise<void> {
    this.#sweptAt = this.#now();
    for (const [principal, own] of this.#filed) {
      for (const [id, { expires }] of own) if (expires <= this.#sweptAt) own.delete(id);
      if (own.size === 0) this.#filed.delete(principal);
    }
    for (const [id, { expires }] of this.#joined) if (expires <= this.#sweptAt) this.#joined.delete(id);
    await this.#folder.sweep(this.#sweptAt);
  }

  close(): void {
    this.#isClosed = true;
    this.#watch.close();
  }

  async #isWaiting(hold: Hold): Promise<boolean> {
    return !this.#isOver(hold) && !(await this.#folder.isMarked(hold.id, 'verdict'));
  }

  #isOver(hold: Hold): boolean {
    return isOver(hold, this.#now());
  }
}

export const openApprovals = (dir: string, options?: ApprovalsOptions): OpenApprovals =>
  new OpenApprovals(dir, options);
