import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../../config/error.ts';
import { messageOf } from '../../model/caught.ts';
import { type Complaint, pathText } from '../../model/complaint.ts';
import type { PlainEntry } from '../../model/journal.ts';
import { stampOf } from '../config-watch.ts';
import { isSameLock } from '../locking/accepted.ts';
import { type Equipped, howToTrust } from '../workshop.ts';
import { changesOf, inspectorChanges, looserThan } from './changes.ts';
import { waitingText } from './waiting-change.ts';

export interface ReloadParts {
  /** What is in force at the beginning. */
  readonly settings: Equipped;
  /** Reads and checks the file. Rejects with a `ConfigError`. */
  readonly read: () => Promise<Equipped>;
  /** Writes into the record; false if that could not be made durable. */
  readonly record: (entry: PlainEntry) => Promise<boolean>;
  /** Whether a person has said that this very configuration may be used. */
  readonly isAccepted: (settings: Equipped) => boolean;
  /** Whether a person has looked at an inspector's code. */
  readonly isLookedAt: (hash: string) => boolean;
  /** Puts it in force. */
  readonly apply: (settings: Equipped) => void | Promise<void>;
  readonly log: (line: string) => void;
}

/** Puts a changed configuration in force while calls go on. */
export interface Reload {
  /** Looks at the file. `isForced` reads it even where its text is the same: the values of its references may not be. */
  look(isForced?: boolean): Promise<void>;
  /** Resolves when nothing is put in force any more. */
  close(): Promise<void>;
}

/** The time between two looks at a file that is being written, and how long a file may be gone. Milliseconds. */
const SETTLE = 50;
const ABSENCE = 1_000;
/** How often we look for a person's answer. Milliseconds. */
const ANSWER = 1_000;

export function createReload({ settings, read, record, isAccepted, isLookedAt, apply, log }: ReloadParts): Reload {
  const { path } = settings.loaded;
  let inForce = settings;
  /** The last text that was reported as refused or waiting, with what was said. */
  let said: string | undefined;
  let isMissed = false;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let turn: Promise<void> = Promise.resolve();
  let applying: Promise<void> = Promise.resolve();

  const later = (ms: number): void => {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void look(), ms).unref();
  };

  /** Says once for each text why it is not in force. */
  const tell = async (text: string, line: string, message = line): Promise<void> => {
    if (said === text + line) return;
    said = text + line;
    log(line);
    await record({ kind: 'note', about: 'reload', message });
  };

  const take = (next: Equipped): void => {
    inForce = next;
    said = undefined;
    if (next.inspectors.some(({ isWaiting }) => isWaiting)) later(ANSWER);
  };

  const refuse = (text: string, error: unknown): Promise<void> => {
    const line = messageOf(error);
    const kept = 'The configuration was changed and cannot be used; what was in force stays in force.';
    // The same text can fail in more than one way: by the values of its references, and by the lockfile beside it.
    return tell(
      `${text}\n${line}`,
      `${kept}\n${line}`,
      error instanceof ConfigError ? `refused: ${bare(error)}` : `refused: ${line}`,
    );
  };

  const once = async (isForced: boolean): Promise<void> => {
    clearTimeout(timer);
    const text = await settledText(path);
    if (text === undefined) {
      const line = `${path} is gone; what was read from it stays in force`;
      if (isMissed) await tell('', line);
      isMissed = true;
      later(ABSENCE);
      return;
    }
    isMissed = false;
    const waiting = inForce.inspectors.filter(({ isWaiting }) => isWaiting);
    const isReleased = waiting.some(({ source }) => isLookedAt(source.hash));
    const isLockSame = (await stampOf(inForce.lock.path)) === inForce.lock.stamp;
    if (!isForced && !isReleased && text === inForce.loaded.text && isLockSame) {
      said = undefined;
      return waiting.length === 0 ? undefined : later(ANSWER);
    }
    if (text.trim() === '') return refuse(text, `${path} is empty`);
    let next: Equipped;
    try {
      next = await read();
    } catch (error) {
      return refuse(text, error);
    }
    // It was written again meanwhile.
    if (next.loaded.text !== text) return later(SETTLE);
    await consider(next);
  };

  const consider = async (next: Equipped): Promise<void> => {
    const { text } = next.loaded;
    const { now: changed, restart } = changesOf(inForce.config, next.config);
    const locked = isSameLock(inForce.lock, next.lock) ? [] : ['the lockfile changed'];
    const now = [...changed, ...inspectorChanges(inForce, next), ...locked];
    const loosened = looserThan(inForce, next);
    if (now.length + restart.length + loosened.length === 0 && next.policy.hash === inForce.policy.hash) {
      return take(next);
    }
    // Code that nobody has looked at would refuse every call. What is in force was looked at, so it stays meanwhile.
    const held = next.inspectors.find(({ source, isWaiting }) => {
      const old = inForce.inspectors.find((one) => one.source.name === source.name);
      return isWaiting && old?.source.hash !== source.hash;
    });
    if (held !== undefined) {
      const { name, file } = held.source;
      const why = `nobody has looked at the code of inspector "${name}" (${file})`;
      await tell(text, `the changed configuration waits: ${why}; ${howToTrust(next)}`);
      return later(ANSWER);
    }
    const asks = loosened.length > 0 && inForce.config.floor.loosening === 'ask';
    if ((asks || next.isFound) && !isAccepted(next)) {
      const why = asks ? `it lets more pass: ${loosened.join('; ')}` : 'it was only found, and has changed';
      await tell(text, waitingText(path, why));
      return later(ANSWER);
    }
    const changes = restart.length === 0 ? now : [...now, ...restart.map((key) => `${key}, from the next start on`)];
    // Recorded before it takes effect, like everything that lets something pass.
    if (!(await record({ kind: 'reload', policy: next.policy.hash, file: path, loosened, changes }))) {
      log('the configuration was changed, and stays as it was because that could not be recorded');
      return later(ANSWER);
    }
    // During the shutdown nothing is started any more.
    if (isClosed) return;
    applying = (async () => apply(next))();
    await applying;
    take(next);
    log(`the configuration was read again: ${now.join('; ') || 'nothing that counts now'}`);
    for (const what of loosened) log(`  it lets more pass: ${what}`);
    if (restart.length > 0) log(`  ${restart.join(', ')}: restart Sallyport for that`);
  };

  const look = (isForced = false): Promise<void> => {
    turn = turn
      .then(() => (isClosed ? undefined : once(isForced)))
      .catch((error: unknown) => {
        log(`the configuration could not be read again: ${messageOf(error)}`);
      });
    return turn;
  };

  return {
    look,
    close() {
      isClosed = true;
      clearTimeout(timer);
      return applying.catch(() => undefined);
    },
  };
}

/** The text of a file once nobody is writing it; undefined where there is none. */
async function settledText(file: string): Promise<string | undefined> {
  let before = await textOf(file);
  for (;;) {
    await pause(SETTLE, undefined, { ref: false });
    const text = await textOf(file);
    if (text === before) return text;
    before = text;
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The complaints without the lines they quote: those may hold secrets, and the record is kept. */
const bare = ({ complaints }: ConfigError): string => complaints.map(bareText).join('; ');

function bareText({ place, path, what }: Complaint): string {
  const where = place === undefined ? '' : `line ${place.line}, column ${place.column}: `;
  return `${where}${path.length === 0 ? '' : `${pathText(path)}: `}${what}`;
}
