import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import type { Power, Role } from '../../model/tool.ts';
import { type Change, canonical, type Grade, gradeOfRole, type Look, newlySeen, quoted, textOf } from './change.ts';
import { inferTool } from './lock.ts';
import type { LockedKind } from './lockfile.ts';
import { schemaChanges } from './schema-change.ts';
import { addressesIn, textChange } from './text-change.ts';

/** A definition with its present or former name. */
export interface Named {
  readonly name: string;
  readonly parts: JsonObject;
}

/** The changes between two definitions of one thing. Never empty: what cannot be told apart is reported as the same. */
export function definitionChanges(kind: LockedKind, before: Named, after: Named, look: Look): Change[] {
  const long = longChanges(before.parts, after.parts);
  const told = new Set(long.map(({ key }) => key));
  const [old, now] = [without(before.parts, told), without(after.parts, told)];
  const known = kind === 'tools' ? [explainOf(before), explainOf(after)] : [NOTHING, NOTHING];
  const [was, is] = [known[0] ?? NOTHING, known[1] ?? NOTHING];
  const changes = [
    ...newlySeen(before.parts, after.parts, look),
    ...long.map(({ key }): Change => ({ grade: 'high', says: `has another ${key}, too long to be kept and compared` })),
    ...powerChanges(was.powers, is.powers),
    ...textChange('the title', textOf(old.title), textOf(now.title)),
    ...textChange('the description', textOf(old.description), textOf(now.description)),
    ...schemaChanges(inputOf(kind, old), inputOf(kind, now), is.roles),
    ...roleChanges(was.roles, is.roles),
    ...resultChanges(old.outputSchema, now.outputSchema),
    ...hintChanges(old.annotations, now.annotations),
    ...otherChanges(old, now),
  ];
  return changes.length > 0 ? changes : [{ grade: 'none', says: 'is written otherwise, and says the same' }];
}

/** Parts that are kept only as a hash: whether they changed is known, but not how. */
const longChanges = (old: JsonObject, now: JsonObject): { readonly key: string }[] =>
  [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((key) =>
    (isLong(old[key]) || isLong(now[key])) && canonical(old[key]) !== canonical(now[key]) ? [{ key }] : [],
  );

const isLong = (part: Json | undefined): boolean => isObject(part) && typeof part.$long === 'string';

const without = (parts: JsonObject, keys: ReadonlySet<string>): JsonObject =>
  keys.size === 0 ? parts : Object.fromEntries(Object.entries(parts).filter(([key]) => !keys.has(key)));

interface Known {
  readonly powers: ReadonlyMap<Power, string>;
  readonly roles: Readonly<Record<string, Role>>;
}
const NOTHING: Known = { powers: new Map(), roles: {} };

function explainOf({ name, parts }: Named): Known {
  const { powers, roles } = inferTool({ ...parts, name });
  return { powers, roles: Object.fromEntries([...roles].map(([at, { role }]) => [at, role])) };
}

const DOES: Readonly<Record<Power, readonly [string, Grade]>> = {
  read: ['read', 'low'],
  write: ['change things', 'medium'],
  destructive: ['destroy things', 'high'],
  external: ['reach outside', 'high'],
  execute: ['run things', 'high'],
};

/** A power that is no longer inferred is not reported as lost: rules that need it just no longer match. */
function powerChanges(was: Known['powers'], is: Known['powers']): Change[] {
  const gained = [...is].flatMap(([power, why]): Change[] => {
    if (was.has(power)) return [];
    const [does, grade] = DOES[power];
    return [{ grade, says: `seems to ${does} now: ${why}` }];
  });
  const lost = [...was].flatMap(([power, why]): Change[] => {
    if (is.has(power) || power === 'read') return [];
    const [does, grade] = DOES[power];
    return [{ grade: grade === 'high' ? 'medium' : 'low', says: `no longer seems to ${does} (${why})` }];
  });
  return [...gained, ...lost];
}

/** Only of arguments that existed before: for a new one the role is reported with the argument. */
function roleChanges(was: Known['roles'], is: Known['roles']): Change[] {
  return Object.entries(is).flatMap(([at, role]): Change[] => {
    const before = Object.hasOwn(was, at) ? was[at] : undefined;
    if (before === undefined || before === role) return [];
    return [{ grade: gradeOfRole(role), says: `\`${at.slice(1)}\` seems to be a ${role} now, and was a ${before}` }];
  });
}

/** Results are inspected anyway, so a change of their form lets nobody do more. */
const resultChanges = (before: Json | undefined, after: Json | undefined): Change[] =>
  schemaChanges(before, after, {}).map(({ grade, says }) => ({
    grade: grade === 'none' ? 'none' : 'low',
    says: `in its results ${says.replace('its input', 'the whole')}`,
  }));

/** Hints that admit a risk are believed. That one is denied is reported and changes nothing. */
function hintChanges(before: Json | undefined, after: Json | undefined): Change[] {
  const [old, now] = [isObject(before) ? before : {}, isObject(after) ? after : {}];
  const changes: Change[] = [];
  for (const [hint, risky, admits, denies] of HINTS) {
    if (old[hint] === now[hint]) continue;
    if (now[hint] === risky)
      changes.push({ grade: hint === 'readOnlyHint' ? 'medium' : 'high', says: `now admits that it ${admits}` });
    else if (now[hint] === !risky)
      changes.push({ grade: 'low', says: `now claims that it ${denies}, which is not taken on trust` });
    else changes.push({ grade: 'low', says: `no longer says whether it ${admits}` });
  }
  if (canonical(rest(old)) !== canonical(rest(now)))
    changes.push({ grade: 'low', says: `has other annotations: ${quoted(canonical(rest(now)))}` });
  return changes;
}

const HINTS = [
  ['readOnlyHint', false, 'does not only read', 'only reads'],
  ['destructiveHint', true, 'may destroy', 'destroys nothing'],
  ['openWorldHint', true, 'reaches outside', 'reaches nothing outside'],
] as const;

function rest(hints: JsonObject): JsonObject {
  const { readOnlyHint: _r, destructiveHint: _d, openWorldHint: _o, ...others } = hints;
  return others;
}

const TOLD = new Set(['title', 'description', 'inputSchema', 'outputSchema', 'annotations', 'arguments']);

function otherChanges(old: JsonObject, now: JsonObject): Change[] {
  const keys = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keys].sort().flatMap((key): Change[] => {
    if (TOLD.has(key) || canonical(old[key]) === canonical(now[key])) return [];
    if (now[key] === undefined) return [{ grade: 'low', says: `has no ${key} any more` }];
    const isNamed =
      key !== 'icons' && addressesIn(canonical(now[key])).some((each) => !canonical(old[key]).includes(each));
    return [
      {
        grade: isNamed ? 'medium' : 'low',
        says: `has ${old[key] === undefined ? 'a new' : 'another'} ${key}: ${quoted(canonical(now[key]))}`,
      },
    ];
  });
}

/** The arguments of a prompt are a list of names; as a schema they are compared like those of a tool. */
function inputOf(kind: LockedKind, parts: JsonObject): Json | undefined {
  if (kind !== 'prompts') return parts.inputSchema;
  const list = (Array.isArray(parts.arguments) ? parts.arguments : []).filter(isObject);
  return {
    properties: Object.fromEntries(list.map(({ name, required: _, ...about }) => [String(name), about])),
    required: list.flatMap(({ name, required }) => (required === true ? [String(name)] : [])),
  };
}
