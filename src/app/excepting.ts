import { jsonOf } from '../model/json/parse.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import type { RecordedCall } from '../model/record/judged.ts';
import type { ToolEntry } from '../model/record.ts';
import { type Narrowed, narrowest } from '../policy/narrowest.ts';

/** The exceptions that would have let a recorded call pass. */
export interface Proposal extends Narrowed {
  /** The rules that held or refused the call and can be excepted from. */
  readonly rules: readonly string[];
  /** Those that nothing excepts from. */
  readonly floor: readonly string[];
}

/**
 * `payload` is the recorded text of the call's parameters; absent where it was erased. `atDomains`: for all who are at the
 * domains that it was sent to.
 */
export function proposalOf(
  { decision, target, evidence }: Pick<RecordedCall, 'decision' | 'target' | 'evidence'>,
  payload: string | undefined,
  tool: Pick<ToolEntry, 'powers' | 'roles'> | undefined,
  atDomains = false,
): Proposal {
  const stopping = decision.matched.filter(({ mode, effect }) => mode === 'enforce' && effect !== 'allow');
  const idsOf = (isFloor: boolean): string[] =>
    stopping.flatMap(({ rule, pack }) => ((pack === 'floor') === isFloor ? [rule] : []));
  const narrowed = narrowest({ target, evidence, args: argumentsOf(payload), tool }, atDomains);
  return { ...narrowed, rules: idsOf(false), floor: idsOf(true) };
}

function argumentsOf(payload: string | undefined): JsonObject {
  const params = jsonOf(payload ?? '{}');
  return isObject(params) && isObject(params.arguments) ? params.arguments : {};
}
