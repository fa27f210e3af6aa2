import type { Call } from '../model/call.ts';
import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Role } from '../model/tool.ts';
import { actsOf } from '../model/words/deed-words.ts';
import { wordsOf } from '../model/words/name-words.ts';

/** What an argument is called that chooses which of several things its tool does. Beside one, a `mode` only says how. */
const ACT: ReadonlySet<string> = new Set(['action', 'operation', 'op', 'sub command', 'subcommand', 'command', 'verb']);
const MODE = 'mode';
/** What one is called by which nothing is done but tried. To `simulate` keys is to press them. */
const TRIAL: ReadonlySet<string> = new Set(['dry run', 'validate only']);
/** What a server says of such a switch where it does not hold for all that its tool does. */
const PARTLY =
  /\bonly (?:for|with|when|if|in|applies)\b|\bignored\b|\bdeprecated\b|\bno effect\b|\bnot (?:yet )?(?:supported|implemented)\b/i;
/** Switches that say to do it after all. */
const DOING: ReadonlySet<string> = new Set(['execute', 'apply', 'commit', 'confirm', 'confirmed']);
/** Choices by which the call only looks, and those that begin a longer one: `list_runs`, and not `get_or_create`. */
const LOOKS = /^(?:(?:get|list|describe|search)(?: (?!or$|or |and |then |to )[a-z]+){0,2}|status|history|info)$/;
/** Beside one of these, to `list` a thing is to offer it; so it is where a price is given. */
const OFFERS = /^(?:un|de) ?list|^(?:buy|sell|bid)$/;
const WRITTEN: ReadonlySet<Role | undefined> = new Set<Role>(['content', 'amount']);

/**
 * Calls of a tool that also acts, where an argument chooses that it only looks (`rollout status`), or only tries what it would do. The
 * choice has to be one of a list that the server gives: of free words nobody knows what it makes. Who looks writes nothing, and a
 * tool that is itself called after an act does it to whatever is chosen: `delete_data` with `history`.
 */
export const mode: Inspector = {
  name: 'mode',
  version: 2,
  readsCallAlone: true,
  onCall(call) {
    const chosen = choiceOf(call);
    if (chosen === undefined) return NOTHING_SEEN;
    const message = 'By what is chosen here, this call only looks, or only tries.';
    return { findings: [{ kind: 'mode.reads', severity: 'info', at: `/arguments/${chosen}`, message }] };
  },
};

/** The argument by which a call only looks or tries; undefined where none says so, or another says to do something. */
function choiceOf({ method, params, target, tool: { inputSchema, roles } }: Call): string | undefined {
  const given = params.arguments;
  const known = isObject(inputSchema) ? inputSchema.properties : undefined;
  if (method !== 'tools/call' || !isObject(given) || !isObject(known)) return undefined;
  const names = Object.keys(given).filter((name) => Object.hasOwn(known, name));
  // Most tools offer no choice, and the words of a name cost more than all else here.
  if (!names.some((name) => isOffered(known[name]))) return undefined;
  const trial = names.find((name) => TRIAL.has(called(name)) && given[name] === true && isTrial(known[name]));
  if (trial !== undefined)
    return names.some((name) => DOING.has(called(name)) && given[name] === true) ? undefined : trial;
  const acts = names.filter((name) => ACT.has(called(name)));
  const choosing = acts.length > 0 ? acts : names.filter((name) => called(name) === MODE);
  const [choice] = choosing;
  if (choice === undefined || choosing.length > 1 || wordsOf(target.name).some(isVerb)) return undefined;
  const others = Object.keys(given).filter((name) => name !== choice);
  if (others.some((name) => WRITTEN.has(roles[`/${name}`]) || isDoing(name, given[name]))) return undefined;
  return isLook(given, known, choice) ? choice : undefined;
}

/** Whether a server offers a choice in an argument: a list, or to do something or not. */
const isOffered = (property: Json | undefined): boolean =>
  isObject(property) && (property.type === 'boolean' || Array.isArray(property.enum));
const called = (name: string): string => wordsOf(name).join(' ');
/** `manage_runs` runs nothing. */
const isVerb = (word: string): boolean => !word.endsWith('s') && actsOf(word).length > 0;
const isAct = (text: string): boolean => wordsOf(text).some((word) => actsOf(word).length > 0);

/** Whether another argument says to do something: `purge: true`, `then: delete`, `method: DELETE`, or what has parts of its own. */
function isDoing(name: string, value: Json | undefined): boolean {
  if (value === true) return isAct(name);
  if (typeof value === 'string' && /^\w{1,20}$/.test(value)) return isAct(value.toLowerCase());
  return typeof value === 'object' && value !== null;
}

const isTrial = (property: Json | undefined): boolean =>
  isObject(property) &&
  property.type === 'boolean' &&
  !(typeof property.description === 'string' && PARTLY.test(property.description));

function isLook(given: JsonObject, known: JsonObject, name: string): boolean {
  const value = given[name];
  const property = known[name];
  const choices = isObject(property) && Array.isArray(property.enum) ? property.enum : [];
  if (typeof value !== 'string' || !choices.includes(value) || !LOOKS.test(called(value))) return false;
  return choices.every((one) => typeof one === 'string' && !OFFERS.test(called(one)));
}
