import type { Hold } from '../model/approval.ts';
import { argsOf, type Call } from '../model/call.ts';
import type { Doors } from '../model/gate.ts';
import { nextId } from '../model/id.ts';
import type { JsonObject } from '../model/json.ts';
import type { Held, Outcome } from '../model/outcome.ts';
import type { Courier } from '../model/relay.ts';
import { isUnsent } from '../model/result.ts';
import { isAnsweredByDoor } from './doors.ts';
import { replace, whereOf, withdraw } from './hold.ts';
import { type Interposer, interpose, refuseLapsed } from './interpose.ts';
import type { Waiting } from './waiting.ts';

/**
 * Takes a call through the spine and, where it is held, through the doors that are open to its client. `current` is the
 * interposer in force: a call that waited is judged by the policy of now, not by the one it came under, which is `first`.
 */
export async function passThrough(
  call: Call,
  courier: Courier,
  doors: Doors,
  waiting: Waiting,
  current: () => Interposer,
  first = current(),
): Promise<Outcome> {
  let outcome = await interpose(call, courier, first);
  if (outcome.kind === 'held') outcome = await waitFor(outcome, courier, doors, waiting, current);
  else if (!wasUnsent(outcome)) waiting.drop(call.approval ?? spentBy(outcome));
  if (courier.queue !== undefined) await courier.queue;
  return outcome;
}

/** Has a held call wait while its client's doors are open. What is answered is run again, and so is what another policy is to judge. */
async function waitFor(
  held: Held,
  courier: Courier,
  doors: Doors,
  waiting: Waiting,
  current: () => Interposer,
): Promise<Outcome> {
  const { call, hold } = held;
  await keep(held, waiting, current());
  const lapsed = waiting.lapsed(hold.id);
  const isAnswered = await isAnsweredByDoor(held, courier, doors, current(), lapsed);
  waiting.gaveBack(hold.id);
  let outcome: Outcome = held;
  if (isAnswered) {
    outcome = await runAgain(call, hold, courier, current);
    // More is asked about by now than the person was told of.
    if (outcome.kind === 'held') {
      await keep(outcome, waiting, current());
      waiting.gaveBack(outcome.hold.id);
    } else if (!wasUnsent(outcome)) waiting.drop(hold.id);
  } else if (lapsed.aborted && !courier.signal.aborted) {
    outcome = await runAgain(call, hold, courier, current);
    if (outcome.kind === 'held') return waitFor(outcome, courier, doors, waiting, current);
    waiting.drop(hold.id);
    await withdraw(hold, outcome.kind === 'refused' ? outcome : outcome.settled, current());
  }
  // A client that gave up may make the call again, and its person has to know that nobody waits until then.
  if (outcome.kind === 'held' && courier.signal.aborted) await leave(outcome, current());
  return outcome;
}

/** Whether it may still be run by the answer that it was let run by: nothing of it was sent. */
const wasUnsent = (outcome: Outcome): boolean => outcome.kind === 'answered' && isUnsent(outcome.settled.result);

/** The hold to which a person's answer let a call run, or had it refused. */
function spentBy(outcome: Exclude<Outcome, Held>): string | undefined {
  if (outcome.kind === 'refused') return outcome.decision.approval;
  return outcome.kind === 'answered' ? outcome.approval : outcome.continues?.approval;
}

/** Keeps a held call, and takes back what was asked about it before. */
async function keep(held: Held, waiting: Waiting, interposer: Interposer): Promise<void> {
  for (const before of waiting.keep(held)) await replace(before, held.hold, interposer);
}

/** Notes, for people and in the record, that nobody waits for the answer to a held call. */
export async function leave({ call, hold }: Held, { approvals, journal }: Interposer): Promise<void> {
  // A folder that cannot be written leaves the question as it is.
  await approvals.leave(hold.id).catch(() => undefined);
  const where = whereOf(hold);
  const message =
    call.origin === 'upstream'
      ? `${hold.id}: nobody waits any more for the question of ${where}; ${call.id} was not put`
      : `${hold.id}: the client took its call of ${where} back, or went away; ${call.id} was not run`;
  await journal.write({ kind: 'note', about: 'hold', message });
}

/**
 * A held call, run again as it was: a new call with the same digest, through the whole spine. Its tool may have become another
 * thing meanwhile, its server may be told less, and `principal`, who makes it now, may be granted less: it is judged as that.
 */
export function again(
  call: Call,
  hold: Hold,
  { now, factsNow, textNow }: Pick<Interposer, 'now' | 'factsNow' | 'textNow'>,
  principal = call.principal,
): Call {
  const at = now();
  const renewed = { ...call, ...withText(call, textNow(call)), id: nextId(at), at, principal };
  return Object.freeze({ ...renewed, tool: factsNow(call), approval: hold.id });
}

function withText(call: Call, text: string): Pick<Call, 'text' | 'params' | 'args'> {
  if (text === call.text) return call;
  const params = JSON.parse(text) as JsonObject;
  return { text, params, args: argsOf(call.method, params) };
}

/** Runs a held call again for who makes it by now. Nobody who was shut out meanwhile is let in by a person's yes, which is not spent. */
export async function runAgain(call: Call, hold: Hold, courier: Courier, current: () => Interposer): Promise<Outcome> {
  const caller = await courier.caller?.();
  const next = again(call, hold, current(), caller?.principal);
  if (caller?.lapsed !== undefined) return refuseLapsed(next, caller.lapsed, current());
  return interpose(next, courier, current());
}
