import { type Hold, isOver } from '../model/approval.ts';
import type { Call, Principal } from '../model/call.ts';
import type { Held } from '../model/outcome.ts';
import { sameRoundAs } from './binding.ts';

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

interface Kept {
  hold: Hold;
  /** Undefined where there was no room for it. */
  call: Call | undefined;
  readonly isSame: (other: Call) => boolean;
  /** How many calls want its answer whose clients were told that they are held. */
  back: number;
  readonly policy: string;
  readonly lapse: AbortController;
}

/** For what is not kept any more. */
const NEVER = new AbortController().signal;
const lengthOf = (call: Call | undefined): number => call?.text.length ?? 0;

/** `room`: how many letters of calls are kept; of one caller's a quarter. The oldest are not kept whole, and can be made again. */
export function createWaiting(now: () => number, room: () => number, most = 1_000): Waiting {
  const held = new Map<string, Kept>();
  let inForce: string | undefined;
  const makeRoom = (text: string, room: number, isOf: (call: Call) => boolean): void => {
    const own = [...held.values()].filter(({ call }) => call !== undefined && isOf(call));
    let kept = own.reduce((sum, { call }) => sum + lengthOf(call), text.length);
    for (const one of own) {
      if (kept <= room) return;
      kept -= lengthOf(one.call);
      // That it is asked about, and who waits for that, weighs nothing: another policy is for them, too.
      one.call = undefined;
      one.hold = { ...one.hold, shown: '' };
    }
  };
  return {
    keep({ hold, call, decision: { policy } }) {
      // Resumed, it is one of those that were given back.
      const same = held.get(hold.id);
      const back = (same?.back ?? 0) - (call.approval === hold.id ? 1 : 0);
      const before: Hold[] = [];
      for (const one of held.values()) {
        if (one.back === 0 || one.hold.id === hold.id || !one.isSame(call)) continue;
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
      held.set(hold.id, { hold, call, isSame: sameRoundAs(call), back: Math.max(0, back), policy, lapse });
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
      if (found?.call === undefined || isOver(found.hold, now())) return undefined;
      const { hold, call } = found;
      return call.principal.id === principal.id && call.session.key === session ? { hold, call } : undefined;
    },
  };
}
