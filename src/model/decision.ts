import type { Call } from './call.ts';
import type { ListYes } from './evidence/value-list.ts';
import type { Evidence } from './evidence.ts';
import type { JsonPointer } from './json.ts';
import type { SaidIn } from './saying.ts';
import type { View } from './view.ts';

/** Ordered by restriction; combining effects is taking the maximum (law 3). */
export const EFFECTS = ['allow', 'ask', 'deny'] as const;
export type Effect = (typeof EFFECTS)[number];

const RANK: Readonly<Record<Effect, number>> = { allow: 0, ask: 1, deny: 2 };

/** Negative where `a` is the weaker effect. */
export const compareEffects = (a: Effect, b: Effect): number => RANK[a] - RANK[b];

export const strictest = (a: Effect, b: Effect): Effect => (RANK[b] > RANK[a] ? b : a);

export type Phase = 'call' | 'result';

/** The ways in which a person may answer, weakest first. A rule may demand a stronger one. */
export const DOORS = ['elicitation', 'terminal', 'console'] as const;
export type Door = (typeof DOORS)[number];

/** What a rule asks for in vain, in words. */
export const NO_CONSOLE = 'an answer in the console, which this version does not have';

/** No door is the weakest one. */
const rankOf = (door: Door | undefined): number => (door === undefined ? 0 : DOORS.indexOf(door));

/** Negative where `a` is the weaker door. */
export const compareDoors = (a: Door | undefined, b: Door | undefined): number => rankOf(a) - rankOf(b);

/** Where a value stands in the params or a result. */
export interface ValuePlace {
  readonly at: JsonPointer;
  /** The letter of the string there at which it begins; absent where it is the whole or its beginning. */
  readonly letter?: number | undefined;
}

export interface MatchedRule {
  readonly rule: string;
  readonly pack: string;
  readonly effect: Effect;
  /** `audit` is recorded and never counts. */
  readonly mode: 'enforce' | 'audit';
  readonly reason: string;
  /** Where the value stands that the reason is about, where it is about one. */
  readonly place?: ValuePlace;
  /** What the agent may do instead. */
  readonly instead?: string;
  readonly door?: Door;
}

/** What must be done to a result before it is answered. */
export interface Obligation {
  readonly kind: 'redact';
  /** Indices into the findings of the same evidence. */
  readonly findings: readonly number[];
  readonly rule: string;
}

export interface Decision {
  readonly phase: Phase;
  readonly effect: Effect;
  /** Every rule that matched, strictest first, by name within an effect: the order in which they were written does not matter. */
  readonly matched: readonly MatchedRule[];
  readonly obligations: readonly Obligation[];
  /** Exceptions that stopped a rule from matching: `rule` → what allowed it. */
  readonly excepted: readonly { readonly rule: string; readonly why: string }[];
  /** Hash of the policy that decided. */
  readonly policy: string;
  /** The approval that turned an `ask` into this `allow`. Only the pipeline sets it. */
  readonly approval?: string;
  /** What that approval was for besides: values that may pass as this call's did. Only the pipeline sets it. */
  readonly list?: ListYes;
}

/** The rules that made the effect what it is. */
export const decidingRules = ({ matched, effect }: Pick<Decision, 'matched' | 'effect'>): readonly MatchedRule[] =>
  matched.filter((rule) => rule.mode === 'enforce' && rule.effect === effect);

/** The effect that a decision had before a person answered. */
export const effectBeforeAnswer = ({ effect, approval }: Decision): Effect => (approval === undefined ? effect : 'ask');

/** The decision where a part of ours failed and no rule could be asked (law 2). `reason` says in a sentence which part. */
export const faultDecision = (phase: Phase, policy: string, reason: string): Decision => ({
  phase,
  effect: 'deny',
  matched: [
    {
      rule: 'fault',
      pack: 'floor',
      effect: 'deny',
      mode: 'enforce',
      reason: `${reason}, and what cannot be judged does not pass.`,
      instead: 'Tell the user; the record of this call names the fault.',
    },
  ],
  obligations: [],
  excepted: [],
  policy,
});

/** The facts of a result that rules may read; its content is known to them only through evidence. */
export interface ResultFacts {
  readonly failed: boolean;
  /** UTF-16 units of its JSON text. */
  readonly size: number;
  /** Where it is no result: what a server said it in. */
  readonly said?: SaidIn | undefined;
}

/** Those of something that a server said beside its results. */
export type NoticeFacts = Omit<ResultFacts, 'failed'>;

/** Pure. `asOf` is milliseconds since 1970; `result` is present in phase `result`. Never throws: a rule that fails denies. */
export type Decide = (call: Call, evidence: Evidence, view: View, asOf: number, result?: ResultFacts) => Decision;

/** What a proposed exception has for its reason until a person writes theirs. */
export const NO_REASON = 'write here why this is right';
