import type { Verdict } from './approval.ts';
import type { CallEntry, HoldEntry, JudgedEntry, ResultEntry } from './record/judged.ts';
import type { NoteEntry } from './record/note.ts';
import type { PurposeEntry, SayingEntry, TaskEntry } from './record/said.ts';
import type { FieldLabels, Label, Power, Role } from './tool.ts';

/** Version of the record format. A reader refuses a higher one with an explanation. */
export const RECORD_VERSION = 1;

/** UTF-16 units of what a user asked for that are kept; a longer text is cut. */
export const LONGEST_TASK = 65_536;

/** What a record says, without its place in the chain. */
export type Entry =
  | CallEntry
  | ResultEntry
  | ToolEntry
  | HoldEntry
  | TaskEntry
  | PurposeEntry
  | SayingEntry
  | { readonly kind: 'approval'; readonly verdict: Verdict }
  /** An answer that did not count: another door had answered before, or the hold had expired. */
  | { readonly kind: 'late'; readonly verdict: Verdict }
  | { readonly kind: 'lost'; readonly call: string; readonly session: string; readonly labels: readonly Label[] }
  | { readonly kind: 'open'; readonly calls: readonly OpenCall[] }
  | {
      readonly kind: 'start';
      readonly pid: number;
      readonly version: string;
      readonly policy: string;
      readonly unattended: boolean;
      /** Which configuration: all of the chain is about its servers. */
      readonly file?: string;
    }
  | {
      readonly kind: 'reload';
      /** The hash of the policy in force from here on; each decision names its own. */
      readonly policy: string;
      readonly loosened: readonly string[];
      /** Which configuration: processes that share a record may have others. */
      readonly file: string;
      /** Other changes, one sentence each. */
      readonly changes?: readonly string[];
    }
  | {
      readonly kind: 'freeze';
      readonly subject: 'session' | 'agent' | 'server';
      readonly name: string;
      readonly on: boolean;
      readonly by: string;
      readonly reason: string;
    }
  | {
      readonly kind: 'trust';
      readonly what: 'command' | 'configuration' | 'inspector';
      readonly name: string;
      readonly hash: string;
      readonly by: string;
    }
  | {
      readonly kind: 'token';
      readonly name: string;
      /** Added, or revoked. */
      readonly on: boolean;
      readonly agent?: string;
      readonly by: string;
    }
  | RetentionEntry
  | { readonly kind: 'erase'; readonly call: string; readonly digests: readonly string[]; readonly by: string }
  | {
      readonly kind: 'checkpoint';
      readonly heads: { readonly [writer: string]: string };
      readonly signature: string;
      readonly key: string;
    }
  | NoteEntry;

/** One without a result where a segment begins, with the labels of its tool's: those before it may be removed meanwhile. */
export interface OpenCall {
  readonly call: string;
  readonly session: string;
  readonly labels: readonly Label[];
}

/** A segment that was removed for its age, or for room. */
export interface RetentionEntry {
  readonly kind: 'retention';
  /** `<writer>-<n>` */
  readonly removed: string;
  /** `seq:hash` of its last record. */
  readonly head: string;
  readonly reason: string;
  /** By the key of checkpoints, over all of the above: anybody who can write a record could tell of a removal. */
  readonly signature: string;
  readonly key: string;
}

/** The classification that calls of this chain refer to; written once per chain and segment, before the first call that needs it. */
export interface ToolEntry {
  readonly kind: 'tool';
  /** SHA-256 over the canonical form of what follows. */
  readonly facts: string;
  readonly powers: readonly Power[];
  readonly roles: { readonly [at: string]: Role };
  readonly labels: readonly Label[];
  /** Absent where no part of its results has labels of its own. */
  readonly fields?: FieldLabels;
  readonly definition: string;
}

/** Whether an entry is about a call as it was made: decided, or held. */
export const isOfCall = (entry: Entry): entry is CallEntry | HoldEntry =>
  entry.kind === 'call' || entry.kind === 'hold';

export const isJudged = (entry: Entry): entry is JudgedEntry => isOfCall(entry) || entry.kind === 'result';

/** The key of the session that an entry is about; undefined where it is about none. An edited line may hold anything there. */
export function sessionOf(entry: Entry): string | undefined {
  if (!('session' in entry)) return undefined;
  const key: unknown = typeof entry.session === 'string' ? entry.session : entry.session?.key;
  return typeof key === 'string' ? key : undefined;
}

/** An entry and its place. `hash` covers the bytes of the line before it and of this one. */
export interface Record {
  readonly v: typeof RECORD_VERSION;
  /** Which chain: one per writing process. */
  readonly writer: string;
  /** Counted from 0 in its chain. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Hash of the record before it; '' for the first of a chain. */
  readonly prev: string;
  readonly entry: Entry;
  readonly hash: string;
}
