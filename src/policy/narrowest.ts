import type { Target } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import { type Json, type JsonObject, type JsonPointer, pointerKey, pointerKeys, valueAt } from '../model/json.ts';
import { NO_FACTS, type ToolFacts } from '../model/tool.ts';
import { celLiteral } from './literal.ts';
import { destinationsOf } from './scene/destination-facts.ts';

/** What is left of a call in the record, and what an exception can be narrowed by. */
export interface PastCall {
  readonly target: Target;
  readonly args: JsonObject;
  readonly evidence: Pick<Evidence, 'findings' | 'flows'>;
  /** Absent where the record does not say what was known of its tool. */
  readonly tool?: Pick<ToolFacts, 'powers' | 'roles'> | undefined;
}

export interface Narrowed {
  readonly when: string;
  /** Whether nothing but the tool is named: then the exception lets it do whatever it is told. */
  readonly isWide: boolean;
  /** Where all its destinations are; none where one of them is at no domain. */
  readonly domains: readonly string[];
}

/** `all` of no destinations would be true of a call whose destination nobody recognises. */
const SOMEWHERE = 'destinations(call).size() > 0';
/** An argument that says where something goes, and was left out here, may be given the next time. */
const NOWHERE = 'destinations(call).size() == 0';

/** A condition that holds for this call and for as few others as one line can express; `atDomains` takes in whoever is at its domains. */
export function narrowest({ target, args, evidence, tool }: PastCall, atDomains = false): Narrowed {
  const named = `call.tool == ${celLiteral(`${target.upstream}.${target.name}`)}`;
  const sent = destinationsOf(args, { ...NO_FACTS, ...tool }, evidence.findings);
  const destinations = new Set(sent.map(({ value }) => value));
  const domains = sent.every(({ domain }) => domain !== '') ? [...new Set(sent.map(({ domain }) => domain))] : [];
  const among = atDomains && domains.length > 0 ? listed('d.domain', domains) : listed('d.value', [...destinations]);
  const conditions =
    destinations.size > 0
      ? [SOMEWHERE, `destinations(call).all(d, ${among})`]
      : tellingPlaces(args, evidence).flatMap((at) => sameValue(args, at));
  const isWide = conditions.length === 0;
  if (!isWide && destinations.size === 0 && tool !== undefined) conditions.push(NOWHERE);
  return { when: [...new Set([named, ...conditions])].join(' && '), isWide, domains };
}

const listed = (what: string, values: readonly string[]): string => `${what} in [${values.map(celLiteral).join(', ')}]`;

/** The arguments that the evidence points at; all of them where it points at none. */
function tellingPlaces(args: JsonObject, { findings, flows }: PastCall['evidence']): JsonPointer[] {
  const pointed = [...findings.map(({ at }) => at), ...flows.map(({ to }) => to.at)]
    .filter((at) => at.startsWith('/arguments/'))
    .map((at) => at.slice('/arguments'.length));
  return pointed.length > 0 ? pointed : Object.keys(args).map((key) => `/${pointerKey(key)}`);
}

/** Conditions by which an argument has the value that it has here. None where no path of CEL leads to it. */
function sameValue(args: JsonObject, at: JsonPointer): string[] {
  const keys = pointerKeys(at);
  const item = keys.findIndex((key) => !NAME.test(key));
  const named = item < 0 ? keys : keys.slice(0, item);
  const paths = named.map((_, i) => ['call.args', ...named.slice(0, i + 1)].join('.'));
  const value = valueAt(args, named.map((key) => `/${pointerKey(key)}`).join(''));
  const path = paths.at(-1);
  if (path === undefined || value === undefined) return [];
  const has = paths.map((each) => `has(${each})`);
  if (item < 0 && isScalar(value)) return [...has, `${path} == ${celLiteral(value)}`];
  // The whole list: "each of these" would be true of an empty one, which many tools take for everything, and of a map.
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) return [];
  return [...has, `${path} == [${value.map(celLiteral).join(', ')}]`];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

const isScalar = (value: Json): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
