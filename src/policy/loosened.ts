import { compareDoors, DOORS, EFFECTS } from '../model/decision.ts';
import { wildcard } from '../model/wildcard.ts';
import type { Compiled } from './compile.ts';
import { purposeIn } from './purposes.ts';
import type { ExceptionSource, PolicySource, PurposeSource, Rule } from './rule.ts';

type Say = (sentence: string) => void;

/** What a new policy lets pass that the old one may have stopped, one sentence each; empty where nothing got looser. */
export function loosened(before: Compiled, after: Compiled): string[] {
  const found: string[] = [];
  const say: Say = (sentence) => found.push(sentence);
  compareRules(before.rules, after.rules, say);
  compareExceptions(before.source.policy.exceptions, after.source.policy.exceptions, say);
  compareGrants(before.source, after.source, say);
  compareTrust(before.source, after.source, say);
  return found;
}

function compareRules(before: readonly Rule[], after: readonly Rule[], say: Say): void {
  const now = new Map(after.map((rule) => [rule.id, rule]));
  const [gone, audited]: [Rule[], Rule[]] = [[], []];
  for (const old of before) {
    // These never stopped anything.
    if (old.mode === 'audit' || (old.effect === 'allow' && !old.redact)) continue;
    const rule = now.get(old.id);
    if (rule === undefined) gone.push(old);
    else if (rule.mode === 'audit') audited.push(old);
    else compareRule(old, rule, say);
  }
  sayOfAll(gone, 'gone', say);
  sayOfAll(audited, 'only recorded now (mode: audit)', say);
}

/** What became of rules. Another pack changes dozens at once: that is one sentence for each thing that they did. */
function sayOfAll(rules: readonly Rule[], became: string, say: Say): void {
  for (const does of ['deny', 'ask', 'redact'] as const) {
    const ids = rules.filter((rule) => (rule.redact ? 'redact' : rule.effect) === does).map(({ id }) => `"${id}"`);
    if (ids.length === 1) say(`rule ${ids[0]} (${does}) is ${became}`);
    else if (ids.length > 1) say(`${ids.length} rules that ${does} are ${became}: ${ids.join(', ')}`);
  }
}

function compareRule(old: Rule, rule: Rule, say: Say): void {
  const { id } = rule;
  if (EFFECTS.indexOf(rule.effect) < EFFECTS.indexOf(old.effect)) {
    say(`rule "${id}" says ${rule.effect} where it said ${old.effect}`);
  }
  if (old.redact && !rule.redact) say(`rule "${id}" redacts no longer`);
  if (rule.effect === 'ask' && compareDoors(rule.door, old.door) < 0) {
    say(`rule "${id}" may be answered at a weaker door (${rule.door ?? DOORS[0]})`);
  }
  if (rule.on !== old.on) say(`rule "${id}" judges the ${rule.on} where it judged the ${old.on}`);
  if (old.origin !== rule.origin && rule.origin !== 'any') {
    say(`rule "${id}" looks at calls of origin ${rule.origin} where it looked at ${old.origin}`);
  }
  for (const key of ['methods', 'tools', 'agents', 'powers', 'findings', 'labels'] as const) {
    const lost = lostOf(old[key], rule[key], PATTERNS.has(key) ? covers : includes);
    if (lost !== undefined) say(`rule "${id}" is narrower: ${key} ${lost}`);
  }
  // Whether the old condition implies the new one cannot be decided, so any change is reported.
  if (rule.when !== old.when && rule.when !== undefined)
    say(`rule "${id}" has another condition, which may match less`);
}

/** Lists of a rule in which `*` stands for anything. */
const PATTERNS: ReadonlySet<string> = new Set(['methods', 'tools', 'findings']);

const includes = (list: readonly string[], one: string): boolean => list.includes(one);

/** Whether one pattern of a list matches whatever another does: it has to match that one's text, where only a `*` matches a `*`. */
const covers = (list: readonly string[], one: string): boolean => list.some((pattern) => wildcard(pattern)(one));

/** What a list of alternatives no longer has; no list means everything. */
function lostOf(
  old: readonly string[] | undefined,
  now: readonly string[] | undefined,
  has: typeof covers,
): string | undefined {
  if (now === undefined) return undefined;
  if (old === undefined) return `only ${now.join(', ')}`;
  const lost = old.filter((one) => !has(now, one));
  return lost.length === 0 ? undefined : `no longer ${lost.join(', ')}`;
}

function compareExceptions(before: readonly ExceptionSource[], after: readonly ExceptionSource[], say: Say): void {
  for (const { rule, when, until } of after) {
    const same = before.filter((old) => old.rule === rule && old.when === when);
    if (same.length === 0) say(`rule "${rule}" has a new exception: ${when} (until ${until})`);
    else if (!same.some((old) => old.until >= until))
      say(`an exception from rule "${rule}" lasts longer, until ${until}`);
  }
}

/** The purposes that scopes of access tokens stand for. */
const scopedIn = ({ http }: PolicySource): ReadonlySet<string> =>
  new Set((http?.auth.issuers ?? []).flatMap(({ scopes }) => Object.values(scopes)));

