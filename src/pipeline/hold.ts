import type { Approvals, Hold } from '../model/approval.ts';
import type { Call } from '../model/call.ts';
import { compareDoors, type Decision, type Door, type MatchedRule, type ValuePlace } from '../model/decision.ts';
import type { ValueList } from '../model/evidence/value-list.ts';
import type { Evidence, Flow } from '../model/evidence.ts';
import { shortId } from '../model/id.ts';
import type { Journal } from '../model/journal.ts';
import { dropMembers, putFirst } from '../model/json/members.ts';
import { spelled } from '../model/json/spelled.ts';
import { type JsonPointer, pointerKeys, valueAt } from '../model/json.ts';
import { bindingOf, CARRIED, memberText, metaRead } from './binding.ts';
import { letterInMasked } from './letter.ts';

/** The rules that ask, those that want the strongest door first. */
export const asking = (decision: Decision): MatchedRule[] =>
  decision.matched
    .filter((rule) => rule.mode === 'enforce' && rule.effect === 'ask')
    .sort((a, b) => compareDoors(b.door, a.door));

/** The weakest door that counts for a decision to ask. */
export const doorOf = (decision: Decision): Door => asking(decision)[0]?.door ?? 'elicitation';

/** A hold for a call that the policy asks about. `seen` is the call with its secrets masked: all that a person is shown. */
export function makeHold(
  call: Call,
  seen: Call,
  decision: Decision,
  now: number,
  expire: number,
  evidence: Pick<Evidence, 'flows' | 'findings'> = { flows: [], findings: [] },
  list?: ValueList,
): Hold {
  const rules = asking(decision);
  const shown = shownText(seen);
  const letterAt = (at: JsonPointer, letter: number): number => {
    const [given, masked] = [valueAt(call.params, at), valueAt(seen.params, at)];
    return typeof given === 'string' && typeof masked === 'string' ? letterInMasked(given, masked, letter) : letter;
  };
  return Object.freeze({
    id: shortId(),
    call: seen.id,
    binding: bindingOf(call, decision),
    session: seen.session.key,
    principal: seen.principal,
    target: seen.target,
    method: seen.method,
    shown: spelled(shown.text),
    decisive: decisiveIn(rules, evidence, { placeOf: shown.placeOf, letterAt }),
    rules: rules.map((rule) => rule.rule),
    reasons: rules.map((rule) => rule.reason),
    ...(list === undefined ? {} : { list }),
    door: doorOf(decision),
    at: now,
    expires: now + expire,
  });
}

/**
 * The places that evidence points at, each once and by their member: what the rules ask about, what decides, then what was seen,
 * then whatever else came from elsewhere. Of one member only some: a list of addresses must not hide an amount.
 */
function decisiveIn(
  rules: readonly MatchedRule[],
  { flows, findings }: Pick<Evidence, 'flows' | 'findings'>,
  { placeOf, letterAt }: Shows,
): readonly JsonPointer[] {
  const places: ValuePlace[] = [
    ...rules.flatMap(({ place }) => place ?? []),
    ...flows.filter(({ to }) => to.role !== undefined).map(placeOfFlow),
    ...findings.map(({ at, span, inKey }) => ({ at, letter: inKey === true ? undefined : span?.[0] })),
    ...flows.map(placeOfFlow),
  ];
  const letters = new Map<JsonPointer, number | undefined>();
  for (const { at, letter } of places) letters.set(at, letters.get(at) ?? letter);
  const byMember = new Map<string, JsonPointer[]>();
  for (const [at, letter] of letters) {
    const place = placeOf(at);
    const member = pointerKeys(at).find((key) => !AROUND.has(key));
    if (place === undefined || member === undefined) continue;
    const others = byMember.get(member) ?? [];
    if (others.length === 0 && byMember.size < MOST_DECISIVE) byMember.set(member, others);
    if (others.length === MOST_OF_ONE) continue;
    others.push(letter === undefined ? place : `${place}/${letterAt(at, letter)}`);
  }
  return [...byMember.values()].flat();
}

