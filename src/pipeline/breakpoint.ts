import { type Approvals, type Hold, isOver } from '../model/approval.ts';
import { argsOf, type Call, type Principal } from '../model/call.ts';
import type { Doors, ElicitationAnswer } from '../model/gate.ts';
import { nextId } from '../model/id.ts';
import type { Journal } from '../model/journal.ts';
import type { JsonObject } from '../model/json.ts';
import type { Held, Outcome } from '../model/outcome.ts';
import type { Courier } from '../model/relay.ts';
import { isUnsent } from '../model/result.ts';
import { isSameRound, replace, withdraw } from './approval.ts';
import { type Interposer, interpose, refuseLapsed } from './interpose.ts';

/** How often a waiting client is told that its call still waits. Milliseconds. */
const REMINDER = 2_000;

/** Calls that wait for a person, kept whole so that they can be run as they were. Only those of this process. */
export interface Waiting {
  /** Returns what the same call of its session was held for before, as often as its client got that back, and made it again. */
  keep(held: Held): readonly Hold[];
  /** Nobody waits for the answer any more: the client is told that its call is held. */
  gaveBack(id: string): void;
  /** The call was run, or refused for good: its id is void, and what it weighs is for others. */
  drop(id: string | undefined): void;
  /**
   * Another policy is in force: no answer to what an earlier one asked about counts. Where one waits, its call is judged anew.
   * Returns what nobody waits for, as often as a client was told that it is held.
   */
  lapse(policy: string): readonly Hold[];
  /** Aborted when the policy that asked is no longer in force. */
  lapsed(id: string): AbortSignal;
  /** The call held under this id, if it belongs to that principal and session and has not expired. */
  find(id: string, principal: Principal, session: string): { hold: Hold; call: Call } | undefined;
}

/** `room`: how many letters of calls are kept; of one caller's a quarter. The oldest are forgotten, and can be made again. */
export function createWaiting(now: () => number, room: () => number, most = 1_000): Waiting {
  /** `back`: how many calls want its answer whose clients were told that they are held. */
  const held = new Map<string, { hold: Hold; call: Call; back: number; policy: string; lapse: AbortController }>();
  let inForce: string | undefined;
  const makeRoom = (text: string, room: number, isOf: (call: Call) => boolean): void => {
    const own = [...held.values()].filter(({ call }) => isOf(call));
    let kept = own.reduce((sum, { call }) => sum + call.text.length, text.length);
    for (const { hold, call } of own) {
      if (kept <= room) return;
      held.delete(hold.id);
      kept -= call.text.length;
    }
  };
  return {
    keep({ hold, call, decision: { policy } }) {
      // Resumed, it is one of those that were given back.
      const same = held.get(hold.id);
      const back = (same?.back ?? 0) - (call.approval === hold.id ? 1 : 0);
      const before: Hold[] = [];
      for (const one of held.values()) {
        if (one.back === 0 || one.hold.id === hold.id || !isSameRound(one.call, call)) continue;
        for (; one.back > 0; one.back--) before.push(one.hold);
      }
      for (const [id, { hold: old }] of held) {
        if (old.expires > now() && held.size < most) break;
        held.delete(id);
      }
      held.delete(hold.id);
      makeRoom(call.text, room() / 4, ({ principal }) => principal.id === call.principal.id);
      makeRoom(call.text, room(), () => true);
      // All that wait for one answer are told. Whoever comes back to a question that has lapsed was told then.
      const lapse = same === undefined || same.lapse.signal.aborted ? new AbortController() : same.lapse;
      // It was asked about while another policy came into force.
      if (inForce !== undefined && inForce !== policy) lapse.abort();
      held.set(hold.id, { hold, call, back: Math.max(0, back), policy, lapse });
      return before;
    },
    gaveBack(id) {
      const found = held.get(id);
      if (found !== undefined) found.back++;
    },
    drop(id) {
      if (id !== undefined) held.delete(id);
    },
    lapse(policy) {
      inForce = policy;
      const lapsed: Hold[] = [];
      for (const one of held.values()) {
        if (one.policy === policy) continue;
        one.lapse.abort();
        for (; one.back > 0; one.back--) lapsed.push(one.hold);
      }
      return lapsed;
    },
    lapsed: (id) => held.get(id)?.lapse.signal ?? NEVER,
    find(id, principal, session) {
      const found = held.get(id);
      if (found === undefined || isOver(found.hold, now())) return undefined;
      return found.call.principal.id === principal.id && found.call.session.key === session ? found : undefined;
    },
  };
}

