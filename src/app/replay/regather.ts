import { THE_ACT } from '../../inspect/provenance/asked-act.ts';
import { markEchoes } from '../../inspect/provenance/flow-list.ts';
import type { Call } from '../../model/call.ts';
import type { Evidence, Finding, Flow } from '../../model/evidence.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject, type Json, type JsonObject, type JsonPointer, valueAt } from '../../model/json.ts';
import type { CallEntry, JudgedEntry, ResultEntry } from '../../model/record/judged.ts';
import { errorResult, type Result, resultBody } from '../../model/result.ts';
import { mayTellTokens, secretTokens } from '../../model/secret-token.ts';
import type { View } from '../../model/view.ts';
import { gatherOnCall, gatherOnResult, type Mounted } from '../../pipeline/gather.ts';
import { type Change, changesBetween } from './evidence-changes.ts';

/** Evidence of a recorded judgement, gathered anew and compared with what was seen then. */
export interface Regathered {
  /** What is seen now; as it was recorded where nothing can be gathered. */
  readonly evidence: Evidence;
  readonly changes: readonly Change[];
  /** Why nothing could be gathered: its text was cut for the record, or is gone, by erasure or with its segment. */
  readonly lacks?: 'cut' | 'gone';
  /** What was taken from the record, since what it rests on is not recorded. */
  readonly kept: readonly string[];
}

/** Longest time for one inspector, in milliseconds: nobody waits for an answer here. */
const LIMIT = 60_000;

/** Findings whose grounds are not recorded: the schemas and pins of then, other sessions of the process, who waited and what a person said. */
const BEYOND = /^(?:args\.|approvals\.|caller\.|definition\.(?:changed|new|vanished)$|session\.)/;

/** Whether something that a server said beside its results was not passed on: its evidence is recorded, and not its text. */
export const isUnheard = (entry: JudgedEntry): entry is CallEntry & Required<Pick<CallEntry, 'notice'>> =>
  entry.kind === 'call' && entry.notice !== undefined;

/** Looks at a recorded judgement again. `text` is its payload; undefined where that was not kept. */
export async function regather(
  mounted: readonly Mounted[],
  entry: JudgedEntry,
  call: Call,
  text: string | undefined,
  view: View,
): Promise<Regathered> {
  const { evidence: then } = entry;
  const isGone = text === undefined || isUnheard(entry);
  if (isGone || entry.payload.cut === true)
    return { evidence: then, changes: [], lacks: isGone ? 'gone' : 'cut', kept: [] };
  const result = entry.kind === 'result' ? resultOf(entry, text) : undefined;
  const seen = await (result === undefined
    ? gatherOnCall(mounted, call, view, LIMIT)
    : gatherOnResult(mounted, call, result, view, LIMIT));
  const root = result === undefined ? call.params : resultBody(result);
  const kept = new Set<string>();
  const evidence = completed(then, seen, { root, text, mounted }, kept);
  return { evidence, changes: changesBetween(then, evidence), kept: [...kept] };
}

function resultOf({ outcome }: ResultEntry, text: string): Result {
  const parsed = jsonOf(text);
  const value: JsonObject = isObject(parsed) ? parsed : {};
  if (outcome === 'complete' || outcome === 'input_required') return { kind: outcome, value, text };
  if (outcome === 'error') return errorResult(value, text) ?? { kind: 'error', code: 0, message: '', value, text };
  return { kind: 'failed', reason: outcome, message: String(value.message ?? ''), acted: 'unknown' };
}

/** What was looked at, also as its text, and by whom. */
interface Looked {
  readonly root: Json;
  readonly text: string;
  readonly mounted: readonly Mounted[];
}

/** What is seen now, and what was seen then where it cannot be seen now: `kept` collects what that is. */
function completed(then: Evidence, seen: Evidence, { root, text, mounted }: Looked, kept: Set<string>): Evidence {
  // Most texts hold no token, and so need not be written again.
  const mayTell = mayTellTokens(text);
  const hasTokens = (told: () => string): boolean => mayTell && secretTokens(told()).length > 0;
  const places = new Map<JsonPointer, boolean>();
  // A token in place of a secret says nothing of it.
  const isMasked = (at: JsonPointer): boolean => {
    let masked = places.get(at);
    if (masked === undefined) {
      const value = valueAt(root, at);
      masked = value === undefined || hasTokens(() => (typeof value === 'string' ? value : JSON.stringify(value)));
      places.set(at, masked);
    }
    return masked;
  };
  const isHere = (name: string): boolean => mounted.some(({ inspector }) => inspector.name === name);
  const isWhole = (): boolean => then.ran.every(({ name }) => isHere(name));
  const isKept = ({ kind, at }: Finding): boolean =>
    BEYOND.test(kind) || (kind.startsWith('custom.') && !isWhole()) || (SECRET.test(kind) && isMasked(at));
  const findings = (old: readonly Finding[], now: readonly Finding[]): Finding[] => {
    const taken = old.filter(isKept);
    for (const { kind } of taken) kept.add(kind);
    return [...taken, ...now.filter((one) => !isKept(one))];
  };
  const isTold = hasTokens(() => JSON.stringify(root));
  const flows = (): Flow[] => {
    // Who asked for a call is told by where all that it carries came from, secrets included.
    const isOf = ({ to }: Flow): boolean => isMasked(to.at) || (isTold && to.at === THE_ACT.at);
    const taken = then.flows.filter(isOf);
    if (taken.length > 0) kept.add('flows of secrets');
    const all = [...taken, ...seen.flows.filter((flow) => !isOf(flow))];
    // Whether a source is an echo depends on all that a call carries, masked values included.
    markEchoes(all);
    return all;
  };
  const faults = then.faults.filter(({ inspector }) => !isHere(inspector));
  for (const { inspector } of faults) kept.add(`faults of ${inspector}`);
  const { outflows } = isTold ? then : seen;
  if (isTold && outflows !== undefined) kept.add('what would leave');
  const { outflows: _, ...rest } = seen;
  return {
    ...rest,
    findings: findings(then.findings, seen.findings),
    audited: findings(then.audited, seen.audited),
    flows: flows(),
    faults: [...faults, ...seen.faults],
    ...(outflows === undefined ? {} : { outflows }),
  };
}

const SECRET = /^secret\./;
