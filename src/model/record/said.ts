import type { StatementSource } from '../statement.ts';
import type { Label } from '../tool.ts';
import type { PayloadRef } from './payload.ts';

/** What a user asked for, from anybody but the model. The text is the payload. */
export interface TaskEntry {
  readonly kind: 'task';
  readonly session: string;
  readonly source: StatementSource;
  /** Which of a hook's texts it is. */
  readonly id?: string;
  /** Milliseconds that the answer to a form took: no proof of a person, but a hint that there was none. */
  readonly took?: number;
  readonly payload: PayloadRef;
}

/** What a session is for, from the same sources. It only narrows what was said before. */
export interface PurposeEntry {
  readonly kind: 'purpose';
  readonly session: string;
  /** `outage`: what was said could not be recorded before the process died; where tools were named it is narrowed to none. */
  readonly source: StatementSource | 'outage';
  /** Names of purposes: granted is what all of them allow. */
  readonly purposes: readonly string[];
  /** The tools that the task needs, as `server.tool`; absent where only purposes were named. */
  readonly tools?: readonly string[];
}

/**
 * What a server said beside its results, and what of it could be recognised in a later call; the texts are the payload, as
 * JSON. Questions are in the record as calls.
 */
export interface SayingEntry {
  readonly kind: 'saying';
  /** The call it belongs to, or the id by which its sources name it. */
  readonly call: string;
  /** Absent where all sessions of the process are told. */
  readonly session?: string;
  readonly upstream: string;
  readonly labels: readonly Label[];
  /** Whether more was said than is kept. */
  readonly cut?: true;
  /** The rules that took parts of it out before the client heard it. */
  readonly redacted?: readonly string[];
  readonly payload: PayloadRef;
}