/**
 * Takes a call through the spine and, where it is held, through the doors that are open to its client. `current` is the
 * interposer in force: a call that waited is judged by the policy of now, not by the one it came under.
 */
export async function passThrough(
  call: Call,
  courier: Courier,
  doors: Doors,
  waiting: Waiting,
  current: () => Interposer,
): Promise<Outcome> {
  let outcome = await interpose(call, courier, current());
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

/** For what is not kept any more. */
const NEVER = new AbortController().signal;

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
async function leave({ call, hold }: Held, { approvals, journal }: Interposer): Promise<void> {
  // A folder that cannot be written leaves the question as it is.
  await approvals.leave(hold.id).catch(() => undefined);
  const where = `${hold.target.upstream}.${hold.target.name}`;
  const message = `${hold.id}: the client took its call of ${where} back, or went away; ${call.id} was not run`;
  await journal.write({ kind: 'note', about: 'hold', message });
}

/** Whether somebody answered the hold while its call could wait, and the question stood: through the client, or from outside. */
async function isAnsweredByDoor(
  { call, hold }: Held,
  courier: Courier,
  doors: Doors,
  interposer: Interposer,
  lapsed: AbortSignal,
): Promise<boolean> {
  if (elicitationCounts(hold, call.principal)) {
    if (doors.returns) return false;
    const { elicit } = doors;
    if (elicit !== undefined && (await isAnsweredWithForm(hold, call, elicit, interposer, lapsed))) return true;
  }
  const over = AbortSignal.any([courier.signal, lapsed]);
  return !over.aborted && waitOutside(hold, over, doors, interposer);
}

/** A form is open in the client, and the first answer counts: one from outside closes the form. */
async function isAnsweredWithForm(
  hold: Hold,
  { principal }: Call,
  elicit: NonNullable<Doors['elicit']>,
  interposer: Interposer,
  lapsed: AbortSignal,
): Promise<boolean> {
  if (lapsed.aborted) return false;
  const { approvals, now } = interposer;
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, lapsed]);
  const form = elicit(hold, signal).then((answer) => fileElicitation(hold, answer, principal, interposer));
  // Where the state directory cannot be watched, only the client is heard.
  const outside = approvals.wait(hold.id, hold.expires - now(), signal).catch(() => undefined);
  try {
    const otherwise = outside.then((verdict) => verdict !== undefined || (lapsed.aborted ? false : form));
    return await Promise.race([form, otherwise]);
  } finally {
    over.abort();
  }
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

/** Whether an answer that comes back through the client counts for this hold (law 5). */
export const elicitationCounts = (hold: Hold, principal: Principal): boolean =>
  principal.human === 'elicitation' && hold.door === 'elicitation';

/** Files an answer that came back through the client, and how fast it came. False if it is none or does not count. */
export async function fileElicitation(
  hold: Hold,
  answer: ElicitationAnswer,
  principal: Principal,
  { approvals, journal, now }: { approvals: Approvals; journal: Journal; now: () => number },
): Promise<boolean> {
  if (answer.action === 'none' || !elicitationCounts(hold, principal)) return false;
  const verdict = {
    hold: hold.id,
    binding: hold.binding,
    answer: answer.action,
    ...(answer.list === true && hold.list !== undefined ? { list: true as const } : {}),
    door: 'elicitation',
    by: principal.client?.name ?? principal.id,
    at: now(),
    took: answer.took,
  } as const;
  try {
    // Recorded before it counts: an approval that nobody can read afterwards is none.
    const record = (): Promise<boolean> => journal.write({ kind: 'approval', verdict });
    // A call that was taken back may still be held, for whoever makes it again: they are asked themselves.
    if (answer.isLate !== true && (await approvals.answer(verdict, record))) return true;
  } catch {
    // An answer that cannot be filed does not count, and the record says so; other doors may still be open.
  }
  void journal.write({ kind: 'late', verdict });
  return false;
}

async function waitOutside(
  hold: Hold,
  over: AbortSignal,
  doors: Doors,
  { approvals, patience }: Interposer,
): Promise<boolean> {
  if (patience <= 0) return false;
  const message = `Waiting for a person: \`sallyport approve ${hold.id}\``;
  doors.waiting?.(message);
  const reminder = setInterval(() => doors.waiting?.(message), REMINDER);
  try {
    return (await approvals.wait(hold.id, patience, over)) !== undefined;
  } catch {
    // The state directory cannot be watched: nobody has answered, as far as anyone can know.
    return false;
  } finally {
    clearInterval(reminder);
  }
}
