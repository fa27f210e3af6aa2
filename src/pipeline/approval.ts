import type { Approvals, Hold, Verdict } from '../model/approval.ts';
import type { Call, Continuation } from '../model/call.ts';
import { compareDoors, type Decision, type Door, type MatchedRule, type ValuePlace } from '../model/decision.ts';
import type { ListYes, ValueList } from '../model/evidence/value-list.ts';
import type { Evidence, Flow } from '../model/evidence.ts';
import { shortId } from '../model/id.ts';
import type { Journal } from '../model/journal.ts';
import { canonicalText, sha256 } from '../model/json/canonical.ts';
import { dropMembers, putFirst } from '../model/json/members.ts';
import { spelled } from '../model/json/spelled.ts';
import { type JsonPointer, pointerKeys, valueAt } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { mayBeRead } from '../model/protocol/meta-keys.ts';
import { isUnsent } from '../model/result.ts';
import { members } from '../model/text/scan.ts';
import { letterInMasked } from './letter.ts';

/** What all rounds of one call have in common: its digest, under this definition of the tool and this policy. */
function roundsBinding(call: Call, decision: Decision): string {
  const meta = metaRead(call);
  const more = meta === '' ? '' : `\n${canonicalText(meta)}`;
  return sha256(`${call.digest}\n${call.tool.definition}\n${decision.policy}${more}`);
}

/** The JSON text of what a server may read of `_meta`; '' where that is nothing. */
function metaRead({ text }: Call): string {
  const meta = memberText(text, '_meta');
  const read = meta === '' ? '' : dropMembers(meta, (key) => !mayBeRead(key));
  return /^\{\s*\}$/.test(read) ? '' : read;
}

/**
 * What an approval is bound to: this very round of the call, with the answers it brings to its server's questions, under
 * this definition of the tool and this policy. Any change asks again.
 */
export function bindingOf(call: Call, decision: Decision): string {
  const carried = carriedBy(call);
  return carried.trim() === '' ? roundsBinding(call, decision) : sha256(`${roundsBinding(call, decision)}\n${carried}`);
}

const carriedBy = ({ text }: Call): string => CARRIED.map((name) => memberText(text, name)).join('\n');

/** Whether a session's client has made the same call again: no resumed round of it, and none of another client's. */
export const isSameRound = (one: Call, other: Call): boolean =>
  one.digest === other.digest &&
  one.session.key === other.session.key &&
  one.principal.id === other.principal.id &&
  carriedBy(one) === carriedBy(other);

/** What a round brings besides the arguments: the server's own state, and answers to its questions. */
const CARRIED = ['requestState', 'inputResponses'] as const;

/** The JSON text of a member of the params; '' where there is none. */
function memberText(text: string, name: string): string {
  const span = text.includes(name) || text.includes('\\u') ? members(text)?.get(name) : undefined;
  return span === undefined ? '' : text.slice(span.start, span.end);
}

/** The rules that ask, those that want the strongest door first. */
const asking = (decision: Decision): MatchedRule[] =>
  decision.matched
    .filter((rule) => rule.mode === 'enforce' && rule.effect === 'ask')
    .sort((a, b) => compareDoors(b.door, a.door));

/** The weakest door that counts for a decision to ask. */
const doorOf = (decision: Decision): Door => asking(decision)[0]?.door ?? 'elicitation';

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

export type Spending =
  /** `hold`: what the person was told, and shown. */
  | { readonly kind: 'approved'; readonly verdict: Verdict; readonly hold: Hold }
  | { readonly kind: 'denied'; readonly verdict: Verdict }
  | { readonly kind: 'unanswered' };

/** Whether every rule that asks is one that the person was told of: what was seen since they looked may be why they would say no. */
export const areTold = (decision: Decision, told: readonly string[]): boolean =>
  asking(decision).every(({ rule }) => told.includes(rule));

