import type { Complaint, Locate, Path } from '../model/complaint.ts';
import { type Decide, NO_REASON } from '../model/decision.ts';
import { sha256 } from '../model/json/canonical.ts';
import { didYouMean } from '../model/words/nearest.ts';
import { type Candidate, type Exception, makeCandidate } from './candidate.ts';
import { type Complaints, collect, refuseGrants, refuseRule, warnOfRule } from './complaints.ts';
import { refuseWord } from './condition/vocabulary.ts';
import { type Condition, readCondition } from './condition.ts';
import { byStrictness, makeDecide } from './decide.ts';
import { compileGrants, compileReach, type Granted, type Reaches } from './grants.ts';
import { FINDING_KINDS } from './kinds.ts';
import { isPack, type Packs, rulesOf } from './pack.ts';
import { compilePurposes, narrowingOf } from './purposes.ts';
import { completeRule, type PolicySource, type Rule } from './rule.ts';

/** Raised when a change of this code makes the same rules decide differently, so that approvals and replays notice. */
const ENGINE = 2;
const DAY = 86_400_000;
/** The pack that rules of the configuration count as. */
const OWN = 'servers.config.yaml';

/** A whole policy, compiled. */
export interface Compiled {
  readonly decide: Decide;
  /** A hash of everything that decides: rules, exceptions, grants. Base64url. */
  readonly hash: string;
  readonly rules: readonly Rule[];
  readonly warnings: readonly Complaint[];
  readonly granted: Granted;
  readonly reaches: Reaches;
  readonly source: PolicySource;
}

export type Compilation =
  | { readonly ok: true; readonly policy: Compiled }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

export interface PolicyInput {
  readonly config: PolicySource;
  readonly packs: Packs;
  /** Milliseconds since 1970; exceptions that have ended by then are warned of. */
  readonly now: number;
  readonly locate?: Locate;
  /** Kinds of findings that exist; by default those of the inspectors that ship. */
  readonly kinds?: readonly string[];
}

/** A policy while it is read, and where complaints about it go. */
interface Reading {
  readonly config: PolicySource;
  readonly kinds: readonly string[];
  readonly now: number;
  readonly complaints: Complaints;
  readonly warnings: Complaints;
}

/** A rule and its place in the configuration; rules of packs have none. */
interface Placed {
  readonly rule: Rule;
  readonly path?: Path;
}

/** Turns configuration and packs into a decision function, or says everything that is wrong with them at once. */
export function compilePolicy({ config, packs, now, locate, kinds = FINDING_KINDS }: PolicyInput): Compilation {
  const reading: Reading = { config, kinds, now, complaints: collect(locate), warnings: collect(locate) };
  const { complaints, warnings } = reading;
  refuseGrants(config, complaints);
  const shipped = shippedRules(packs, reading);
  const taken = new Map(shipped.map(({ rule }) => [rule.id, rule.pack]));
  const rules = [...shipped, ...ownRules(taken, reading)];
  const exceptions = readExceptions(rules, reading);
  const candidates = rules.map(({ rule, path = ['packs', rule.pack, rule.id] }) => {
    const condition = rule.when === undefined ? undefined : conditionAt(rule.when, [...path, 'when'], reading);
    return makeCandidate(rule, condition, exceptions.get(rule.id) ?? []);
  });
  warnOfIdleGrants(config, warnings);
  if (complaints.all.length > 0) return { ok: false, complaints: complaints.all };
  candidates.sort((a, b) => byStrictness(keyOf(a), keyOf(b)));
  const sorted = candidates.map(({ rule }) => rule);
  const hash = hashOf(sorted, config);
  const purposes = compilePurposes(config.purposes);
  const granted = compileGrants(config, purposes);
  const decide = makeDecide(candidates, granted, hash, narrowingOf(purposes, isDeclarable(config)));
  const reaches = compileReach(config, purposes);
  return {
    ok: true,
    policy: { decide, hash, rules: sorted, warnings: warnings.all, granted, reaches, source: config },
  };
}

/** Whether clients can narrow a session to a purpose. */
const isDeclarable = ({ session }: PolicySource): boolean =>
  session?.purpose.header !== undefined || session?.purpose.meta !== undefined;

/** The rules of the chosen packs that are not turned off. */
function shippedRules(packs: Packs, { config, complaints }: Reading): Placed[] {
  const { off } = config.policy;
  const shipped = rulesOf(config.policy.packs, packs);
  refuseOff(off, shipped, complaints);
  return shipped.filter((rule) => rule.pack === 'floor' || !off.includes(rule.id)).map((rule) => ({ rule }));
}

/** The rules of the configuration. `taken`: which pack has an id already. */
function ownRules(taken: Map<string, string>, { config, kinds, complaints, warnings }: Reading): Placed[] {
  return config.policy.rules.map((source, index) => {
    const path: Path = ['policy', 'rules', index];
    const before = taken.get(source.id);
    if (before !== undefined) {
      const instead =
        before === OWN ? 'Give it another.' : `Give it another; \`off: [${source.id}]\` turns that one off.`;
      complaints.add([...path, 'id'], `"${source.id}" is already the id of a rule of ${before}`, instead);
    }
    taken.set(source.id, OWN);
    const rule = completeRule(source, OWN);
    refuseRule(rule, path, config, kinds, complaints);
    warnOfRule(rule, path, warnings);
    return { rule, path };
  });
}

