import { type Call, callDigest } from '../../src/model/call.ts';
import type { Decision, MatchedRule } from '../../src/model/decision.ts';
import type { Evidence, Finding } from '../../src/model/evidence.ts';
import { nextId } from '../../src/model/id.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { CallEntry, ResultEntry } from '../../src/model/record/judged.ts';
import type { Result } from '../../src/model/result.ts';
import { NO_FACTS, type ToolFacts } from '../../src/model/tool.ts';
import { NO_MEMORY, type View } from '../../src/model/view.ts';
import { makeDecision, makeEvidence } from '../samples.ts';

/** A tools/call as downstream/ would make it. */
export function sampleCall(args: JsonObject = {}, over: Partial<Call> = {}, facts: ToolFacts = NO_FACTS): Call {
  const params = { name: 'send', arguments: args };
  const base = {
    id: nextId(Date.now()),
    at: Date.now(),
    session: { key: 'session-a', source: 'process' },
    principal: { id: 'local', human: 'elicitation' },
    origin: 'downstream',
    method: 'tools/call',
    target: { upstream: 'mail', name: 'send' },
    tool: facts,
    args,
    params,
    text: JSON.stringify(params),
    ...over,
  } as const;
  return Object.freeze({ ...base, digest: callDigest(base, JSON.stringify(args)) });
}

export const NOTHING = makeEvidence();

export const seeing = (...findings: Finding[]): Evidence => ({ ...NOTHING, findings });

export const finding = (at: string, kind = 'secret.test', more: Partial<Finding> = {}): Finding => ({
  kind,
  severity: 'high',
  at,
  message: 'seen',
  ...more,
});

export const rule = (effect: MatchedRule['effect'], more: Partial<MatchedRule> = {}): MatchedRule => ({
  rule: `${effect}s`,
  pack: 'test',
  effect,
  mode: 'enforce',
  reason: `The test ${effect}s.`,
  ...more,
});

export const decision = (effect: Decision['effect'], more: Partial<Decision> = {}): Decision =>
  makeDecision({ effect, matched: effect === 'allow' ? [] : [rule(effect)], policy: 'policy-1', ...more });

/** The record of an answered call of `mail.read`. */
/** Asked by a rule for any door and one for the console; a third, for the console too, only notes. */
export const ASKED = decision('ask', {
  matched: [
    rule('ask', { rule: 'weak' }),
    rule('ask', { rule: 'strong', door: 'console' }),
    rule('ask', { rule: 'quiet', mode: 'audit', door: 'console' }),
  ],
});

export const sampleResult = (more: Partial<ResultEntry> = {}): ResultEntry => ({
  kind: 'result',
  call: 'c',
  session: 's',
  target: { upstream: 'mail', name: 'read' },
  powers: ['read'],
  outcome: 'complete',
  failed: false,
  size: 1,
  evidence: NOTHING,
  decision: decision('allow'),
  asOf: 0,
  payload: { digest: 'd', size: 1 },
  ...more,
});

/** The record of an allowed call of `files.write`. */
export const sampleEntry = (more: Partial<CallEntry> = {}): CallEntry => ({
  kind: 'call',
  call: 'c',
  session: { key: 's', source: 'process' },
  principal: { id: 'p', human: 'elicitation' },
  origin: 'downstream',
  method: 'tools/call',
  target: { upstream: 'files', name: 'write' },
  facts: 'f',
  digest: 'd',
  evidence: NOTHING,
  decision: decision('allow'),
  asOf: 0,
  payload: { digest: 'd', size: 1 },
  ...more,
});

export const complete = (value: JsonObject): Result => ({ kind: 'complete', value, text: JSON.stringify(value) });

export const EMPTY_VIEW: View = {
  labels: [],
  recent: [],
  calls: 0,
  memory: NO_MEMORY,
  incomplete: false,
};
