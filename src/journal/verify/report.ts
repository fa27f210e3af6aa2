import type { Head } from '../chain/group.ts';
import type { SegmentName } from '../chain/segment.ts';

/** In which way a journal is not what was written. */
export type ProblemKind = 'edit' | 'deletion' | 'insertion' | 'reordering' | 'truncation' | 'payload' | 'checkpoint';

/** One thing that is wrong, with its place. */
export interface Problem {
  readonly what: ProblemKind;
  readonly file: string;
  /** Counted from 1; 0 where the whole file is meant. */
  readonly line: number;
  /** The record's sequence number; undefined where no record is meant. */
  readonly seq?: number;
  /** One sentence for a person. */
  readonly message: string;
}

/** What `verifyJournal` found. */
export interface Report {
  /** Whether all of it was read, and is as it was written. */
  readonly ok: boolean;
  /** Chains that a later version of Sallyport wrote: nothing is known of them here. */
  readonly later: readonly string[];
  /** In the order of chains and places; at most 1000. */
  readonly problems: readonly Problem[];
  /** What proves nothing: what a crash or a full disk leaves behind, and what is signed with a key that is not known. */
  readonly notices: readonly string[];
  readonly chains: number;
  readonly records: number;
  readonly payloads: { readonly whole: number; readonly erased: number };
  /** Checkpoints whose heads were found where they say. */
  readonly checkpoints: number;
  /** The last record of every chain. */
  readonly heads: { readonly [writer: string]: string };
}

/** What a walk over one chain adds to the report. */
export interface Findings {
  problem(problem: Problem): void;
  notice(message: string): void;
  /** Whether a problem of this file was reported already. */
  isTouched(file: string): boolean;
}

/** A head that a chain must have had, and who says so. */
export interface Claimed extends Head {
  readonly by: string;
}

/** A segment that a signed record says was removed, with its last record. */
export interface Removed extends Head, SegmentName {}

/** What the journal and checkpoints say about its chains: heads they must have had, and how far they were removed. */
export interface Claims {
  /** By writer. */
  readonly heads: ReadonlyMap<string, readonly Claimed[]>;
  /** By segment name `<writer>-<n>`. */
  readonly removed: ReadonlyMap<string, Removed>;
  readonly erased: ReadonlySet<string>;
  /** Chains that their owner or a closer ended. */
  readonly ended: ReadonlySet<string>;
  readonly checkpoints: number;
}
