import type { JsonPointer } from './json.ts';
import type { Label, Power } from './tool.ts';

/** One settled call of the session, for rules over sequences. */
export interface Step {
  readonly call: string;
  readonly upstream: string;
  readonly tool: string;
  readonly powers: readonly Power[];
  readonly failed: boolean;
}

/** Where a value stood in an earlier result of this session. */
export interface Sighted {
  readonly call: string;
  readonly upstream: string;
  readonly tool: string;
  readonly at: JsonPointer;
  readonly shape: 'field' | 'prose';
  readonly labels: readonly Label[];
  /** The session's count of settled calls when it was seen. */
  readonly step: number;
}

/** The session's provenance memory. Look-ups take a key made by `model/entity.ts` and answer with the most recent sightings first. */
export interface Memory {
  find(key: string): readonly Sighted[];
  /** How many sightings were dropped for space. Forgetting must not look like innocence. */
  readonly forgotten: number;
}

/** What is known around a call. Serialisable facts and one look-up. Belongs to one session. */
export interface View {
  readonly labels: readonly Label[];
  /** The last settled calls, oldest first, at most 50. */
  readonly recent: readonly Step[];
  /** Settled calls of this session so far. */
  readonly calls: number;
  readonly memory: Memory;
  /** Another process owns this session's past, or part of it could not be read back. */
  readonly incomplete: boolean;
  /** Stopped by `sallyport freeze`: why, or undefined. */
  readonly frozen?: string;
}
