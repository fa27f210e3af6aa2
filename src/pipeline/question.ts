import { argsOf, type Call, callDigest } from '../model/call.ts';
import { type Decision, decidingRules } from '../model/decision.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import type { Outcome } from '../model/outcome.ts';
import { narrowRoots } from '../model/protocol/roots.ts';
import type { Courier, Question, Relay } from '../model/relay.ts';
import { type Complete, DONE, ownError, type Result } from '../model/result.ts';
import { type Label, NO_FACTS, type ToolFacts } from '../model/tool.ts';
import { continuationOf } from './approval.ts';
import { runAgain } from './breakpoint.ts';
import { type Interposer, interpose } from './interpose.ts';

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

/**
 * Takes a question through the spine. `put` hands it to the client; what comes back is judged on its way to the upstream.
 * Where the policy asks, a person answers outside of the client, since the question is about using that client. Without an
 * answer in time the question counts as refused.
 */
export async function passQuestion(
  about: Call,
  question: Question,
  put: Relay,
  courier: Courier,
  interposer: Interposer,
): Promise<Outcome> {
  return passOrWait(callOf(about, question, interposer.now()), courier, { ...interposer, relay: put });
}

async function passOrWait(call: Call, courier: Courier, asking: Interposer): Promise<Outcome> {
  const { approvals, patience } = asking;
  const outcome = await interpose(call, courier, asking);
  if (outcome.kind !== 'held' || patience <= 0) return outcome;
  // The state directory cannot be watched: nobody has answered, as far as anyone can know.
  const verdict = await approvals.wait(outcome.hold.id, patience, courier.signal).catch(() => undefined);
  if (verdict === undefined) return outcome;
  return runAgain(call, outcome.hold, courier, () => asking);
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
  interposer: Interposer,
): Promise<Result> {
  const { target, tool } = about;
  const params = { inputResponses: { answer: answer.value } };
  const text = `{"inputResponses":{"answer":${answer.text}}}`;
  const given = { origin: 'downstream', method, target, tool, args: params, params, text } as const;
  const call = causedBy(about, given, interposer.now());
  const continues = decision === undefined ? undefined : continuationOf(call, decision);
  const judged = Object.freeze(continues === undefined ? call : { ...call, continues });
  const outcome = await passOrWait(judged, courier, { ...interposer, relay: taken });
  return outcome.kind === 'answered' && outcome.settled.result.kind === 'complete' ? answer : toldUpstream(outcome);
}

/** Stands in for a relay where an answer is judged: an answer has no answer of its own. */
const taken: Relay = async (admitted) => (admitted.use() ? DONE : USED);

/** Lets through a question that travels in a result: it is put with that result, and its answer comes with the next call. */
export const permitted: Relay = async (admitted) =>
  admitted.use() ? { kind: 'input_required', value: {}, text: '{}' } : USED;

/** Puts a question to the client whose call caused it. Of its roots only those are heard that the server may know of. */
export const putThrough =
  (question: Question, courier: Courier, signal: AbortSignal, roots?: readonly string[]): Relay =>
  async (admitted) => {
    if (!admitted.use()) return USED;
    const answer = (await courier.ask?.(question, signal)) ?? NOBODY;
    if (roots === undefined || question.method !== 'roots/list' || answer.kind !== 'complete') return answer;
    const text = narrowRoots(answer.text, roots);
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