/** Looser powers and data of purposes; their tools too where only sessions use them, since grants are compared by agent. */
function comparePurposes(before: PolicySource, after: PolicySource, say: Say): void {
  const told = new Set([...scopedIn(after), ...Object.values(after.agents).map(({ purpose }) => purpose)]);
  for (const [name, was] of Object.entries(before.purposes)) {
    const now = Object.hasOwn(after.purposes, name) ? after.purposes[name] : undefined;
    if (now === undefined) continue;
    for (const eased of easings(was, now)) say(`purpose "${name}" ${eased}`);
    if (told.has(name)) continue;
    const [more, freed] = differences(was, now);
    if (more.length > 0) say(`purpose "${name}" takes in ${more.join(', ')}`);
    if (freed.length > 0) say(`purpose "${name}" no longer denies ${freed.join(', ')}`);
  }
}

/** What a purpose no longer holds back, apart from tools by name. */
function easings(was: PurposeSource, now: PurposeSource): string[] {
  const [had, has] = [was.powers, now.powers];
  const isMore = had !== undefined && (has === undefined || has.some((power) => !had.includes(power)));
  const touched = (was.data?.deny ?? []).filter((label) => now.data?.deny.includes(label) !== true);
  return [
    ...(isMore ? ['takes in tools that can do more'] : []),
    ...(touched.length > 0 ? [`touches data marked ${touched.join(', ')}`] : []),
  ];
}

function differences(
  was: PurposeSource | undefined,
  now: PurposeSource | undefined,
): [more: string[], freed: string[]] {
  const more = (now?.allow ?? []).filter((pattern) => !covers(was?.allow ?? [], pattern));
  return [more, (was?.deny ?? []).filter((pattern) => !covers(now?.deny ?? [], pattern))];
}

function compareGrants(before: PolicySource, after: PolicySource, say: Say): void {
  compareScopes(before, after, say);
  comparePurposes(before, after, say);
  const had = Object.keys(before.agents).length > 0;
  const has = Object.keys(after.agents).length > 0;
  if (had && !has) say('no agent is configured any more, so everything that is configured is granted');
  if (!had && !has) {
    for (const server of Object.keys(after.servers)) {
      if (!Object.hasOwn(before.servers, server)) say(`server "${server}" is new and granted`);
    }
    return;
  }
  // Before the first agent was named everything was granted: whatever is granted now is less.
  if (!had || !has) return;
  for (const [agent, { purpose }] of Object.entries(after.agents)) {
    const old = before.agents[agent];
    const now = purpose === undefined ? undefined : purposeIn(after.purposes, purpose);
    if (now === undefined || purpose === undefined) continue;
    const was = old?.purpose === undefined ? undefined : purposeIn(before.purposes, old.purpose);
    // For a purpose that keeps its name this is reported with the purpose.
    if (was !== undefined && old?.purpose !== purpose)
      for (const eased of easings(was, now)) say(`agent "${agent}" has purpose "${purpose}" now, which ${eased}`);
    const [more, freed] = differences(was, now);
    if (more.length > 0) say(`agent "${agent}" is granted ${more.join(', ')} (purpose "${purpose}")`);
    if (freed.length > 0) say(`agent "${agent}" is no longer denied ${freed.join(', ')} (purpose "${purpose}")`);
  }
}

/** Scopes grant without an agent: what their purposes allow, within the purpose of the agent where it has one. */
function compareScopes(before: PolicySource, after: PolicySource, say: Say): void {
  const scoped = scopedIn(after);
  if (scoped.size === 0) return;
  for (const name of scoped) {
    const [more, freed] = differences(purposeIn(before.purposes, name), purposeIn(after.purposes, name));
    if (more.length > 0) say(`scopes grant ${more.join(', ')} (purpose "${name}")`);
    if (freed.length > 0) say(`scopes are no longer denied ${freed.join(', ')} (purpose "${name}")`);
  }
  for (const [agent, { purpose }] of Object.entries(after.agents)) {
    const old = before.agents[agent]?.purpose;
    if (old !== undefined && purpose === undefined)
      say(`agent "${agent}" has whatever its scopes grant, no longer within purpose "${old}"`);
  }
}

function compareTrust(before: PolicySource, after: PolicySource, say: Say): void {
  for (const [name, { labels }] of Object.entries(after.servers)) {
    const old = before.servers[name];
    if (old === undefined) continue;
    const lost = (old.labels ?? ['untrusted']).filter((label) => !(labels ?? ['untrusted']).includes(label));
    if (lost.length > 0) say(`results of server "${name}" are no longer marked ${lost.join(', ')}`);
    const gained = (labels ?? []).filter((label) => label === 'internal' && old.labels?.includes(label) !== true);
    if (gained.length > 0) say(`server "${name}" is now trusted with internal addresses`);
  }
  for (const [name, { file, mode }] of Object.entries(before.policy.inspectors)) {
    const isCounted = file !== undefined && mode === 'enforce';
    if (isCounted && after.policy.inspectors[name]?.file === undefined) say(`inspector "${name}" is gone`);
  }
  for (const [name, { mode }] of Object.entries(after.policy.inspectors)) {
    if (mode === 'audit' && before.policy.inspectors[name]?.mode !== 'audit') {
      say(`what inspector "${name}" sees is only recorded now (mode: audit)`);
    }
  }
}
