import { argsOf, type Call, callDigest } from '../model/call.ts';
import { nextId } from '../model/id.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Courier, Question, Relay } from '../model/relay.ts';
import { ownError, type Result } from '../model/result.ts';
import { NO_FACTS } from '../model/tool.ts';
import { type Interposer, interpose } from './interpose.ts';

/** Refused by policy or by a person; outside the range that the protocol reserves. */
const REFUSED = -31000;

/** A question as a call of the upstream's own, in the session and for the principal of the call that caused it. */
function callOf(about: Call, { method, params, text }: Question, at: number): Call {
  const { session, principal, target } = about;
  const call = {
    id: nextId(at),
    at,
    session,
    principal,
    origin: 'upstream' as const,
    method,
    target: { upstream: target.upstream, name: '' },
    tool: NO_FACTS,
    args: argsOf(method, params),
    params,
    text,
    digest: '',
  };
  call.digest = callDigest(call, text);
  return Object.freeze(call);
}

/**
 * Takes a question through the spine. `put` hands it to the client; what comes back is judged on its way to the upstream.
 * Where the policy asks, a person answers outside of the client, which is the one that would be used: at most `patience`
 * milliseconds, then the question is as good as refused.
 */
export async function passQuestion(
  about: Call,
  question: Question,
  put: Relay,
  courier: Courier,
  interposer: Interposer,
  patience: number,
): Promise<Outcome> {
  const { now, approvals } = interposer;
  const asking: Interposer = { ...interposer, relay: put };
  const call = callOf(about, question, now());
  const outcome = await interpose(call, courier, asking);
  if (outcome.kind !== 'held' || patience <= 0) return outcome;
  // The state directory cannot be watched: nobody has answered, as far as anyone can know.
  const verdict = await approvals.wait(outcome.hold.id, patience, courier.signal).catch(() => undefined);
  if (verdict === undefined) return outcome;
  const at = now();
  return interpose(Object.freeze({ ...call, id: nextId(at), at, approval: outcome.hold.id }), courier, asking);
}

/** Lets a question through that travels in a result: it is put with the answer, and its own answer comes with the next call. */
export const permitted: Relay = async (admitted) =>
  admitted.use() ? { kind: 'input_required', value: {}, text: '{}' } : USED;

/** Puts a question to the client whose call caused it. */
export const putThrough =
  (question: Question, courier: Courier, signal: AbortSignal): Relay =>
  async (admitted) => {
    if (!admitted.use()) return USED;
    return (await courier.ask?.(question, signal)) ?? NOBODY;
  };

/** What the upstream is told: the client's answer, or which rule refused its question. */
export function toldUpstream(outcome: Outcome): Result {
  if (outcome.kind === 'answered' || outcome.kind === 'input_required')
    return outcome.settled.use() ? outcome.settled.result : USED;
  const { call, decision } = outcome;
  const rule = decision.matched.find((one) => one.mode === 'enforce' && one.effect === decision.effect);
  const why = rule === undefined ? 'no rule allows it' : `${rule.reason} (rule "${rule.rule}")`;
  const message =
    outcome.kind === 'held'
      ? `Sallyport held this ${call.method} for a person, and nobody answered: ${why}`
      : `Sallyport refused this ${call.method}: ${why}`;
  return ownError(REFUSED, message);
}

const USED = ownError(-32603, 'this permission was used before: a question is put once');
const NOBODY = ownError(-32601, 'the client in front of Sallyport cannot be asked');
