import type { LeftTask, TaskShelf } from '../../journal/state/task-shelf.ts';
import type { Call, Session } from '../../model/call.ts';
import { sha256 } from '../../model/canonical.ts';
import { LONGEST_TASK, type TaskEntry } from '../../model/record.ts';
import type { Statement, StatementSource } from '../../model/statement.ts';
import { acts } from '../../model/tool.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { maskOwnWords } from '../../pipeline/own-words.ts';
import type { Sessions } from '../../projections/sessions.ts';

/** What users and clients say of a session beside its calls, recorded before the session's next call is judged. */
export interface OwnWords {
  /** Keeps what a client said until the session's next call. */
  hear(session: Session, statements: readonly Statement[]): void;
  /** Records what is new; undefined where nothing is, so that most calls wait for nothing. */
  settle(session: Session): Promise<void> | undefined;
  /** Whether a person is to be asked what the task is before this call. True once for a session. */
  wants(call: Call): Promise<boolean>;
  leave(session: Session): void;
}

export interface OwnWordsParts {
  readonly sessions: Sessions;
  readonly interposer: () => Interposer;
  /** Undefined where hooks are not used. */
  readonly shelf: TaskShelf | undefined;
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

export function createOwnWords({ sessions, interposer, shelf, onFault }: OwnWordsParts): OwnWords {
  const known = new Map<string, Words>();

  const wordsOf = (key: string): Words => {
    let words = known.get(key);
    if (words === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      words = { waiting: [], last: new Map(), busy: undefined };
      known.set(key, words);
    }
    return words;
  };

  const asked = new Set<string>();

  const recordTask = async (
    session: Session,
    { source, id, took }: Pick<TaskEntry, 'source' | 'id' | 'took'>,
    text: string,
  ): Promise<void> => {
    const masked = await maskOwnWords(text.slice(0, LONGEST_TASK), session, interposer());
    if (masked === undefined) return onFault('what the user asked for could not be looked at, and counts for nothing');
    const more = { ...(id === undefined ? {} : { id }), ...(took === undefined ? {} : { took }) };
    void interposer().journal.task({ session: session.key, source, ...more }, masked);
  };

  const record = async (session: Session, said: readonly Statement[], left: readonly LeftTask[]): Promise<void> => {
    for (const { source, task, purpose, took } of said) {
      if (purpose !== undefined)
        void interposer().journal.write({ kind: 'purpose', session: session.key, source, ...namedIn(purpose) });
      if (task !== undefined) await recordTask(session, { source, ...(took === undefined ? {} : { took }) }, task);
    }
    for (const { id, text } of left)
      if (!sessions.of(session.key).hasHeard(id)) await recordTask(session, { source: 'hook', id }, text);
  };

  /** The waiting statements that were not recorded before; all of them where the session's state was dropped for space. */
  const newIn = (words: Words, key: string): Statement[] => {
    const fresh: Statement[] = [];
    if (words.busy === undefined && !sessions.of(key).isTold) words.last.clear();
    for (const statement of words.waiting) {
      const said = sha256(JSON.stringify([statement.task, statement.purpose]));
      if (words.last.get(statement.source) === said) continue;
      words.last.set(statement.source, said);
      fresh.push(statement);
    }
    words.waiting = [];
    return fresh;
  };

  const settle = (session: Session): Promise<void> | undefined => {
    const left = shelf?.take(session.key) ?? NO_TASKS;
    const heard = known.get(session.key);
    const said = heard === undefined || heard.waiting.length === 0 ? [] : newIn(heard, session.key);
    if (said.length === 0 && left.length === 0) return heard?.busy;
    const words = heard ?? wordsOf(session.key);
    const done = (words.busy ?? Promise.resolve())
      .then(() => record(session, said, left))
      .catch((error: unknown) => onFault(`what was said of a session could not be recorded: ${String(error)}`))
      .finally(() => {
        if (words.busy === done) words.busy = undefined;
      });
    words.busy = done;
    return done;
  };

  return {
    hear({ key }, statements) {
      const words = wordsOf(key);
      words.waiting.push(...statements);
      if (words.waiting.length > MOST_WAITING) words.waiting = words.waiting.slice(-MOST_WAITING);
    },
    settle,
    async wants({ session, tool, origin, target }) {
      if (origin !== 'downstream' || !acts(tool) || asked.has(session.key)) return false;
      await settle(session);
      const { hasTask, hasActed, incomplete } = sessions.of(session.key);
      // Another call of the session may have asked meanwhile.
      if (hasTask || hasActed || incomplete || asked.has(session.key)) return false;
      if (asked.size >= MOST_ASKED) asked.clear();
      asked.add(session.key);
      const message = `${session.key}: what the task is was asked before ${target.upstream}.${target.name}`;
      return interposer().journal.write({ kind: 'note', about: 'session/task', message });
    },
    leave: ({ key }) => void known.delete(key),
  };
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
