import type { Call } from '../../model/call.ts';
import { isRounded, withQuotedNumerals } from '../../model/entity/numeral.ts';
import type { Flow } from '../../model/evidence.ts';
import { type Json, type Leaf, leaves } from '../../model/json.ts';
import { decisiveRole } from '../../model/tool/decisive-role.ts';
import type { Role } from '../../model/tool.ts';
import { argumentAt, namesOf, roleOf, Value, valuesOf } from '../reading/place.ts';

/** One leaf of the arguments, and what it decides. */
export type Argument = Pick<Value, 'at' | 'text' | 'role'>;

/** The texts of a call that may come from somewhere, names of members that say something among them. */
export function argumentsOf(call: Call, texts: readonly Leaf[]): Value[] {
  const found: Value[] = [];
  for (const value of valuesOf(call, texts)) if (value.isArgument) found.push(decidingBy(call, value, value.role));
  for (const name of namesOf(call, texts)) found.push(decidingBy(call, name, roleOf(call, name.at)));
  return found;
}

/** A value with the role that it has where nothing says what its argument is for. */
function decidingBy({ tool }: Call, value: Value, known: Role | undefined): Value {
  const role = decisiveRole(tool, value.text, known);
  return role === value.role ? value : new Value(value.at, value.text, role);
}

/** Whole numbers among the arguments: they pick things out just as texts do. */
export function numbersOf(call: Call, texts: readonly Leaf[]): readonly Value[] {
  if (!holds(call.params, isNumber)) return NONE;
  const strings = new Set<string>();
  for (const { at, key } of texts) if (!key) strings.add(at);
  const found: Value[] = [];
  const root = holds(call.params, isLong) ? (JSON.parse(withQuotedNumerals(call.text)) as Json) : call.params;
  for (const { at, text, key } of leaves(root, Number.MIN_SAFE_INTEGER)) {
    if (key || strings.has(at) || argumentAt(call, at) === undefined) continue;
    found.push(new Value(at, text, roleOf(call, at)));
  }
  return found;
}

const NONE: readonly Value[] = Object.freeze([]);

const isNumber = (value: Json): boolean => typeof value === 'number';
/** Whether a number had more digits than a number keeps: only its text has all of them. */
const isLong = (value: Json): boolean => typeof value === 'number' && isRounded(value);

/** Most calls hold no number, whatever digits stand in their texts. */
function holds(value: Json, isOne: (value: Json) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return isOne(value);
  for (const one of Array.isArray(value) ? value : Object.values(value)) if (holds(one, isOne)) return true;
  return false;
}

/** Where in a call an argument is, as flows tell it; `part` is where in its text, unless it is all of it. */
export function toOf({ at, role }: Argument, part: number): Flow['to'] {
  if (part === 0) return role === undefined ? { at } : { at, role };
  return role === undefined ? { at, part } : { at, role, part };
}
