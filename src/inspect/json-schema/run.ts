import { isObject, type Json, type JsonObject, type JsonPointer, valueAt } from '../../model/json.ts';

/** One thing that is wrong with a value. */
export interface Mismatch {
  readonly at: JsonPointer;
  /** A clause that follows the place: `must be a string, not a number`. Never holds the value. */
  readonly message: string;
}

/** Compiles a pattern of the schema to a matcher that takes linear time; throws if it cannot. */
export type Compile = (pattern: string) => { test(text: string): boolean };

/** One keyword of JSON Schema, draft 4 to 2020-12: tells whether the value satisfies it. */
export type Keyword = (run: Run, operand: Json, value: Json, at: JsonPointer, schema: JsonObject) => boolean;

/** The state of one validation. */
export interface Run {
  readonly root: Json;
  readonly compile: Compile;
  readonly keywords: ReadonlyMap<string, Keyword>;
  /** Where mismatches are collected; swapped while alternatives are tried. */
  found: Mismatch[];
  steps: number;
  depth: number;
  /** Why a part could not be checked; the first such reason is kept. */
  unchecked: string | undefined;
}

/** One step is one keyword of one subschema applied to one value: about 50 ns. */
const MOST_STEPS = 50_000;
/** Deep enough for every honest schema; circular references end here. */
const DEEPEST = 100;
const MOST_MISMATCHES = 8;

/** Whether a value satisfies a subschema; mismatches go to `run.found`. What cannot be checked counts as satisfied. */
export function check(run: Run, schema: Json | undefined, value: Json, at: JsonPointer): boolean {
  if (schema === false) return miss(run, at, 'must not be there');
  if (!isObject(schema)) return true;
  if (run.depth >= DEEPEST) return giveUp(run, 'it nests too deep');
  run.depth++;
  let isValid = true;
  for (const keyword in schema) {
    const judge = run.keywords.get(keyword);
    if (judge === undefined) continue;
    if (++run.steps > MOST_STEPS) {
      giveUp(run, 'it takes too many steps');
      break;
    }
    if (!judge(run, schema[keyword] as Json, value, at, schema)) isValid = false;
  }
  run.depth--;
  return isValid;
}

export function miss(run: Run, at: JsonPointer, message: string): false {
  if (run.found.length < MOST_MISMATCHES) run.found.push({ at, message });
  return false;
}

/** Records that a part could not be checked; the part then passes. */
export function giveUp(run: Run, why: string): true {
  run.unchecked ??= why;
  return true;
}

/** Whether a value satisfies a subschema, without reporting mismatches: they go to `heard`. */
export function tries(
  run: Run,
  schema: Json | undefined,
  value: Json,
  at: JsonPointer,
  heard: Mismatch[] = [],
): boolean {
  const { found } = run;
  run.found = heard;
  const isValid = check(run, schema, value, at);
  run.found = found;
  return isValid;
}

/** The subschema that a `$ref` names, within this schema only; undefined if there is none. */
export function resolve(root: Json, ref: string): Json | undefined {
  if (ref === '#') return root;
  if (!ref.startsWith('#/')) return undefined;
  let pointer = ref.slice(1);
  if (pointer.includes('%')) {
    try {
      pointer = decodeURIComponent(pointer);
    } catch {
      return undefined;
    }
  }
  return valueAt(root, pointer);
}

export const typeOf = (value: Json): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

/** A text that is the same for equal values, whatever the order of their members. */
export function identity(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(identity).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${identity((value as JsonObject)[name] as Json)}`).join(',')}}`;
}
