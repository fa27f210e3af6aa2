import type { Hold } from './approval.ts';
import type { Json } from './json.ts';
import type { Admission, JudgedCall, JudgedResult, Judgement, Settled } from './passage.ts';
import type { JudgedEntry } from './record/judged.ts';
import type { SayingEntry, TaskEntry } from './record/said.ts';
import type { Entry, ToolEntry } from './record.ts';
import type { Saying } from './saying.ts';
import type { Steps } from './steps.ts';

/** Entries that are not judgements of a call. */
export type PlainEntry = Exclude<Entry, JudgedEntry | TaskEntry | SayingEntry | ToolEntry>;

/**
 * What projections fold: an entry, when it was made, its payload's text (secrets masked), and that text parsed, where the
 * caller has it. Called in the tick in which the record takes its place in the chain, before it is on disk: folds never
 * wait. Of something long the rest of the work is returned; until that is done, the result it is about is not answered.
 */
export type Fold = (entry: Entry, at: number, payload?: string, value?: Json) => Steps<void> | undefined;

/** The append-only truth, as the pipeline sees it. The only minter of `Admitted` and `Settled`. Nothing here throws or rejects. */
export interface Journal {
  /** Takes the record's place in the chain now; resolves when it is durable, or with the fault why it could not be. */
  admit(entry: JudgedCall): Promise<Admission>;
  /** Records a call that was refused; false if the record could not be made durable. */
  refuse(entry: Judgement): Promise<boolean>;
  /** Records a call that waits for a person; false likewise. */
  hold(entry: Judgement, hold: Hold): Promise<boolean>;
  /** Takes its place now; the disk follows with the next group. The key is made now, or once a long result is learned. */
  settle(entry: JudgedResult): Settled | Steps<Settled>;
  /** Records what a user asked for; false likewise. `text` is masked already. */
  task(entry: Omit<TaskEntry, 'kind' | 'payload'>, text: string): Promise<boolean>;
  /** Records what a server said beside its results; false likewise. Secrets in it are masked already. */
  saying(entry: Omit<SayingEntry, 'kind' | 'payload'>, sayings: readonly Saying[]): Promise<boolean>;
  /** Any other entry; false likewise. */
  write(entry: PlainEntry): Promise<boolean>;
  /** A stable, keyed stand-in for a secret: equal secrets have equal tokens, and no token reveals one. */
  token(kind: string, secret: string): string;
}