/** Looks for a person's answer to exactly this call and spends a yes: of many calls that want the same one, one gets it. */
export async function spendVerdict(approvals: Approvals, binding: string, decision: Decision): Promise<Spending> {
  let hold: Hold | undefined;
  const verdict = await approvals.find(binding, (one) => {
    const covers = areTold(decision, one.rules);
    if (covers) hold = one;
    return covers;
  });
  if (verdict === undefined) return { kind: 'unanswered' };
  if (verdict.answer === 'deny') return { kind: 'denied', verdict };
  if (hold === undefined || compareDoors(verdict.door, doorOf(decision)) < 0) return { kind: 'unanswered' };
  return (await approvals.consume(verdict.hold)) ? { kind: 'approved', verdict, hold } : { kind: 'unanswered' };
}

interface Desk {
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

async function takeBack(hold: Hold, how: string, { approvals, journal }: Desk): Promise<void> {
  // A folder that cannot be written leaves the question where it is; the call is decided all the same.
  if (!(await approvals.withdraw(hold).catch(() => false))) return;
  const where = `${hold.target.upstream}.${hold.target.name}`;
  const message = `${hold.id} was withdrawn: its call of ${where}, ${how}`;
  await journal.write({ kind: 'note', about: 'hold', message });
}

/** A yes is used up by a call that was sent. One that was not leaves it for the same call, made again. */
export async function keepUnsent(
  outcome: Outcome,
  { continues }: Call,
  { approvals, journal }: Desk,
): Promise<Outcome> {
  if (outcome.kind !== 'answered' || outcome.approval === undefined || !isUnsent(outcome.settled.result))
    return outcome;
  const { approval, settled } = outcome;
  // What an earlier round was sent with is used up.
  if (approval === continues?.approval) return outcome;
  const isBack = await approvals.giveBack(approval).then(
    () => true,
    () => false,
  );
  if (!isBack) return outcome;
  const message = `${approval} is not used up: its call ${settled.call.id} was not sent`;
  await journal.write({ kind: 'note', about: 'hold', message });
  return { kind: 'answered', settled };
}

/** What a person's yes to this decision covers in the next round of the same call; undefined where nobody was asked. */
export function continuationOf(call: Call, decision: Decision): Continuation | undefined {
  if (decision.approval === undefined) return undefined;
  return {
    approval: decision.approval,
    binding: roundsBinding(call, decision),
    rules: asking(decision).map(({ rule }) => rule),
  };
}

/**
 * Whether the yes of an earlier round covers this decision: the same call, no rule that the human was not told of, and no
 * finding or decisive flow in the answers, which did not exist yet when the person looked.
 */
export const isCovered = (
  call: Call,
  { findings, flows }: Evidence,
  decision: Decision,
  earlier: Continuation,
): boolean =>
  roundsBinding(call, decision) === earlier.binding &&
  areTold(decision, earlier.rules) &&
  !findings.some(({ at }) => isAnswer(at)) &&
  !flows.some(({ to }) => to.role !== undefined && isAnswer(to.at));

const isAnswer = (at: string): boolean => at.startsWith('/inputResponses');

/** The decision after a person's yes. It lifts an `ask`, never a `deny` (law 5). */
export function approved(decision: Decision, hold: string, list?: ListYes): Decision {
  if (decision.effect !== 'ask') return decision;
  return { ...decision, effect: 'allow', approval: hold, ...(list === undefined ? {} : { list }) };
}

/** The rule that stands first where a person said no; it is in no pack. */
export const DENIED_BY_HUMAN = 'denied-by-human';

/** The decision after a person's no. */
export function denied(decision: Decision, verdict: Verdict): Decision {
  const no: MatchedRule = {
    rule: DENIED_BY_HUMAN,
    pack: 'floor',
    effect: 'deny',
    mode: 'enforce',
    reason: `A person (${verdict.by}) looked at this call and said no.`,
    instead: 'Do not try it again in another form; tell the user what you wanted to do and ask how to go on.',
  };
  return { ...decision, effect: 'deny', matched: [no, ...decision.matched], approval: verdict.hold };
}
