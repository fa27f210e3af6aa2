import type { ServerConfig } from '../../config/schema.ts';
import type { Severity } from '../../model/evidence/severity.ts';
import type { ListKind } from '../../model/gate.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import { type Drift, POWERS, type ToolFacts } from '../../model/tool.ts';
import type { Listing } from '../../model/upstreams.ts';
import { classify } from '../classify.ts';
import { type Definition, NAME_KEY } from '../definition.ts';
import { acceptLocked } from './accept.ts';
import { GRADES, type Grade, type Look, worst } from './change.ts';
import { compareThings, type Difference, isSamePin, usageChanges } from './compare.ts';
import { type Conceal, concealLocked } from './conceal.ts';
import { LockfileError } from './error.ts';
import { lockDefinition } from './lock.ts';
import { reviewedAs } from './locked-facts.ts';
import { LOCKED_KINDS, type Locked, type LockedKind, type LockedServer, type Lockfile } from './lockfile.ts';

/** What was accepted, for serving. */
export interface Accepted {
  readonly lockfile: Lockfile;
  /** Looks at definitions, quickly: a server may change hundreds at once, while calls wait. */
  readonly look: Look;
  /** Looks at what a server says about its use. */
  readonly lookAtUsage: Look;
  /** The file has no credential that servers are given, so what is compared with it has none either. */
  readonly conceal: Conceal;
  /** Whether somebody named the lockfile's folder. A lockfile that was only found may add risks and not lower any. */
  readonly isVouched: boolean;
}

/** A server's definitions, compared with what was accepted of it. */
export interface Standing {
  readonly kept: Readonly<Record<ListKind, readonly Definition[]>>;
  readonly differences: readonly Difference[];
  /** Tools that were accepted and are no longer offered, by name. */
  readonly vanished: ReadonlyMap<string, ToolFacts>;
}

/** What a server sent besides what may be shown: withheld texts, and what it says about its use. */
export type Aside = Pick<Listing, 'withheld' | 'instructions' | 'sentInstructions' | 'lacks'>;

/** Compares what a server offers with what was accepted. */
export function holdAgainst(
  { lockfile, look, lookAtUsage, conceal, isVouched }: Accepted,
  upstream: string,
  kept: Readonly<Record<ListKind, readonly Definition[]>>,
  { withheld = [], instructions, sentInstructions = instructions, lacks = [] }: Aside,
  server: ServerConfig,
): Standing {
  const locked = lockfile.servers.get(upstream);
  const shown = (text: string | undefined): string | undefined => (text === undefined ? undefined : conceal(text));
  const sides = new Map(
    LOCKED_KINDS.map((kind) => [kind, sidesOf(kind, locked, kept[kind], withheld, server, conceal)]),
  );
  const differences = LOCKED_KINDS.flatMap((kind) => {
    const { before, after, unread } = sides.get(kind) ?? NO_SIDES;
    if (before.size + after.size === 0) return [];
    const found = compareThings(upstream, kind, before, after, look);
    return unread.size === 0 ? found : found.map((each) => withUnread(each, unread));
  });
  const about =
    locked === undefined
      ? undefined
      : usageDifference(upstream, shown(locked.instructions), shown(sentInstructions), lookAtUsage);
  const usage = about === undefined ? undefined : driftOf(about);
  const byName = new Map(differences.map((each) => [`${each.kind} ${each.name}`, each]));
  const told = new Map(differences.map((each) => [`${each.kind} ${each.name}`, driftOf(each)]));
  const stand = (kind: LockedKind): readonly Definition[] =>
    kept[kind].map((definition) => {
      const drift = told.get(`${kind} ${definition.name}`);
      const was = byName.get(`${kind} ${definition.name}`)?.was;
      const name = was ?? definition.name;
      const before = sides.get(kind)?.before.get(name) ?? locked?.[kind].get(name);
      const isReviewed = kind === 'tools' && before?.confirmed === true;
      if (drift === undefined && usage === undefined && !isReviewed) return definition;
      const facts = isReviewed
        ? reviewedFacts(definition, name, before, sides.get(kind)?.after.get(definition.name), server, isVouched)
        : definition.facts;
      const otherwise = { ...(drift === undefined ? {} : { drift }), ...(usage === undefined ? {} : { usage }) };
      return { ...definition, facts: Object.freeze({ ...facts, ...otherwise }) };
    });
  const vanished = new Map<string, ToolFacts>();
  for (const { kind, name, what } of differences) {
    const before = kind === 'tools' && what === 'vanished' ? sides.get(kind)?.before.get(name) : undefined;
    if (before !== undefined) vanished.set(name, vanishedFacts(before, absence(upstream, name, lacks)));
  }
  return {
    kept: { ...kept, tools: stand('tools'), prompts: stand('prompts'), resourceTemplates: stand('resourceTemplates') },
    differences: about === undefined ? differences : [about, ...differences],
    vanished,
  };
}

/** The model reads what a server says about its use before any tool, so a change of it counts for all tools. */
function usageDifference(
  server: string,
  before: string | undefined,
  after: string | undefined,
  look: Look,
): Difference | undefined {
  if (before === after) return undefined;
  const changes = usageChanges(before, after, look);
  return {
    server,
    kind: 'server',
    name: '',
    what: 'changed',
    grade: worst(changes.map(({ grade }) => grade)),
    changes,
  };
}

