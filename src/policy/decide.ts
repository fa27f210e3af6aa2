import type { Call } from '../model/call.ts';
import { messageOf } from '../model/caught.ts';
import {
  type Decide,
  type Decision,
  EFFECTS,
  type Effect,
  faultDecision,
  type MatchedRule,
  type Obligation,
  type Phase,
  strictest,
} from '../model/decision.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Candidate, indexCandidates, matchOf, sees } from './candidate.ts';
import type { Granted } from './grants.ts';
import { bitsOf, NEED } from './need.ts';
import type { Narrow } from './purposes.ts';
import { fillReason } from './reason.ts';
import { FaultFacts, Scene } from './scene.ts';

/** What one decision has gathered so far. */
interface Tally {
  readonly scene: Scene;
  readonly evidence: Evidence;
  readonly asOf: number;
  readonly matched: MatchedRule[];
  readonly obligations: Obligation[];
  readonly excepted: { rule: string; why: string }[];
}

const firstLineOf = (error: unknown): string => messageOf(error).split('\n', 1)[0] ?? '';

/** Makes `decide`. `candidates` come strictest first, by name within an effect; matches keep that order. */
export function makeDecide(candidates: readonly Candidate[], granted: Granted, policy: string, narrow: Narrow): Decide {
  const reaching = indexCandidates(candidates);
  const clean: Record<Phase, Decision> = {
    call: nothingMatched('call', policy),
    result: nothingMatched('result', policy),
  };
  return (call, evidence, view, asOf, result) => {
    const phase: Phase = result === undefined ? 'call' : 'result';
    try {
      const isGranted = granted(call.principal, call.target.upstream, call.target.name, call.tool.powers);
      const narrowing = narrow(call, evidence, view, phase);
      const bits = bitsOf(call, evidence, view, isGranted, narrowing);
      let tally: Tally | undefined;
      const reached = reaching(call, phase);
      for (let i = 0; i < reached.length; i++) {
        const candidate = reached[i] as Candidate;
        if ((candidate.need & bits) !== candidate.need) continue;
        tally ??= {
          scene: new Scene(call, evidence, view, isGranted, result, narrowing),
          evidence,
          asOf,
          matched: [],
          obligations: [],
          excepted: [],
        };
        ask(candidate, call, tally);
      }
      if (tally === undefined) return clean[phase];
      if (tally.scene.failures.length > 0) askOfFailures(reached, bits, call, tally);
      return conclude(tally, phase, policy, clean[phase]);
    } catch (error) {
      return faultDecision(phase, policy, `Sallyport itself failed while it decided (${firstLineOf(error)})`);
    }
  };
}

const nothingMatched = (phase: Phase, policy: string): Decision =>
  Object.freeze({
    phase,
    effect: 'allow',
    matched: Object.freeze([]),
    obligations: Object.freeze([]),
    excepted: Object.freeze([]),
    policy,
  });

function ask(candidate: Candidate, call: Call, tally: Tally): void {
  const { rule, condition, agents } = candidate;
  const { scene, evidence } = tally;
  if (agents !== undefined && !agents.has(call.principal.agent ?? '')) return;
  if (rule.labels !== undefined && !rule.labels.some((label) => scene.labels.includes(label))) return;
  if (!sees(candidate, evidence.findings)) return;
  let broken: string | undefined;
  try {
    if (condition !== undefined && !condition.test(scene)) return;
  } catch (error) {
    // A condition that cannot be evaluated counts as met, and as a failure, which the floor denies (law 2).
    broken = firstLineOf(error);
    if (rule.mode === 'enforce') scene.failures.push(new FaultFacts(rule.id, broken));
  }
  if (isExcepted(candidate, tally)) return;
  if (rule.redact && rule.mode === 'enforce') {
    const findings = evidence.findings.flatMap((finding, index) => (candidate.kinds(finding.kind) ? [index] : []));
    tally.obligations.push({ kind: 'redact', findings, rule: rule.id });
  }
  tally.matched.push(broken === undefined ? matchFor(candidate, scene) : brokenMatch(candidate, broken));
}

function matchFor(candidate: Candidate, scene: Scene): MatchedRule {
  if (candidate.match !== undefined) return candidate.match;
  const { rule, condition, kinds } = candidate;
  const { reason, place } = fillReason(rule.reason, scene, condition, kinds);
  return matchOf(rule, reason, place);
}

const brokenMatch = ({ rule }: Candidate, why: string): MatchedRule =>
  matchOf(rule, `The condition of rule "${rule.id}" could not be evaluated: ${why}`);

function isExcepted({ rule, exceptions }: Candidate, tally: Tally): boolean {
  for (const { condition, end, why } of exceptions) {
    if (tally.asOf >= end) continue;
    try {
      // `all` of no destinations is true of anything, so where there are none such an exception says nothing about this call.
      if (condition.aboutDestinations && tally.scene.call.destinations.length === 0) continue;
      if (!condition.test(tally.scene)) continue;
    } catch {
      continue;
    }
    tally.excepted.push({ rule: rule.id, why });
    return true;
  }
  return false;
}

function askOfFailures(candidates: readonly Candidate[], bits: number, call: Call, tally: Tally): void {
  const all = bits | NEED.failures;
  for (const candidate of candidates) {
    if ((candidate.need & NEED.failures) !== 0 && (candidate.need & all) === candidate.need)
      ask(candidate, call, tally);
  }
  tally.matched.sort(byStrictness);
}

/** Strictest first, by name within an effect: the order rules were written in is no input. */
export const byStrictness = (a: { effect: Effect; rule: string }, b: { effect: Effect; rule: string }): number =>
  EFFECTS.indexOf(b.effect) - EFFECTS.indexOf(a.effect) || (a.rule < b.rule ? -1 : 1);

function conclude({ matched, obligations, excepted }: Tally, phase: Phase, policy: string, clean: Decision): Decision {
  if (matched.length === 0 && excepted.length === 0) return clean;
  let effect: Effect = 'allow';
  for (const match of matched) if (match.mode === 'enforce') effect = strictest(effect, match.effect);
  return { phase, effect, matched, obligations, excepted, policy };
}
