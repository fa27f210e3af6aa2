import { randomInt } from 'node:crypto';
import { messageOf } from '../model/caught.ts';
import type { Fold, Journal } from '../model/journal.ts';
import { Chain } from './chain/chain.ts';
import { type Closer, closeDead, isClosing } from './chain/dead-chain.ts';
import { takeWriterLease } from './chain/lease.ts';
import { END } from './chain/marker.ts';
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
  /** The configuration that it comes from; undefined for a process that is about none. */
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
  /** Resolves when all that was recorded before can be read; with false where that was found impossible to write. */
  flush(): Promise<boolean>;
  /**
   * Closes the chains of those that died since; resolves with false where one of them is not closed yet, since another
   * process is at it or it could not be recorded: then it is tried again each hour, and whenever this is called.
   */
  closeDead(): Promise<boolean>;
  /** Writes what waits, records open calls as lost, ends the chain. False where that could not be written. */
  close(): Promise<boolean>;
  /** Calls the listener, in words for people, whenever the record could not be written. Returns how to stop that. */
  onFault(listener: (message: string) => void): () => void;
}

/**
 * Opens this process's own chain in a journal that any number of processes share, and closes the chains of those that
 * died. Rejects with a `JournalError` where no record can be kept at all; later failures are answered call by call.
 */
export async function openJournal(options: JournalOptions): Promise<OpenJournal> {
  const { dir, fold, limits, files = diskFiles, now = Date.now } = options;
  const writer = newWriter(now());
  const listeners = new Set<(message: string) => void>();
  const onFault = (message: string): void => {
    for (const listener of listeners) {
      try {
        listener(message);
      } catch {
        // A listener that fails must not stop the record.
      }
    }
  };
  const { key, lease } = await prepare(dir, writer);
  // There is none yet while the journal opens, and what it finds then it removes itself.
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
  // One at a time: two of this process would both find the same chain theirs.
  let closing: Promise<unknown> = Promise.resolve();
  const closeNext = (): Promise<unknown> => {
    const next = closing.then(() => closeDead(dir, closer));
    closing = next.catch(() => undefined);
    return next;
  };
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
    onFault(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const TIDY_EVERY_MS = 3_600_000;

type Tidying = () => Promise<unknown>;

/**
 * Applies retention now, every hour and whenever a segment is full, beside the calls: within an hour one client could fill
 * the disk. Each time after a new attempt at the chains of the dead: which of their calls had no result is known from what is
 * removed, and a chain that could not be recorded as closed, since the disk was full, is taken by no other process.
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

/** Unique, and sorted by the time when the chain began. */
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
    const advice = 'make it writable for this user, or set SALLYPORT_STATE to another place';
    throw new JournalError(
      'journal.unwritable',
      `no record can be kept in ${dir}: ${messageOf(cause)}; ${advice}`,
      cause,
    );
  }
}
