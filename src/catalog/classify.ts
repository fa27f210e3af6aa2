import type { ServerConfig } from '../config/schema.ts';
import { isObject, type JsonObject, type JsonPointer } from '../model/json.ts';
import { type Property, propertiesOf } from '../model/tool/properties.ts';
import { type Label, POWERS, type Power, type Role, type ToolFacts } from '../model/tool.ts';
import { wildcard } from '../model/wildcard.ts';
import { IS_OUTPUT, isLookUp } from './look-up.ts';
import { type Guess, roleOf } from './roles.ts';
import { powersOfWords } from './verbs.ts';

/** A classification with the reason of each inference, which the lockfile keeps for people who doubt it. */
export interface Explanation {
  readonly powers: readonly { readonly power: Power; readonly reason: string }[];
  readonly roles: readonly { readonly at: JsonPointer; readonly role: Role; readonly reason: string }[];
}

/** The label of data whose server has none. */
export const DEFAULT_LABELS: readonly Label[] = Object.freeze(['untrusted']);

/**
 * What a tool can do and what its arguments decide, by its definition. A definition is its server's word: it can raise the
 * risk and never lower it.
 */
export function explain(definition: JsonObject): Explanation {
  const name = typeof definition.name === 'string' ? definition.name : '';
  const description = typeof definition.description === 'string' ? definition.description : '';
  const properties = isObject(definition.inputSchema) ? propertiesOf(definition.inputSchema) : [];
  const reasons = new Map<Power, string>();
  const add = (power: Power, reason: string): void => {
    if (!reasons.has(power)) reasons.set(power, reason);
  };
  if (isLookUp(definition, properties)) add('read', 'it is named by what it gives, and takes what picks that out');
  else for (const { power, reason } of powersOfWords(name, description)) add(power, reason);
  if (reasons.size === 0) add('write', 'nothing says that it only reads');
  addHints(definition, add);
  const first = new Set(reasons.keys());
  const acts = first.has('write') || first.has('destructive');
  const objects = new Set(properties.flatMap(({ at, types }) => (types.includes('object') ? [at] : [])));
  const roles = properties.flatMap((property) => {
    const { at } = property;
    const found = roleOf(property, first, description);
    if (found === undefined) return [];
    // `fields` of what is read are names; what is written into them is content.
    const isWritten = acts && found.role === 'plumbing' && (objects.has(at) || objects.has(`${at}/*`));
    return [{ at, property, guess: isWritten ? WRITTEN : found }];
  });
  for (const { at, property, guess } of roles) addArgument(at, property, guess, acts, add);
  return {
    powers: POWERS.flatMap((power) => {
      const reason = reasons.get(power);
      return reason === undefined ? [] : [{ power, reason }];
    }),
    roles: roles.map(({ at, guess: { role, reason } }) => ({ at, role, reason })),
  };
}

const WRITTEN: Guess = { role: 'content', reason: 'it holds what is written' };

/** Annotations that admit a risk are believed; those that deny one are not read. */
function addHints(definition: JsonObject, add: (power: Power, reason: string) => void): void {
  const hints = definition.annotations;
  if (!isObject(hints)) return;
  if (hints.readOnlyHint === false) add('write', 'its annotations say that it does not only read');
  if (hints.destructiveHint === true && hints.readOnlyHint !== true) {
    add('destructive', 'its annotations say that it destroys');
  }
  if (hints.openWorldHint === true) add('external', 'its annotations say that it reaches outside');
}

/** An argument can reveal more than the name: a tool that takes an address reaches it, one that takes a command runs it. */
function addArgument(
  at: JsonPointer,
  property: Property,
  { role, reaches }: Guess,
  acts: boolean,
  add: (power: Power, reason: string) => void,
): void {
  if (role === 'command') add('execute', `${at} is something to run`);
  if (role === 'query' && /^(sql|statement)$/i.test(property.name)) add('write', `${at} is a statement that may write`);
  if (role === 'path' && IS_OUTPUT.test(property.name)) add('write', `${at} is a place that it writes to`);
  if (reaches !== true) return;
  if (IS_ADDRESS.test(property.name) || property.format === 'uri' || property.format === 'url') {
    add('external', `${at} is an address that it reaches`);
  } else if (acts) add('external', `${at} says whom it reaches`);
}

const IS_ADDRESS = /(^|[^a-z])(ur[il]s?|href|web-?hooks?|endpoint|callback)$/i;

/** What a person has said of a tool after looking at its definition. */
export interface Reviewed {
  readonly powers: readonly Power[];
  readonly roles: readonly { readonly at: JsonPointer; readonly role: Role }[];
  readonly labels: readonly Label[];
}

/**
 * The classification of a tool: by its definition, or by what a person has said in its place, and then by what the
 * configuration says. `hash` is the definition's.
 */
export function classify(
  definition: JsonObject,
  hash: string,
  server: ServerConfig | undefined,
  reviewed?: Reviewed,
): ToolFacts {
  const { powers, roles } = reviewed ?? inferred(definition);
  const known = overrides(typeof definition.name === 'string' ? definition.name : '', server);
  const merged: Record<JsonPointer, Role> = Object.create(null) as Record<JsonPointer, Role>;
  for (const { at, role } of roles) merged[at] = role;
  for (const each of known.toReversed()) Object.assign(merged, each.roles);
  return Object.freeze({
    powers: Object.freeze(known.find((each) => each.powers !== undefined)?.powers ?? powers),
    roles: Object.freeze(merged),
    labels: labelsOf(known, server, reviewed?.labels),
    ...fieldsOf(known),
    inputSchema: definition.inputSchema,
    definition: hash,
  });
}

/** The classification of a prompt or resource: it is read, and has the labels of its server. */
export function classifyRead(
  name: string,
  roles: Readonly<Record<JsonPointer, Role>>,
  hash: string,
  server: ServerConfig | undefined,
): ToolFacts {
  const known = overrides(name, server);
  return Object.freeze({
    powers: READS,
    roles,
    labels: labelsOf(known, server),
    ...fieldsOf(known),
    definition: hash,
  });
}

function inferred(definition: JsonObject): Pick<Reviewed, 'powers' | 'roles'> {
  const { powers, roles } = explain(definition);
  return { powers: powers.map(({ power }) => power), roles };
}

const READS: readonly Power[] = Object.freeze(['read']);

type Override = ServerConfig['tools'][string];

/** What the configuration says of a tool: the entry of its own name first, then patterns, the most specific first. */
function overrides(name: string, server: ServerConfig | undefined): Override[] {
  if (server === undefined) return [];
  return Object.entries(server.tools)
    .filter(([pattern]) => wildcard(pattern)(name))
    .sort(([a], [b]) => Number(a.includes('*')) - Number(b.includes('*')) || b.length - a.length)
    .map(([, override]) => override);
}

const labelsOf = (
  known: readonly Override[],
  server: ServerConfig | undefined,
  reviewed: readonly Label[] = DEFAULT_LABELS,
): readonly Label[] => known.find((each) => each.labels !== undefined)?.labels ?? server?.labels ?? reviewed;

/** The labels of parts of results; for each part those of the most specific entry that has it. */
function fieldsOf(known: readonly Override[]): Pick<ToolFacts, 'fields'> {
  const all = known.toReversed().flatMap(({ fields }) => (fields === undefined ? [] : Object.entries(fields)));
  return all.length === 0 ? {} : { fields: Object.freeze(Object.fromEntries(all)) };
}
