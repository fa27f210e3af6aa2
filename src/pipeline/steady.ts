import type { Call } from '../model/call.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Result } from '../model/result.ts';
import type { View } from '../model/view.ts';
import { withFault } from './fault.ts';
import { gatherOnCall, gatherOnResult, type Mounted } from './gather.ts';
import { now, turn } from './slices.ts';
import { planOf } from './sum.ts';

/** What looking needs of an interposer. */
export interface Looking {
  readonly inspectors: readonly Mounted[];
  readonly limit: number;
  readonly view: (around: Call) => View;
}

/** How one call, or its result, is looked at. */
interface Look {
  readonly call: Call;
  readonly looking: Looking;
  readonly gather: (view: View) => Evidence | Promise<Evidence>;
}
/** Goes on with what was seen, in the same tick. */
type Next<T> = (seen: Evidence, view: View) => T;

/** The most looks at one call. Those who look again do so one after another, so that hardly any needs a third. */
const MOST_LOOKS = 20;
const UNSTEADY = {
  inspector: 'pipeline',
  message: `the session's record grew during each of ${MOST_LOOKS} looks; make the call again when less is under way`,
};

/** For each session, the last in line of those that look again. Whatever else comes in that session waits, or it would outdate their looks. */
const lines = new Map<string, Promise<unknown>>();
const lineOf = ({ session }: Call): Promise<unknown> | undefined =>
  lines.size === 0 ? undefined : lines.get(session.key);

/**
 * Looks at a call, and goes on in the tick in which everything has been seen. Where that took a while and the session was told
 * something meanwhile, the call is looked at again: the news stands before it in the record, so a replay that gathers anew would
 * know of it. The same goes for a call that comes while a long result is still being learned.
 */
export function lookAtCall<T>(call: Call, looking: Looking, next: Next<Promise<T>>): Promise<T> {
  const { inspectors, limit } = looking;
  const view = looking.view(call);
  const look: Look = { call, looking, gather: (known) => gatherOnCall(inspectors, call, known, limit) };
  if (view.memory.unlearned > 0 || lineOf(call) !== undefined) return inLine(look, next);
  const { changes } = view;
  const seen = look.gather(view);
  return seen instanceof Promise ? whenSeen(look, seen, changes, next) : next(seen, view);
}

/** The same for a result. Only inspectors that wait for others, those of users, read the view when they look at one. */
export function lookAtResult<T>(
  call: Call,
  result: Result,
  looking: Looking,
  next: Next<T | Promise<T>>,
): T | Promise<T> {
  const { inspectors, limit } = looking;
  const view = looking.view(call);
  const { changes } = view;
  const look: Look = { call, looking, gather: (known) => gatherOnResult(inspectors, call, result, known, limit) };
  const seen = look.gather(view);
  if (!(seen instanceof Promise)) {
    const line = lineOf(call);
    return line === undefined ? next(seen, view) : line.then(() => lookAtResult(call, result, looking, next));
  }
  return planOf(inspectors, 'onResult').steps.some(({ waits }) => waits)
    ? whenSeen(look, seen, changes, next)
    : seen.then(async (all) => {
        await lineOf(call);
        return next(all, looking.view(call));
      });
}

async function whenSeen<T>(
  look: Look,
  seen: Promise<Evidence>,
  changes: number | undefined,
  next: Next<T | Promise<T>>,
): Promise<T> {
  const all = await seen;
  const view = look.looking.view(look.call);
  return view.changes === changes ? next(all, view) : inLine(look, next);
}

/** One after another in each session: if many looked at once, each would outdate the looks of all others. */
async function inLine<T>(look: Look, next: Next<T | Promise<T>>): Promise<T> {
  const { key } = look.call.session;
  const mine = (lines.get(key) ?? Promise.resolve()).then(() => lookAgain(look, next));
  const looked = mine.then(leave, leave);
  function leave(): void {
    if (lines.get(key) === looked) lines.delete(key);
  }
  lines.set(key, looked);
  return (await mine).going;
}

/** The next in line waits for the look, not for what follows from it, which is wrapped for that. */
async function lookAgain<T>(
  { call, looking, gather }: Look,
  next: Next<T | Promise<T>>,
): Promise<{ readonly going: T | Promise<T> }> {
  for (let looks = 1; ; looks++) {
    const view = await whenLearned(call, looking);
    const { changes } = view;
    const seen = await gather(view);
    const later = looking.view(call);
    if (later.changes === changes) return { going: next(seen, later) };
    if (looks === MOST_LOOKS) return { going: next(withFault(seen, UNSTEADY), later) };
  }
}

/** What is known, once everything was learned. What is not learned in time counts as forgotten. */
async function whenLearned(call: Call, { view, limit }: Looking): Promise<View> {
  const until = now() + limit;
  for (;;) {
    const known = view(call);
    if (known.memory.unlearned === 0 || now() > until) return known;
    await turn();
  }
}
