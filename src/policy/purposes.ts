import type { Call, Principal } from '../model/call.ts';
import type { Phase } from '../model/decision.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Label, Power } from '../model/tool.ts';
import type { View } from '../model/view.ts';
import { wildcard } from '../model/wildcard.ts';
import { reaches } from './pattern.ts';
import type { PolicySource, PurposeSource } from './rule.ts';

/** The built-in purpose: whatever does nothing but read. */
export const READ_ONLY = 'read-only';
const BUILT_IN: PurposeSource = Object.freeze({ allow: ['*'], deny: [], powers: ['read'] as const });

/** A purpose of the configuration, or the built-in one. */
export const purposeIn = (purposes: PolicySource['purposes'], name: string): PurposeSource | undefined =>
  Object.hasOwn(purposes, name) ? purposes[name] : name === READ_ONLY ? BUILT_IN : undefined;

/** A purpose, compiled. */
export interface Purpose {
  allows(upstream: string, name: string, powers: readonly Power[]): boolean;
  /** Whether it may allow anything of a server, as far as names say. */
  reaches(upstream: string): boolean;
  /** Labels of data that it may not touch. */
  readonly barred: readonly Label[];
}

/** Upstreams choose the names of tools and may have any number of them. */
const MOST_KNOWN = 10_000;

export function compilePurposes(purposes: PolicySource['purposes']): ReadonlyMap<string, Purpose> {
  const names = new Set([...Object.keys(purposes), READ_ONLY]);
  const compiled = new Map<string, Purpose>();
  for (const name of names) {
    const source = purposeIn(purposes, name);
    if (source !== undefined) compiled.set(name, compile(source));
  }
  return compiled;
}

function compile({ allow, deny, powers: only, data }: PurposeSource): Purpose {
  const [allows, denies] = [allow.map(wildcard), deny.map(wildcard)];
  const known = new Map<string, Map<string, boolean>>();
  const isNamed = (upstream: string, name: string): boolean => {
    let names = known.get(upstream);
    if (names === undefined) {
      names = new Map();
      known.set(upstream, names);
    }
    const before = names.get(name);
    if (before !== undefined) return before;
    const tool = `${upstream}.${name}`;
    const named = allows.some((matches) => matches(tool)) && !denies.some((matches) => matches(tool));
    if (names.size >= MOST_KNOWN) names.clear();
    names.set(name, named);
    return named;
  };
  return {
    // A tool of unknown powers may have any.
    allows: (upstream, name, powers) =>
      isNamed(upstream, name) &&
      (only === undefined || (powers.length > 0 && powers.every((power) => only.includes(power)))),
    reaches: (upstream) => allow.some((pattern) => reaches(pattern, `${upstream}.`)),
    barred: data?.deny ?? [],
  };
}

/** What purposes say of one call, apart from what is granted. */
export interface Narrowing {
  /** Whether every purpose that the session was narrowed to allows the tool. */
  readonly within: boolean;
  /** Labels of the data at hand that the purposes may not touch. */
  readonly barred: readonly Label[];
  /** Whether a purpose rules this out that the session may have been narrowed to in a past that is not known. */
  readonly maybeOutside: boolean;
  /** The purposes, for people. */
  readonly purpose: string;
}

export const UNNARROWED: Narrowing = Object.freeze({
  within: true,
  barred: Object.freeze([]),
  maybeOutside: false,
  purpose: '',
});

export type Narrow = (call: Call, evidence: Evidence, view: View, phase: Phase) => Narrowing;

/**
 * Purposes that a session was narrowed to all have to allow its calls. One that is not configured allows nothing: a
 * misspelt name must not open what was to be closed.
 *
 * `isDeclarable`: clients can name purposes. What one named in a past that is not known may have been any of them.
 */
export function narrowingOf(purposes: ReadonlyMap<string, Purpose>, isDeclarable: boolean): Narrow {
  const isBarring = [...purposes.values()].some(({ barred }) => barred.length > 0);
  return (call, evidence, view, phase) => {
    const { purposes: narrowed = NO_NAMES } = view;
    const mayBeMore = isDeclarable && view.incomplete;
    if (narrowed.length === 0 && !isBarring && !mayBeMore) return UNNARROWED;
    const { principal, target, tool } = call;
    const within = narrowed.every(
      (name) => purposes.get(name)?.allows(target.upstream, target.name, tool.powers) === true,
    );
    const own = purposesOf(principal);
    const isBarred = (label: Label): boolean =>
      narrowed.some((name) => purposes.get(name)?.barred.includes(label)) ||
      (own.length > 0 && own.every((name) => purposes.get(name)?.barred.includes(label)));
    const barred = isBarring
      ? [...new Set(labelsAt(call, evidence, phase))].filter(isBarred).sort()
      : UNNARROWED.barred;
    if (within && barred.length === 0) return mayBeMore ? perhapsNarrowed(purposes, call, evidence, phase) : UNNARROWED;
    const said = [...narrowed, ...own.filter((name) => !narrowed.includes(name))];
    const purpose = said
      .map((name) => (purposes.has(name) ? name : `"${name}" (which is not configured)`))
      .join(' and ');
    return { within, barred, maybeOutside: false, purpose };
  };
}

/** By the first purpose that rules this out. One is enough, and the built-in one comes last. */
function perhapsNarrowed(
  purposes: ReadonlyMap<string, Purpose>,
  call: Call,
  evidence: Evidence,
  phase: Phase,
): Narrowing {
  const { target, tool } = call;
  const labels = labelsAt(call, evidence, phase);
  // Of what a tool is marked with, a person was told before it was called.
  const isNew = (label: Label): boolean => phase === 'call' || !tool.labels.includes(label);
  for (const [purpose, { allows, barred }] of purposes) {
    const isOutside = phase === 'call' && !allows(target.upstream, target.name, tool.powers);
    if (isOutside || barred.some((label) => labels.includes(label) && isNew(label)))
      return { ...UNNARROWED, maybeOutside: true, purpose };
  }
  return UNNARROWED;
}

const NO_NAMES: readonly string[] = Object.freeze([]);

/** The purposes of a caller: by the scopes of its token, else that of its agent. */
export const purposesOf = ({ purpose, purposes }: Principal): readonly string[] =>
  purposes ?? (purpose === undefined ? NO_NAMES : [purpose]);

/** The labels of what a call would bring in and carry along; or of what its result turned out to hold. */
const labelsAt = (call: Call, { flows, labels }: Evidence, phase: Phase): readonly Label[] =>
  phase === 'result' ? labels : [...call.tool.labels, ...flows.flatMap((flow) => flow.labels)];