const keyOf = ({ rule }: Candidate): { effect: Rule['effect']; rule: string } => ({
  effect: rule.effect,
  rule: rule.id,
});

/** Reads a condition, with complaints about what is wrong with it at `path`. */
function conditionAt(when: string, path: Path, { config, kinds, complaints }: Reading): Condition | undefined {
  const read = readCondition(when);
  if (!read.ok) {
    complaints.add(path, read.what, read.instead, read.offset);
    return undefined;
  }
  for (const compared of read.condition.compared) {
    const refused = refuseWord(compared, config, kinds);
    if (refused !== undefined) complaints.add(path, refused.what, refused.instead, compared.offset);
  }
  return read.condition;
}

function refuseOff(off: readonly string[], shipped: readonly Rule[], { add }: Complaints): void {
  for (const [index, id] of off.entries()) {
    const path = ['policy', 'off', index];
    const rule = shipped.find((one) => one.id === id);
    if (rule === undefined) {
      const ids = shipped.filter((one) => one.pack !== 'floor').map((one) => one.id);
      add(path, `no chosen pack has a rule "${id}"${didYouMean(id, ids)}`, `Rules: ${ids.join(', ')}.`);
    } else if (rule.pack === 'floor') {
      add(path, `"${id}" belongs to the floor, which is always on`, 'Remove it here.');
    }
  }
}

function readExceptions(rules: readonly Placed[], reading: Reading): Map<string, Exception[]> {
  const { config, now, complaints, warnings } = reading;
  const read = new Map<string, Exception[]>();
  const ids = rules.filter(({ rule }) => rule.pack !== 'floor').map(({ rule }) => rule.id);
  for (const [index, { rule, when, until, by, why }] of config.policy.exceptions.entries()) {
    const path: Path = ['policy', 'exceptions', index];
    if (rules.some((one) => one.rule.id === rule && one.rule.pack === 'floor')) {
      complaints.add([...path, 'rule'], `"${rule}" belongs to the floor, which knows no exceptions`, 'Remove it.');
    } else if (!ids.includes(rule)) {
      complaints.add(
        [...path, 'rule'],
        `there is no rule "${rule}"${didYouMean(rule, ids)}`,
        `Rules: ${ids.join(', ')}.`,
      );
    }
    if (why === NO_REASON)
      warnings.add(
        [...path, 'why'],
        `nobody has said why the exception from "${rule}" is right`,
        'Say it: it is recorded.',
      );
    const condition = conditionAt(when, [...path, 'when'], reading);
    if (condition?.readsClaims === true) {
      complaints.add(
        [...path, 'when'],
        'what a client says of itself (principal.subagent, principal.client) cannot excuse it',
        'Use what is proven: agent, principal.id, principal.clientId, principal.actors.',
      );
    }
    const end = Date.parse(`${until}T00:00:00Z`) + DAY;
    if (Number.isNaN(end))
      complaints.add([...path, 'until'], `"${until}" is not a date`, 'Write a date as 2027-01-31.');
    else if (end <= now)
      warnings.add([...path, 'until'], `the exception from "${rule}" ended on ${until}`, 'Remove it.');
    if (condition === undefined) continue;
    read.set(rule, [...(read.get(rule) ?? []), { condition, end, why: `${why} (${by})` }]);
  }
  return read;
}

function warnOfIdleGrants({ agents, policy, http }: PolicySource, { add }: Complaints): void {
  const isScoped = http?.auth.issuers.some(({ scopes }) => Object.keys(scopes).length > 0) === true;
  for (const [agent, { purpose }] of Object.entries(agents)) {
    // Without a purpose of its own it may still be granted something by the scopes of an access token.
    if (purpose === undefined && !isScoped)
      add(['agents', agent], `agent "${agent}" has no purpose, so nothing is granted to it`);
  }
  for (const [index, name] of policy.packs.entries()) {
    if (!isPack(name)) add(['policy', 'packs', index], `there is no pack "${name}"`);
  }
}

/** Hashes everything that decides, sorted, since the order in the file must not matter. */
function hashOf(rules: readonly Rule[], config: PolicySource): string {
  const { servers, agents, purposes, policy } = config;
  const byText = (a: string, b: string): number => (a < b ? -1 : 1);
  const said = {
    engine: ENGINE,
    rules,
    exceptions: policy.exceptions.map((one) => JSON.stringify(one)).toSorted(byText),
    servers: Object.keys(servers).toSorted(byText),
    agents: Object.entries(agents)
      .map(([name, { purpose }]) => [name, purpose])
      .toSorted(([a], [b]) => byText(String(a), String(b))),
    purposes: Object.entries(purposes)
      .map(([name, { allow, deny, powers, data }]) => [
        name,
        allow.toSorted(byText),
        deny.toSorted(byText),
        // Left out where unset: policies from before these keys existed keep their hash.
        ...(powers === undefined ? [] : [{ powers: powers.toSorted(byText) }]),
        ...(data === undefined || data.deny.length === 0 ? [] : [{ data: data.deny.toSorted(byText) }]),
      ])
      .toSorted(([a], [b]) => byText(String(a), String(b))),
    ...(isDeclarable(config) ? { isDeclarable: true } : {}),
  };
  return sha256(JSON.stringify(said));
}