const placeOfFlow = ({ to }: Flow): ValuePlace => ({ at: to.at, letter: to.part });

/** What arguments and answers stand in. */
const AROUND: ReadonlySet<string> = new Set(['arguments', 'inputResponses', '_meta']);
const MOST_DECISIVE = 30;
const MOST_OF_ONE = 10;

interface Shows {
  /** Where in what is shown a place of the params is; undefined where it is not shown. */
  readonly placeOf: (at: JsonPointer) => JsonPointer | undefined;
  /** Which letter of the string there a letter of what was given is. */
  readonly letterAt: (at: JsonPointer, letter: number) => number;
}

/** What would be sent, to the letter: numbers keep every digit on a person's screen. Answers go beside the arguments, and so does what nobody here knows. */
function shownText(seen: Call): Pick<Shows, 'placeOf'> & { readonly text: string } {
  const args = memberText(seen.text, 'arguments') || JSON.stringify(seen.args);
  const answers = memberText(seen.text, 'inputResponses');
  const meta = metaRead(seen);
  const unknown = namesArguments(seen) ? dropMembers(seen.text, (name) => KNOWN.has(name)) : '{}';
  const more = meta === '' ? unknown : putFirst(unknown, `"_meta":${meta}`);
  const besides = more === '{}' ? '' : `,"besides":${more}`;
  const isAlone = answers === '' && besides === '';
  const text = isAlone ? args : `{"arguments":${args}${answers === '' ? '' : `,"answers":${answers}`}${besides}}`;
  const placeOf: Shows['placeOf'] = (at) => {
    const [first = ''] = pointerKeys(at);
    if (first === 'inputResponses') return at.replace('/inputResponses', '/answers');
    if (first === '_meta') return `/besides${at}`;
    const isNamed = namesArguments(seen);
    const below = isNamed ? at.slice('/arguments'.length) : at;
    if (first === 'arguments' || !isNamed) return isAlone ? below : `/arguments${below}`;
    return KNOWN.has(first) ? undefined : `/besides${at}`;
  };
  return { text, placeOf };
}

const namesArguments = ({ method }: Call): boolean => method === 'tools/call' || method === 'prompts/get';
const KNOWN: ReadonlySet<string> = new Set(['name', 'arguments', '_meta', ...CARRIED]);

/** Where questions are kept, and what became of them is written down. */
export interface Desk {
  readonly approvals: Approvals;
  readonly journal: Journal;
}

/** Takes back the question about a call that was decided without its answer: nobody is to be asked what changes nothing. */
export function withdraw(
  hold: Hold,
  { call, decision }: { readonly call: Call; readonly decision: Decision },
  desk: Desk,
): Promise<void> {
  const what = decision.effect === 'allow' ? 'allowed' : 'refused';
  return takeBack(hold, `looked at again as ${call.id}, was ${what} without an answer`, desk);
}

/** Takes back the question about a call that its client made again and that another one asks about now, which says more. */
export const replace = (hold: Hold, { id, call }: Hold, desk: Desk): Promise<void> =>
  takeBack(hold, `made again as ${call}, is asked about as ${id}`, desk);

/** Takes back a question that a policy asked which is no longer in force: no answer to it lets the call run. */
export const lapse = (hold: Hold, desk: Desk): Promise<void> =>
  takeBack(hold, 'held by a policy that is no longer in force, is judged anew when it is made again or resumed', desk);

/** What a held call is of. A question is its server's own, of no tool. */
export const whereOf = ({ target: { upstream, name }, method }: Hold): string =>
  name === '' ? `${upstream} (${method})` : `${upstream}.${name}`;

async function takeBack(hold: Hold, how: string, { approvals, journal }: Desk): Promise<void> {
  // A folder that cannot be written leaves the question where it is; the call is decided all the same.
  if (!(await approvals.withdraw(hold).catch(() => false))) return;
  const message = `${hold.id} was withdrawn: its call of ${whereOf(hold)}, ${how}`;
  await journal.write({ kind: 'note', about: 'hold', message });
}
