import type { Call } from '../model/call.ts';
import type { Json } from '../model/json.ts';
import { destinationsOf } from './domain.ts';
import type { ExceptionSource } from './rule.ts';

/** An exception holds this long unless somebody writes another date. Milliseconds. */
const A_MONTH = 30 * 86_400_000;

/**
 * The narrowest exception that would have let a call pass one rule: this tool, these destinations (or, where it has
 * none, these arguments), for a month from `now`. `by` and `why` are for the person to fill.
 */
export function proposeException(call: Call, rule: string, now: number, by: string, why: string): ExceptionSource {
  const { upstream, name } = call.target;
  const quote = (text: string): string => JSON.stringify(text);
  const destinations = [...new Set(destinationsOf(call.args, call.tool).map((one) => one.value))];
  const about =
    destinations.length > 0 ? [`destinations(call).all(d, d.value in [${destinations.map(quote).join(', ')}])`] : [];
  const plain = Object.entries(call.args).flatMap(([key, value]) => {
    const literal = literalOf(value);
    return literal === undefined ? [] : [`call.args[${quote(key)}] == ${literal}`];
  });
  const agent = call.principal.agent === undefined ? [] : [`agent == ${quote(call.principal.agent)}`];
  const parts = [`call.tool == ${quote(`${upstream}.${name}`)}`, ...agent, ...(about.length > 0 ? about : plain)];
  return { rule, when: parts.join(' && '), until: new Date(now + A_MONTH).toISOString().slice(0, 10), by, why };
}

/** A value as CEL writes it; undefined for what is too large or too deep to be compared by a person. */
function literalOf(value: Json): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.length <= 200 ? JSON.stringify(value) : undefined;
  if (typeof value !== 'number') return undefined;
  return /^-?\d+$/.test(String(value)) ? `${value}.0` : String(value);
}
