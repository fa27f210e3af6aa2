import { randomInt } from 'node:crypto';
import { messageOf } from '../model/caught.ts';
import type { Fold, Journal } from '../model/journal.ts';
import { Chain } from './chain/chain.ts';
import { type Closer, closeDead, isClosing } from './chain/dead-chain.ts';
import { takeWriterLease } from './chain/lease.ts';
import { END } from './chain/marker.ts';
import { unwritableText } from './chain/outage.ts';
import { prune } from './chain/retention.ts';
import { WRITER_TIME } from './chain/segment.ts';
import { diskFiles, type Files, makeFolder } from './disk/files.ts';
import { JournalError } from './journal-error.ts';
import { tokenKey } from './keys.ts';
import { makePayload, type Payload } from './payload/payload.ts';
import { Recorder } from './recorder.ts';

export interface JournalLimits {
  /** UTF-16 units of each result that are kept; arguments are kept whole. */
  readonly payload: number;
  /** Bytes after which a segment is closed. */
  readonly segment: number;
  /** Milliseconds after which a closed segment is removed. */
  readonly keep: number;
  /** Bytes of all segments beyond which the oldest closed ones are removed. */
  readonly most: number;
}

export interface JournalOptions {
  /** The state directory's `journal/` folder; made (0700) if it is not there. */
  readonly dir: string;
  /** Sallyport's version. */
  readonly version: string;
  /** Hash of the policy in force. */
  readonly policy: string;
  /** The configuration file that the policy comes from; undefined for a process that has none. */
  readonly file?: string | undefined;
  readonly fold: Fold;
  readonly limits: JournalLimits;
  readonly files?: Files;
  readonly unattended?: boolean;
  readonly now?: () => number;
}

export interface OpenJournal extends Journal {
  /** The name of this process's chain. */
  readonly writer: string;
  /** Resolves once everything recorded so far can be read back; with false where some of it could not be written. */
  flush(): Promise<boolean>;
  /**
   * Closes the chains of processes that have died since. Resolves with false where one is not closed yet, because another
   * process is closing it or it could not be recorded; it is tried again every hour, and whenever this is called.
   */
  closeDead(): Promise<boolean>;
  /** Writes what is still waiting, records open calls as lost, and ends the chain. False where that could not be written. */
  close(): Promise<boolean>;
  /** Calls the listener, with words for people, whenever the record could not be written. Returns a function that ends this. */
  onFault(listener: (message: string) => void): () => void;
}

/**
 * Opens this process's own chain in a journal that any number of processes share, and closes the chains of those that
 * died. Rejects with a `JournalError` where no record can be kept at all; later failures are answered call by call.
 */
export async function openJournal(options: JournalOptions): Promise<OpenJournal> {
  const { dir, fold, limits, files = diskFiles, now = Date.now } = options;
  const writer = newWriter(now());
  const faults = new FaultListeners();
  const onFault = (message: string): void => faults.tell(message);
  const { key, lease } = await prepare(dir, writer);
  // While the journal opens there is none yet; what has to be removed by then it removes itself.
  let keeper: ReturnType<typeof keepTidy> | undefined;
  const onFull = (): void => keeper?.prune();
  const open = () => recorder.open;
  const chain = new Chain({ dir, writer, files, segment: limits.segment, now, onFault, onFull, open });
  const keep = (text: string): Payload => makePayload(text);
  const keepResult = (text: string): Payload => makePayload(text, limits.payload);
  const recorder = new Recorder({ chain, tokenKey: key, fold, keep, keepResult, now, onFault });
  const { version, policy, file, unattended = false } = options;
  const about = file === undefined ? {} : { file };
  const started = recorder.write({ kind: 'start', pid: process.pid, version, policy, unattended, ...about });
  const closer: Closer = { writer, write: (entry) => recorder.write(entry), now };
  const closeNext = oneByOne(() => closeDead(dir, closer));
  await closeNext();
  await started;
  keeper = keepTidy(dir, onFault, closeNext, () => prune(dir, limits, closer));
  return {
    writer,
    admit: (entry) => recorder.admit(entry),
    refuse: (entry) => recorder.refuse(entry),
    hold: (entry, hold) => recorder.hold(entry, hold),
    settle: (entry) => recorder.settle(entry),
    task: (entry, text) => recorder.task(entry, text),
    saying: (entry, sayings) => recorder.saying(entry, sayings),
    write: (entry) => recorder.write(entry),
    token: (kind, secret) => recorder.token(kind, secret),
    flush: () => chain.flush(),
    async closeDead() {
      await closeNext();
      return !(await isClosing(dir));
    },
    async close() {
      await keeper?.stop();
      const areLostWritten = await recorder.loseOpen();
      const isEnded = await recorder.write(END);
      const isWhole = await chain.close();
      // A chain without its end keeps its lease, and the next process that starts closes it.
      const isClosed = areLostWritten && isEnded && isWhole;
      if (isClosed) await lease.release();
      return isClosed;
    },
    onFault: (listener) => faults.add(listener),
  };
}

/** Who wants to hear that the record could not be written. */
class FaultListeners {
  readonly #listeners = new Set<(message: string) => void>();

  add(listener: (message: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: string): void {
    for (const listener of this.#listeners) {
      try {
        listener(message);
      } catch {
        // A listener that fails must not stop the record.
      }
    }
  }
}

/** Never two runs at once: two of this process would both take the same dead chain for theirs to close. */
function oneByOne(run: Tidying): Tidying {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const next = last.then(run);
    last = next.catch(() => undefined);
    return next;
  };
}

const TIDY_EVERY_MS = 3_600_000;

type Tidying = () => Promise<unknown>;

/**
 * Applies retention now, every hour, and whenever a segment is full, without holding up calls: one client could fill the disk
 * within an hour. Before each time it tries to close the chains of dead processes, for two reasons: which of their calls had no
 * result is known only from what retention would remove, and where a full disk kept a chain from being closed, no other process
 * takes it up.
 */
function keepTidy(dir: string, onFault: (message: string) => void, closeNext: Tidying, pruneNow: Tidying) {
  const attempt = (tidying: Tidying, failed: string): Promise<unknown> =>
    tidying().catch((error) => onFault(`${failed}: ${messageOf(error)}`));
  const remove = (): Promise<unknown> => attempt(pruneNow, `old segments in ${dir} could not be removed`);
  const close = (): Promise<unknown> => attempt(closeNext, `chains of the dead in ${dir} could not be closed`);
  let running = remove();
  let isDue = false;
  let isStopped = false;
  const timer = setInterval(() => {
    running = running.then(close).then(remove);
  }, TIDY_EVERY_MS);
  timer.unref();
  return {
    prune(): void {
      if (isDue || isStopped) return;
      isDue = true;
      running = running.then(() => {
        if (isStopped) return undefined;
        isDue = false;
        return close().then(remove);
      });
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      isStopped = true;
      await running;
    },
  };
}

/** A unique name; names sort by the time when their chain began. */
function newWriter(now: number): string {
  const random = randomInt(36 ** 6)
    .toString(36)
    .padStart(6, '0');
  return now.toString(36).padStart(WRITER_TIME, '0') + random;
}

async function prepare(dir: string, writer: string) {
  try {
    await makeFolder(dir);
    return { key: await tokenKey(dir), lease: await takeWriterLease(dir, writer) };
  } catch (cause) {
    if (cause instanceof JournalError) throw cause;
    throw new JournalError('journal.unwritable', unwritableText(dir, cause), cause);
  }
}
