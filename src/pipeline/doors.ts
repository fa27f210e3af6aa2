import type { Approvals, Hold } from '../model/approval.ts';
import type { Call, Principal } from '../model/call.ts';
import type { Doors, ElicitationAnswer } from '../model/gate.ts';
import type { Journal } from '../model/journal.ts';
import type { Held } from '../model/outcome.ts';
import type { Courier } from '../model/relay.ts';
import type { Interposer } from './interpose.ts';

/** How often a waiting client is told that its call still waits. Milliseconds. */
const REMINDER = 2_000;

/** Whether somebody answered the hold while its call could wait, and the question stood: through the client, or from outside. */
export async function isAnsweredByDoor(
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
