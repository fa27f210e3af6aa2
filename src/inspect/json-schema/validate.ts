import type { Json } from '../../model/json.ts';
import { KEYWORDS } from './keywords.ts';
import { type Compile, check, type Mismatch, type Run } from './run.ts';

/** What is wrong with a value, and what could not be told. */
export interface Validity {
  readonly mismatches: readonly Mismatch[];
  /** Why a part of the schema had no say; undefined where all of it had. */
  readonly unchecked: string | undefined;
}

/**
 * Validates values against schemas that strangers wrote. It walks the schema instead of compiling it: nothing is
 * generated, nothing is fetched, and every step is paid from a budget, so that no schema can stall a call and the same
 * call gets the same answer on every machine and in every replay.
 */
export function validate(schema: Json, value: Json, compile: Compile): Validity {
  const run: Run = { root: schema, compile, keywords: KEYWORDS, found: [], steps: 0, depth: 0, unchecked: undefined };
  check(run, schema, value, '');
  return { mismatches: run.found, unchecked: run.unchecked };
}
