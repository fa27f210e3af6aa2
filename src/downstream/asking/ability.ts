import { isObject, type Json, type JsonObject } from '../../model/json.ts';
import { ASKABLE, type Question } from '../../model/relay.ts';

export const canBeAsked = (capabilities: JsonObject): boolean =>
  ASKABLE.some((capability) => capabilities[capability] !== undefined);

/** The capability that a client lacks for a question; undefined where it can answer it. */
export function lacks(capabilities: JsonObject, question: Pick<Question, 'method' | 'params'>): JsonObject | undefined {
  if (question.method === 'elicitation/create') {
    const mode = question.params.mode === 'url' ? 'url' : 'form';
    const declared = capabilities.elicitation;
    if (!isObject(declared)) return { elicitation: { [mode]: {} } };
    const able = declared[mode] !== undefined || (mode === 'form' && declared.url === undefined);
    return able ? undefined : { elicitation: { [mode]: {} } };
  }
  const name = question.method === 'sampling/createMessage' ? 'sampling' : 'roots';
  const declared = capabilities[name];
  if (declared === undefined) return { [name]: {} };
  const wantsTools = name === 'sampling' && question.params.tools !== undefined;
  return wantsTools && !(isObject(declared) && declared.tools !== undefined) ? { sampling: { tools: {} } } : undefined;
}

/**
 * The capabilities named in an upstream's refusal that we would pass on and the client did not declare. Undefined where
 * there is none: then the refusal was about us.
 */
export function lacking(data: Json | undefined, declared: JsonObject): JsonObject | undefined {
  const required = isObject(data) ? data.requiredCapabilities : undefined;
  if (!isObject(required)) return undefined;
  const needed: Record<string, Json> = {};
  for (const name of ASKABLE) {
    const [wanted, has] = [required[name], declared[name]];
    if (!isObject(wanted)) continue;
    const parts = Object.entries(wanted).filter(([part]) => !isObject(has) || !offers(has, part));
    if (has === undefined || parts.length > 0) needed[name] = Object.fromEntries(parts);
  }
  return Object.keys(needed).length === 0 ? undefined : needed;
}

/** A capability without parts means the part that it had before there were parts: for elicitation, forms. */
const offers = (has: JsonObject, part: string): boolean =>
  has[part] !== undefined || (part === 'form' && has.url === undefined);
