import type { Severity } from './evidence/severity.ts';
import type { JsonPointer } from './json.ts';

/** What a tool can do. */
export const POWERS = ['read', 'write', 'destructive', 'external', 'execute'] as const;
export type Power = (typeof POWERS)[number];

/** What an argument decides. */
export const ROLES = [
  'destination',
  'credential',
  'command',
  'target',
  'content',
  'query',
  'path',
  'amount',
  'plumbing',
] as const;
export type Role = (typeof ROLES)[number];

/** A label of data, or of what a session has seen: `untrusted`, `pii`, `secret`, `internal`, or the user's own. */
export type Label = string;

/** Labels by pointer pattern relative to what a tool returns: `/email`, `/items/*` (any index); the longest match wins. */
export type FieldLabels = Readonly<Record<JsonPointer, readonly Label[]>>;

/** The classification of one target, from its definition and the configuration. Built once per definition, then shared. */
export interface ToolFacts {
  readonly powers: readonly Power[];
  /** Role by pointer pattern relative to the arguments: `/to`, `/items/*` (any index or key), longest match wins. */
  readonly roles: Readonly<Record<JsonPointer, Role>>;
  /** The labels of its results. */
  readonly labels: readonly Label[];
  /** The labels of parts of its results, where those differ; absent where none is known. */
  readonly fields?: FieldLabels;
  /** The input schema as the upstream sent it, for the schema inspector; undefined where there is none. */
  readonly inputSchema?: unknown;
  /** Hash of the definition, or '' where the target has none (a method without an object). */
  readonly definition: string;
  /** How it differs from what was accepted; absent where it does not, or where nothing was. */
  readonly drift?: Drift;
  /** How what its server says about its use differs from what was accepted; absent like `drift`. Counts for all its tools. */
  readonly usage?: Drift;
}

/** Says that a definition is not the one that a person accepted. */
export interface Drift {
  readonly what: 'changed' | 'new' | 'vanished';
  readonly severity: Severity;
  /** One sentence for a person. */
  readonly says: string;
}

/** Whether one of these powers makes a lasting change. */
export const changes = (powers: readonly Power[]): boolean =>
  powers.some((power) => power === 'write' || power === 'destructive' || power === 'execute');

/** Whether all that these powers do is read. */
export const onlyReads = (powers: readonly Power[]): boolean => powers.every((power) => power === 'read');

/** Whether these powers reach outside for more than to read, as reading the web does. */
export const sends = (powers: readonly Power[]): boolean => powers.includes('external') && !powers.includes('read');

/** Whether a tool makes a lasting change or sends something away, which counts only where an argument says whom it reaches. */
export const acts = ({ powers, roles }: ToolFacts): boolean =>
  changes(powers) || (sends(powers) && Object.values(roles).includes('destination'));

export const NO_FACTS: ToolFacts = { powers: [], roles: {}, labels: [], definition: '' };

/** The role of the argument at a pointer relative to the arguments, `*` matching one step; undefined where none is known. */
export const roleAt = (facts: ToolFacts, at: JsonPointer): Role | undefined => knownAt(facts.roles, at);

/** What is known of a place: the nearest known ancestor counts for everything below it, `/to` for `/to/0`. */
export function knownAt<T>(known: Readonly<Record<JsonPointer, T>>, at: JsonPointer): T | undefined {
  const exact = known[at];
  if (exact !== undefined) return exact;
  // Nothing is above a single step, and only numbers match a pattern there.
  if (at.lastIndexOf('/') <= 0 && !/\d$/.test(at)) return undefined;
  const steps = at.split('/');
  for (let length = steps.length; length > 1; length--) {
    const here = steps.slice(0, length);
    const found = known[here.join('/')] ?? known[here.map((step) => (/^\d+$/.test(step) ? '*' : step)).join('/')];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A server may offer at most this many of a kind. Of more, one is read besides, which tells that there are more. */
export const MOST_DEFINITIONS = 5_000;
