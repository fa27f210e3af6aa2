import type { Call } from '../model/call.ts';
import type { MatchedRule, Phase, ValuePlace } from '../model/decision.ts';
import type { Finding } from '../model/evidence.ts';
import type { ToolFacts } from '../model/tool.ts';
import { wildcard } from '../model/wildcard.ts';
import type { Condition } from './condition.ts';
import { NEED } from './need.ts';
import { hasPlaceholder } from './reason.ts';
import type { Rule } from './rule.ts';

/** An exception, compiled: a narrow yes that stands until its end date. */
export interface Exception {
  readonly condition: Condition;
  /** Milliseconds since 1970; from then on it does not apply. */
  readonly end: number;
  readonly why: string;
}

/** A rule, compiled: whatever is the same for every call is worked out once. */
export interface Candidate {
  readonly rule: Rule;
  readonly need: number;
  readonly condition: Condition | undefined;
  readonly agents: ReadonlySet<string> | undefined;
  readonly kinds: (kind: string) => boolean;
  readonly exceptions: readonly Exception[];
  /** Shared by all its matches; undefined where the reason has placeholders to fill. */
  readonly match: MatchedRule | undefined;
  readonly reaches: (call: Call) => boolean;
}

const always = (): boolean => true;
const anyOf = (patterns: readonly string[] | undefined): ((name: string) => boolean) => {
  if (patterns === undefined) return always;
  const tests = patterns.map(wildcard);
  return (name) => tests.some((matches) => matches(name));
};

export function makeCandidate(
  rule: Rule,
  condition: Condition | undefined,
  exceptions: readonly Exception[],
): Candidate {
  const tools = anyOf(rule.tools);
  const methods = anyOf(rule.methods);
  const { powers, origin } = rule;
  const wants = (rule.findings === undefined ? 0 : NEED.findings) | (rule.labels === undefined ? 0 : NEED.labels);
  return {
    rule,
    need: wants | (condition?.need ?? 0),
    condition,
    agents: rule.agents === undefined ? undefined : new Set(rule.agents),
    kinds: anyOf(rule.findings),
    exceptions,
    match: hasPlaceholder(rule.reason) ? undefined : Object.freeze(matchOf(rule, rule.reason)),
    reaches: (call) =>
      (origin === 'any' || origin === call.origin) &&
      methods(call.method) &&
      (powers === undefined || powers.some((power) => call.tool.powers.includes(power))) &&
      (rule.tools === undefined || tools(`${call.target.upstream}.${call.target.name}`)),
  };
}

export const matchOf = (rule: Rule, reason: string, place?: ValuePlace): MatchedRule => ({
  rule: rule.id,
  pack: rule.pack,
  effect: rule.effect,
  mode: rule.mode,
  reason,
  ...(place === undefined ? {} : { place }),
  ...(rule.instead === undefined ? {} : { instead: rule.instead }),
  ...(rule.door === undefined ? {} : { door: rule.door }),
});

/** Whether a rule about findings has one: every `findings` pattern is an alternative. */
export function sees(candidate: Candidate, findings: readonly Finding[]): boolean {
  return candidate.rule.findings === undefined || findings.some((finding) => candidate.kinds(finding.kind));
}

interface Reached {
  readonly facts: ToolFacts;
  readonly method: string;
  readonly origin: string;
  readonly call: readonly Candidate[];
  readonly result: readonly Candidate[];
}

/** Upstreams name their targets, and may name any number of resources: at this many the index starts anew. */
const MOST_TARGETS = 1_000;

/** Finds the rules that can concern a call at all. Worked out once for each target and classification. */
export function indexCandidates(all: readonly Candidate[]): (call: Call, phase: Phase) => readonly Candidate[] {
  const byUpstream = new Map<string, Map<string, Reached[]>>();
  let size = 0;
  const reach = (call: Call): Reached => {
    const reached = all.filter((candidate) => candidate.reaches(call));
    return {
      facts: call.tool,
      method: call.method,
      origin: call.origin,
      call: reached.filter((candidate) => candidate.rule.on === 'call'),
      result: reached.filter((candidate) => candidate.rule.on === 'result'),
    };
  };
  return (call, phase) => {
    const { upstream, name } = call.target;
    const known = byUpstream.get(upstream)?.get(name);
    if (known !== undefined) {
      for (let i = 0; i < known.length; i++) {
        const one = known[i] as Reached;
        if (one.facts === call.tool && one.method === call.method && one.origin === call.origin) return one[phase];
      }
    }
    if (size++ >= MOST_TARGETS) {
      byUpstream.clear();
      size = 0;
    }
    const fresh = reach(call);
    let names = byUpstream.get(upstream);
    if (names === undefined) {
      names = new Map();
      byUpstream.set(upstream, names);
    }
    const list = names.get(name);
    // A reload changes the facts of a target; what it was before will not come back.
    if (list === undefined || list.length > 16) names.set(name, [fresh]);
    else list.push(fresh);
    return fresh[phase];
  };
}