interface Sides {
  readonly before: ReadonlyMap<string, Locked>;
  readonly after: ReadonlyMap<string, Locked>;
  /** What of `before` cannot be read, and why. */
  readonly unread: ReadonlyMap<string, string>;
}
const NO_SIDES: Sides = { before: new Map(), after: new Map(), unread: new Map() };

/** Only what differs is read: what is the same costs a comparison of hashes. */
function sidesOf(
  kind: LockedKind,
  locked: LockedServer | undefined,
  offered: readonly Definition[],
  withheld: readonly string[],
  server: ServerConfig,
  conceal: Conceal,
): Sides {
  const accepted = locked?.[kind];
  const before = new Map<string, Locked>();
  const after = new Map<string, Locked>();
  const unread = new Map<string, string>();
  const put = (name: string, one: Locked): void => {
    const { locked: whole, fault } = wholeOf(one);
    before.set(name, concealLocked(whole, conceal));
    if (fault !== undefined) unread.set(name, fault);
  };
  const names = new Set(withheld.length === 0 ? [] : withheld.map((text) => nameIn(kind, text)));
  for (const definition of offered) {
    names.add(definition.name);
    const one = accepted?.get(definition.name);
    // The catalog has hashed it by this recipe already.
    if (one?.pin.recipe === 1 && one.pin.hash === definition.facts.definition) continue;
    const now = concealLocked(lockDefinition(definition, server), conceal);
    if (one !== undefined && isSamePin(one, now)) continue;
    after.set(definition.name, now);
    if (one !== undefined) put(definition.name, one);
  }
  for (const [name, one] of accepted ?? []) if (!names.has(name)) put(name, one);
  return { before, after, unread };
}

/**
 * A thing with everything that is read of it later. Where that cannot be read, only its pin is known: whatever is offered
 * now counts as something else, with the powers of something that nobody looked at.
 */
function wholeOf(locked: Locked): { readonly locked: Locked; readonly fault?: string } {
  const { pin, confirmed } = locked;
  try {
    const { risk, powers, roles, labels } = locked;
    const definition = locked.definition();
    return { locked: { pin, confirmed, risk, powers, roles, labels, definition: () => definition } };
  } catch (error) {
    if (!(error instanceof LockfileError)) throw error;
    const [{ place, what } = { what: 'it cannot be read' }] = error.complaints;
    const fault = place === undefined ? what : `${place.file}:${place.line}:${place.column}: ${what}`;
    const powers = new Map(POWERS.map((power) => [power, 'what was accepted cannot be read']));
    const nothing = { risk: 'high', powers, roles: new Map(), labels: ['untrusted'], definition: () => ({}) } as const;
    return { locked: { pin, confirmed, ...nothing }, fault };
  }
}

function withUnread(difference: Difference, unread: ReadonlyMap<string, string>): Difference {
  const fault = unread.get(difference.was ?? difference.name);
  if (fault === undefined || difference.what === 'new' || difference.what === 'vanished') return difference;
  const says = `is not what was accepted, and cannot be compared with that: ${fault}`;
  return { ...difference, grade: 'high', changes: [{ grade: 'high', says }] };
}

function nameIn(kind: LockedKind, text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? String(value[NAME_KEY[kind]]) : '';
  } catch {
    return '';
  }
}

function reviewedFacts(
  { text, facts }: Definition,
  was: string,
  before: Locked,
  after: Locked | undefined,
  server: ServerConfig,
  isVouched: boolean,
): ToolFacts {
  const now = after === undefined ? before : acceptLocked('tools', was, before, after, false);
  const value = JSON.parse(text) as JsonObject;
  return classify(value, facts.definition, server, reviewedAs(now, value, isVouched));
}

/** Why something accepted is not there, as far as that can be known: a server may offer it to other clients. */
function absence(upstream: string, name: string, lacks: readonly string[]): Drift {
  const says =
    lacks.length === 0
      ? `Server \`${upstream}\` does not offer \`${name}\` any more.`
      : `Server \`${upstream}\` does not offer \`${name}\` to this client, which does not declare ${lacks.join(', ')}: it has taken it away, or offers it only to clients that do.`;
  return Object.freeze({ what: 'vanished', severity: SEVERITY.low, says });
}

const vanishedFacts = ({ powers, roles, labels }: Locked, drift: Drift): ToolFacts =>
  Object.freeze({
    powers: Object.freeze([...powers.keys()]),
    roles: Object.freeze(Object.fromEntries([...roles].map(([at, { role }]) => [at, role]))),
    labels,
    definition: '',
    drift,
  });

const SEVERITY: Readonly<Record<Grade, Severity>> = { none: 'info', low: 'low', medium: 'medium', high: 'high' };
const LONGEST = 400;

/** A difference in one sentence, the most important part first. */
function driftOf({ server, kind, name, what, grade, changes }: Difference): Drift {
  const said = changes
    .toSorted((a, b) => GRADES.indexOf(b.grade) - GRADES.indexOf(a.grade))
    .map(({ says }) => says)
    .join('; ');
  const about =
    kind === 'server' ? `Server \`${server}\`:` : kind === 'resourceTemplates' ? 'This template' : `\`${name}\``;
  const text = `${about} ${said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said}.`;
  return Object.freeze({ what: what === 'renamed' ? 'changed' : what, severity: SEVERITY[grade], says: text });
}
