import type { Call } from '../model/call.ts';
import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { wordsOf } from '../model/words/name-words.ts';

/** What an argument is called that chooses which of several things its tool does. Beside one, a `mode` only says how. */
const ACT: ReadonlySet<string> = new Set(['action', 'operation', 'op', 'sub command', 'subcommand', 'command', 'verb']);
const MODE = 'mode';
/** What one is called by which nothing is done but tried. */
const TRIAL: ReadonlySet<string> = new Set(['dry run', 'simulate', 'validate only']);
/** Choices by which the call only looks, and those that begin a longer one: `list_runs`, and not `get_or_create`. */
const LOOKS = /^(?:(?:get|list|describe|search)(?: (?!or$|or |and |then |to )[a-z]+){0,2}|status|history|info)$/;
/** Beside one of these, to `list` a thing is to offer it. */
const OFFERS = /^(?:un|de) ?list|^(?:buy|sell|bid)$/;

/**
 * Calls of a tool that also acts, where an argument chooses that it only looks (`rollout status`), or only tries what it would do. The
 * choice has to be one of a list that the server gives: of free words nobody knows what it makes.
 */
export const mode: Inspector = {
  name: 'mode',
  version: 1,
  readsCallAlone: true,
  onCall(call) {
    const chosen = choiceOf(call);
    if (chosen === undefined) return NOTHING_SEEN;
    const message = 'By what is chosen here, this call only looks, or only tries.';
    return { findings: [{ kind: 'mode.reads', severity: 'info', at: `/arguments/${chosen}`, message }] };
  },
};

/** The argument by which a call only looks or tries; undefined where none says so, or another says to do something. */
function choiceOf({ method, params, tool: { inputSchema } }: Call): string | undefined {
  const given = params.arguments;
  const known = isObject(inputSchema) ? inputSchema.properties : undefined;
  if (method !== 'tools/call' || !isObject(given) || !isObject(known)) return undefined;
  const names = Object.keys(given).filter((name) => Object.hasOwn(known, name));
  const called = (name: string): string => wordsOf(name).join(' ');
  const trial = names.find((name) => TRIAL.has(called(name)) && given[name] === true && isSwitch(known[name]));
  if (trial !== undefined) return trial;
  const acts = names.filter((name) => ACT.has(called(name)));
  const choosing = acts.length > 0 ? acts : names.filter((name) => called(name) === MODE);
  return choosing.length === 1 && isLook(given, known, choosing[0] as string) ? choosing[0] : undefined;
}

const isSwitch = (property: Json | undefined): boolean => isObject(property) && property.type === 'boolean';

function isLook(given: JsonObject, known: JsonObject, name: string): boolean {
  const value = given[name];
  const property = known[name];
  const choices = isObject(property) && Array.isArray(property.enum) ? property.enum : [];
  if (typeof value !== 'string' || !choices.includes(value) || !LOOKS.test(wordsOf(value).join(' '))) return false;
  return choices.every((one) => typeof one === 'string' && !OFFERS.test(wordsOf(one).join(' ')));
}
