import { readFile, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { ConfigError } from '../../config/error.ts';
import { MOST_BYTES } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { messageOf } from '../../model/caught.ts';
import { type Complaint, pathText } from '../../model/complaint.ts';
import type { PlainEntry } from '../../model/journal.ts';
import type { NoteEntry } from '../../model/record/note.ts';
import { isSameLock } from '../locking/accepted.ts';
import { aboutThis } from '../places/config-place.ts';
import { stampOf } from '../places/file-watch.ts';
import { type Equipped, howToTrust } from '../workshop.ts';
import { changesOf, inspectorChanges, looserThan } from './changes.ts';

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

/** The time between two looks at a file that is being written, and how long a file may be gone. Milliseconds. */
const SETTLE = 50;
const ABSENCE = 1_000;
/** What a line of the log may have before it is cut, in letters. */
const LONGEST_LINE = 300;
/** How often we look for a person's answer. Milliseconds. */
const ANSWER = 1_000;

/** What the record is told of a configuration that is not in force. */
type Told = Pick<NoteEntry, 'message' | 'waits'>;

/** Puts a changed configuration in force while calls go on. */
export class Reload {
  readonly #parts: ReloadParts;
  readonly #path: string;
  #inForce: Equipped;
  /** What was there at the start, by which keys count that need a restart. */
  readonly #started: Config;
  /** The last text that was reported as refused or waiting, with what was said. */
  #said: string | undefined;
  #isMissed = false;
  /** Whether this look was asked for by a person, who is answered even where nothing is new. */
  #isAsked = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #applying: Promise<void> = Promise.resolve();

  constructor(parts: ReloadParts) {
    this.#parts = parts;
    this.#inForce = parts.settings;
    this.#started = parts.settings.config;
    this.#path = parts.settings.loaded.path;
  }

  /** Looks at the file. `isForced` reads it even where its text is the same: the values of its references may not be. */
  look(isForced = false, isAsked = false): Promise<void> {
    this.#turn = this.#turn
      .then(() => (this.#isClosed ? undefined : this.#look(isForced, isAsked)))
      .catch((error: unknown) => this.#parts.log(`the configuration could not be read again: ${messageOf(error)}`));
    return this.#turn;
  }

  /** Reads the file anew and says what came of it, also where that was said before or nothing has changed. */
  ask(): Promise<void> {
    return this.look(true, true);
  }

  /** Resolves when nothing is put in force any more. */
  close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    return this.#applying.catch(() => undefined);
  }

  async #look(isForced: boolean, isAsked: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#isAsked = isAsked;
    const text = await settledText(this.#path);
    if (text === undefined) return this.#miss();
    this.#isMissed = false;
    if (!isForced && !(await this.#isChanged(text))) {
      return this.#stay(this.#inForce);
    }
    if (text.trim() === '') return this.#refuse(text, `${this.#path} is empty`);
    let next: Equipped;
    try {
      next = await this.#parts.read();
    } catch (error) {
      return this.#refuse(text, error);
    }
    // It was written again meanwhile.
    if (next.loaded.text !== text) return this.#lookIn(SETTLE);
    await this.#consider(next);
  }

  /** Whether anything may have changed of what is in force: the text, the lockfile, or what a person has looked at. */
  async #isChanged(text: string): Promise<boolean> {
    const { inspectors, loaded, lock } = this.#inForce;
    const isReleased = inspectors.some((one) => one.isWaiting && this.#parts.isLookedAt(one.source.hash));
    return isReleased || text !== loaded.text || (await stampOf(lock.path)) !== lock.stamp;
  }

  async #miss(): Promise<void> {
    // An editor may be about to put it there again: only a file that stays away is told of.
    if (this.#isMissed || this.#isAsked)
      await this.#tell('', `${this.#path} is gone; what was read from it stays in force`);
    this.#isMissed = true;
    this.#lookIn(ABSENCE);
  }

  async #consider(next: Equipped): Promise<void> {
    const inForce = this.#inForce;
    const { record, log } = this.#parts;
    const { now: changed, restart } = changesOf(inForce.config, next.config);
    const locked = isSameLock(inForce.lock, next.lock) ? [] : ['the lockfile changed'];
    const now = [...changed, ...inspectorChanges(inForce, next), ...locked];
    const loosened = looserThan(inForce, next);
    if (now.length + restart.length + loosened.length === 0 && next.policy.hash === inForce.policy.hash) {
      return this.#stay(next);
    }
    const waits = this.#waitsFor(next, loosened);
    if (waits !== undefined) {
      await this.#tell(next.loaded.text, atAGlance(waits.message), waits);
      return this.#lookIn(ANSWER);
    }
    const changes = restart.length === 0 ? now : [...now, ...restart.map((key) => `${key}, from the next start on`)];
    // Recorded before it takes effect, like everything that lets something pass.
    if (!(await record({ kind: 'reload', policy: next.policy.hash, file: this.#path, loosened, changes }))) {
      log('the configuration was changed, and stays as it was because that could not be recorded');
      return this.#lookIn(ANSWER);
    }
    // During the shutdown nothing is started any more.
    if (this.#isClosed) return;
    this.#applying = (async () => this.#parts.apply(next))();
    await this.#applying;
    this.#take(next);
    log(`the configuration was read again: ${now.join('; ') || 'nothing that counts now'}`);
    for (const what of loosened) log(`  it lets more pass: ${atAGlance(what)}`);
    const pending = changesOf(this.#started, next.config).restart;
    const wanting = restart.filter((key) => pending.includes(key));
    const back = restart.filter((key) => !pending.includes(key));
    if (wanting.length > 0) log(`  ${wanting.join(', ')}: restart Sallyport for that`);
    if (back.length > 0)
      log(`  ${back.join(', ')} back to what has counted since the start: no restart is needed for that`);
  }

  /** What a person has to say yes to before it may be put in force; undefined where nothing is. */
  #waitsFor(next: Equipped, loosened: readonly string[]): Told | undefined {
    // Code that nobody has looked at would refuse every call. What is in force was looked at, so it stays meanwhile.
    const unseen = next.inspectors.find(({ source, isWaiting }) => {
      const old = this.#inForce.inspectors.find((one) => one.source.name === source.name);
      return isWaiting && old?.source.hash !== source.hash;
    });
    if (unseen !== undefined) {
      const { name, file } = unseen.source;
      const waits = `nobody has looked at the code of inspector "${name}" (${file})`;
      return { message: `the changed configuration waits: ${waits}; ${howToTrust(next)}`, waits };
    }
    const asks = loosened.length > 0 && this.#inForce.config.floor.loosening === 'ask';
    if (!(asks || next.isFound) || this.#parts.isAccepted(next)) return undefined;
    const waits = asks ? `it lets more pass: ${loosened.join('; ')}` : 'it was only found, and has changed';
    const command = `sallyport trust${aboutThis({ file: this.#path })}`;
    return { message: `the changed configuration waits for \`${command}\` in a terminal: ${waits}`, waits };
  }

  /** What the file says is in force already: worth a word to whoever put it right, or asked. */
  async #stay(settings: Equipped): Promise<void> {
    if (this.#said !== undefined) await this.#tell(settings.loaded.text, `${this.#path} is again what is in force`);
    else if (this.#isAsked) this.#parts.log('the configuration was read again: nothing has changed');
    this.#take(settings);
  }

  #take(next: Equipped): void {
    this.#inForce = next;
    this.#said = undefined;
    if (isWaiting(next)) this.#lookIn(ANSWER);
  }

  #refuse(text: string, error: unknown): Promise<void> {
    const line = messageOf(error);
    const kept = 'The configuration was changed and cannot be used; what was in force stays in force.';
    // The same text can fail in more than one way: by the values of its references, and by the lockfile beside it.
    return this.#tell(`${text}\n${line}`, `${kept}\n${line}`, {
      message: error instanceof ConfigError ? `refused: ${bare(error)}` : `refused: ${line}`,
    });
  }

  /** Says once for each text why it is not in force, and again to whoever asks. */
  async #tell(text: string, line: string, told: Told = { message: line }): Promise<void> {
    if (this.#said === text + line && !this.#isAsked) return;
    this.#said = text + line;
    this.#parts.log(line);
    await this.#parts.record({ kind: 'note', about: 'reload', file: this.#path, ...told });
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.look(), ms).unref();
  }
}

/** A line of the log, cut behind a name where another pack would make it pages; the record has all of it. */
function atAGlance(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const end = line.lastIndexOf(', ', LONGEST_LINE);
  return `${line.slice(0, end > 0 ? end : LONGEST_LINE)}, … (\`sallyport log --kind reload,note\` has all of it)`;
}

/** Whether code of a user's own inspector waits for a person to look at it. */
const isWaiting = ({ inspectors }: Equipped): boolean => inspectors.some((one) => one.isWaiting);

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
    const found = await stat(file);
    // Why this cannot be used is said where the configuration is read: here it is only another one than before.
    if (!found.isFile() || found.size > MOST_BYTES) return `${found.size} bytes of ${found.ctimeMs}`;
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
