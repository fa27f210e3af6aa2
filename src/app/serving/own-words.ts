import type { Narrowing } from '../../journal/state/narrowings.ts';
import type { LeftTask, TaskShelf } from '../../journal/state/task-shelf.ts';
import type { Call, Session } from '../../model/call.ts';
import { sha256 } from '../../model/json/canonical.ts';
import type { TaskEntry } from '../../model/record/said.ts';
import { LONGEST_TASK } from '../../model/record.ts';
import type { Statement, StatementSource } from '../../model/statement.ts';
import { acts } from '../../model/tool.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { maskOwnWords } from '../../pipeline/own-words.ts';
import type { Sessions } from '../../projections/sessions.ts';

export interface OwnWordsParts {
  readonly sessions: Sessions;
  readonly interposer: () => Interposer;
  /** Undefined where hooks are not used. */
  readonly shelf: TaskShelf | undefined;
  /** Tells the process that owns a session to what it was narrowed, where that is another one. */
  readonly passOn: (session: Session, narrowing: Narrowing) => Promise<void>;
  readonly onFault: (message: string) => void;
}

/** Sessions of which a person was asked, by this process; a session that has acted is never asked about again. */
const MOST_ASKED = 10_000;

/** The most statements that wait for a session's next call, however often a client repeats itself. */
const MOST_WAITING = 8;
/** Sessions whose last statements are remembered, so that a header that comes with each request is recorded once. */
const MOST_KNOWN = 10_000;

interface Words {
  waiting: Statement[];
  /** The digest of what was recorded last, by source. */
  readonly last: Map<StatementSource, string>;
  /** Resolves when everything that was heard so far is recorded. */
  busy: Promise<void> | undefined;
}

const NO_TASKS: readonly LeftTask[] = Object.freeze([]);

/** What users and clients say of a session beside its calls, recorded before the session's next call is judged. */
export class OwnWords {
  readonly #parts: OwnWordsParts;
  readonly #known = new Map<string, Words>();
  readonly #asked = new Set<string>();

  constructor(parts: OwnWordsParts) {
    this.#parts = parts;
  }

  /** Keeps what a client said until the session's next call. */
  hear({ key }: Session, statements: readonly Statement[]): void {
    const words = this.#wordsOf(key);
    words.waiting.push(...statements);
    if (words.waiting.length > MOST_WAITING) words.waiting = words.waiting.slice(-MOST_WAITING);
  }

  /** Records what is new; undefined where nothing is, so that most calls wait for nothing. */
  settle(session: Session): Promise<void> | undefined {
    const { shelf, onFault } = this.#parts;
    const left = shelf?.take(session.key) ?? NO_TASKS;
    const heard = this.#known.get(session.key);
    const said = heard === undefined || heard.waiting.length === 0 ? [] : this.#newIn(heard, session.key);
    if (said.length === 0 && left.length === 0) return heard?.busy;
    const words = heard ?? this.#wordsOf(session.key);
    const done = (words.busy ?? Promise.resolve())
      .then(() => this.#record(session, said, left))
      .catch((error: unknown) => onFault(`what was said of a session could not be recorded: ${String(error)}`))
      .finally(() => {
        if (words.busy === done) words.busy = undefined;
      });
    words.busy = done;
    return done;
  }

  /** Whether a person is to be asked what the task is before this call. True once for a session. */
  async wants({ session, tool, origin, target }: Call): Promise<boolean> {
    const { key } = session;
    if (origin !== 'downstream' || !acts(tool) || this.#asked.has(key)) return false;
    await this.settle(session);
    const { hasTask, hasActed, incomplete } = this.#parts.sessions.of(key);
    // Another call of the session may have asked meanwhile.
    if (hasTask || hasActed || incomplete || this.#asked.has(key)) return false;
    if (this.#asked.size >= MOST_ASKED) this.#asked.clear();
    this.#asked.add(key);
    const message = `${key}: what the task is was asked before ${target.upstream}.${target.name}`;
    return this.#parts.interposer().journal.write({ kind: 'note', about: 'session/task', message });
  }

  leave({ key }: Session): void {
    this.#known.delete(key);
  }

  #wordsOf(key: string): Words {
    let words = this.#known.get(key);
    if (words === undefined) {
      if (this.#known.size >= MOST_KNOWN) this.#known.clear();
      words = { waiting: [], last: new Map(), busy: undefined };
      this.#known.set(key, words);
    }
    return words;
  }

  /** The waiting statements that were not recorded before; all of them where the session's state was dropped for space. */
  #newIn(words: Words, key: string): Statement[] {
    const fresh: Statement[] = [];
    if (words.busy === undefined && !this.#parts.sessions.of(key).isTold) words.last.clear();
    for (const statement of words.waiting) {
      const said = sha256(JSON.stringify([statement.task, statement.purpose]));
      if (words.last.get(statement.source) === said) continue;
      words.last.set(statement.source, said);
      fresh.push(statement);
    }
    words.waiting = [];
    return fresh;
  }

  async #record(session: Session, said: readonly Statement[], left: readonly LeftTask[]): Promise<void> {
    const { sessions } = this.#parts;
    const { key } = session;
    for (const { source, task, purpose, took } of said) {
      if (purpose !== undefined) await this.#recordPurpose(session, { source, ...namedIn(purpose) });
      if (task !== undefined)
        await this.#recordTask(session, { source, ...(took === undefined ? {} : { took }) }, task);
    }
    for (const { id, text } of left)
      if (!sessions.of(key).hasHeard(id)) await this.#recordTask(session, { source: 'hook', id }, text);
  }

  /** The owner comes first: should this process die in between, the session is narrowed all the same. */
  async #recordPurpose(session: Session, narrowing: Narrowing): Promise<void> {
    const { interposer, passOn, onFault } = this.#parts;
    await passOn(session, narrowing).catch((error: unknown) =>
      onFault(`the process that owns session ${session.key} was not told what it is for: ${String(error)}`),
    );
    void interposer().journal.write({ kind: 'purpose', session: session.key, ...narrowing });
  }

  async #recordTask(session: Session, from: Pick<TaskEntry, 'source' | 'id' | 'took'>, text: string): Promise<void> {
    const { interposer, onFault } = this.#parts;
    const masked = await maskOwnWords(text.slice(0, LONGEST_TASK), session, interposer());
    if (masked === undefined) onFault('what the user asked for could not be looked at, and counts for nothing');
    else void interposer().journal.task({ session: session.key, ...from }, masked);
  }
}

/** A list of purposes and tools, told apart by the dot: tools are named `server.tool`. */
function namedIn(purpose: string): { purposes: string[]; tools?: string[] } {
  const words = purpose
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .slice(0, MOST_NAMES);
  const tools = words.filter((word) => word.includes('.'));
  return { purposes: words.filter((word) => !word.includes('.')), ...(tools.length === 0 ? {} : { tools }) };
}

const MOST_NAMES = 200;
