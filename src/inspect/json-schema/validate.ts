import type { Json } from '../../model/json.ts';
import { KEYWORDS } from './keywords.ts';
import { type Compile, check, type Mismatch, type Run } from './run.ts';

/** What is wrong with a value, and what could not be checked. */
export interface Validity {
  readonly mismatches: readonly Mismatch[];
  /** Why a part of the schema was not checked; undefined if all of it was. */
  readonly unchecked: string | undefined;
}

/**
 * Validates values against schemas that strangers wrote. It walks the schema instead of compiling it: no code is
 * generated, nothing is fetched, and every step is paid for from a budget, so that no schema can stall a call, and the
 * same call gets the same answer on every machine and in every replay.
 */
export function validate(schema: Json, value: Json, compile: Compile): Validity {
  const run: Run = { root: schema, compile, keywords: KEYWORDS, found: [], steps: 0, depth: 0, unchecked: undefined };
  check(run, schema, value, '');
  return { mismatches: run.found, unchecked: run.unchecked };
}
