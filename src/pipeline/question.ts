import { argsOf, type Call, callDigest } from '../model/call.ts';
import { type Decision, decidingRules } from '../model/decision.ts';
import type { Doors } from '../model/gate.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { narrowRoots } from '../model/protocol/roots.ts';
import type { Caller, Courier, Question, Relay } from '../model/relay.ts';
import { type Complete, DONE, ownError, type Result } from '../model/result.ts';
import { type Label, NO_FACTS, type ToolFacts } from '../model/tool.ts';
import { continuationOf } from './approval.ts';
import { leave, passThrough } from './breakpoint.ts';
import type { Interposer } from './interpose.ts';
import type { Waiting } from './waiting.ts';

/** Refused by policy or by a person; outside the range that the protocol reserves. */
const REFUSED = -31000;

type Given = Pick<Call, 'origin' | 'method' | 'target' | 'tool' | 'args' | 'params' | 'text'>;

/** A call that another one causes, in its session and for its principal. */
function causedBy({ session, principal }: Call, given: Given, at: number): Call {
  const digest = callDigest({ principal, session, method: given.method, target: given.target }, given.text);
  return { id: nextId(at), at, session, principal, ...given, digest };
}

/** A question as a call of the upstream's own. */
function callOf(about: Call, { method, params, text }: Question, at: number): Call {
  const target = { upstream: about.target.upstream, name: '' };
  const tool = factsOf(about.tool.labels);
  const args = argsOf(method, params);
  return Object.freeze(causedBy(about, { origin: 'upstream', method, target, tool, args, params, text }, at));
}

const facts = new WeakMap<readonly Label[], ToolFacts>();

/** All that is known of a question: it carries the labels of its server's results. */
function factsOf(labels: readonly Label[]): ToolFacts {
  let known = facts.get(labels);
  if (known === undefined) {
    known = labels.length === 0 ? NO_FACTS : Object.freeze({ ...NO_FACTS, labels });
    facts.set(labels, known);
  }
  return known;
}

/** By what a question is judged. */
export interface Judging {
  /** As the call was that caused it. */
  readonly first: Interposer;
  /** Where it waited for a person: by what is in force. */
  readonly current: () => Interposer;
  /** Questions that wait. None of them is a call that a client could resume. */
  readonly waiting: Waiting;
}

/**
 * Takes a question through the spine. `put` hands it to the client; what comes back is judged on its way to the upstream.
 * Where the policy asks, a person answers outside of the client, since the question is about using that client. Without an
 * answer in time the question counts as refused, and a later one is for the same question, asked again. Nobody waits for it
 * once `withdrawn` is aborted.
 */
export async function passQuestion(
  about: Call,
  question: Question,
  put: Relay,
  courier: Courier,
  judging: Judging,
  withdrawn?: AbortSignal,
): Promise<Outcome> {
  return passOrWait(callOf(about, question, judging.first.now()), put, courier, judging, withdrawn);
}

async function passOrWait(
  call: Call,
  relay: Relay,
  courier: Courier,
  { first, current, waiting }: Judging,
  withdrawn: AbortSignal | undefined,
): Promise<Outcome> {
  const by = (interposer: Interposer): Interposer => ({ ...interposer, relay });
  const own = new QuestionCourier(courier, withdrawn);
  const outcome = await passThrough(call, own, OUT_OF_BAND, waiting, () => by(current()), by(first));
  // Unlike a client, which is told that its call is held, a server is told no.
  if (outcome.kind === 'held' && !own.signal.aborted) await leave(outcome, current());
  return outcome;
}

const OUT_OF_BAND: Doors = Object.freeze({ returns: false });

/** Carries a question of a call that was sent before: nothing in it is new to the client of that call but the question. */
class QuestionCourier implements Courier {
  readonly capabilities: JsonObject;
  readonly #courier: Courier;
  readonly #withdrawn: AbortSignal | undefined;

  constructor(courier: Courier, withdrawn: AbortSignal | undefined) {
    this.capabilities = courier.capabilities;
    this.#courier = courier;
    this.#withdrawn = withdrawn;
  }

  get signal(): AbortSignal {
    const { signal } = this.#courier;
    return this.#withdrawn === undefined ? signal : AbortSignal.any([signal, this.#withdrawn]);
  }

  async caller(): Promise<Caller | undefined> {
    return this.#courier.caller?.();
  }
}

/**
 * Judges an answer to a legacy upstream as data that leaves for it: like arguments of the call that caused the question,
 * under the powers of its tool, and in the place where a modern upstream would find it. A person's yes to that call, by
 * `decision`, covers the rules it was given for; findings in the answer ask anew.
 */
export async function passAnswer(
  about: Call,
  decision: Decision | undefined,
  { method }: Question,
  answer: Complete,
  courier: Courier,
  judging: Judging,
  withdrawn?: AbortSignal,
): Promise<Result> {
  const { target, tool } = about;
  const params = { inputResponses: { answer: answer.value } };
  const text = `{"inputResponses":{"answer":${answer.text}}}`;
  const given = { origin: 'downstream', method, target, tool, args: params, params, text } as const;
  const call = causedBy(about, given, judging.first.now());
  const continues = decision === undefined ? undefined : continuationOf(call, decision);
  const judged = Object.freeze(continues === undefined ? call : { ...call, continues });
  const outcome = await passOrWait(judged, taken, courier, judging, withdrawn);
  return outcome.kind === 'answered' && outcome.settled.result.kind === 'complete' ? answer : toldUpstream(outcome);
}

/** Stands in for a relay where an answer is judged: an answer has no answer of its own. */
const taken: Relay = async (admitted) => (admitted.use() ? DONE : USED);

/** Lets through a question that travels in a result: it is put with that result, and its answer comes with the next call. */
export const permitted: Relay = async (admitted) =>
  admitted.use() ? { kind: 'input_required', value: {}, text: '{}' } : USED;

/**
 * Puts a question to the client whose call caused it. Of its roots only those are heard that the server may know of: `roots` has
 * the folders by all that may say so, asked when the answer is there, since the question may have waited for a person.
 */
export const putThrough =
  (question: Question, courier: Courier, signal: AbortSignal, roots: () => readonly (readonly string[])[]): Relay =>
  async (admitted) => {
    if (!admitted.use()) return USED;
    const answer = (await courier.ask?.(question, signal)) ?? NOBODY;
    if (question.method !== 'roots/list' || answer.kind !== 'complete') return answer;
    const text = roots().reduce(narrowRoots, answer.text);
    return text === answer.text ? answer : { ...answer, value: JSON.parse(text) as JsonObject, text };
  };

/** What the upstream is told: the client's answer, or which rule refused its question. */
export function toldUpstream(outcome: Outcome): Result {
  if (outcome.kind === 'answered' || outcome.kind === 'input_required')
    return outcome.settled.use() ? outcome.settled.result : USED;
  const { call, decision } = outcome;
  const [rule] = decidingRules(decision);
  const why = rule === undefined ? 'no rule allows it' : `${rule.reason} (rule "${rule.rule}")`;
  const what = call.origin === 'upstream' ? `this ${call.method}` : `the answer to this ${call.method}`;
  const message =
    outcome.kind === 'held'
      ? `Sallyport held ${what} for a person, and nobody answered: ${why}`
      : `Sallyport refused ${what}: ${why}`;
  return ownError(REFUSED, message);
}

const USED = ownError(-32603, 'this permission was used before: a question is put once');
const NOBODY = ownError(-32601, 'the client in front of Sallyport cannot be asked');
