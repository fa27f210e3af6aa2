import type { Catalog } from '../../catalog/catalog.ts';
import type { Granted } from '../../catalog/lists.ts';
import { isNamedAfter } from '../../catalog/names.ts';
import type { Call, Principal, Session } from '../../model/call.ts';
import type { Gate, Spoken } from '../../model/gate.ts';
import type { Power } from '../../model/tool.ts';
import type { Standing, Upstreams } from '../../model/upstreams.ts';
import { again, createWaiting, fileElicitation, passThrough } from '../../pipeline/breakpoint.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { JudgingCourier } from '../../pipeline/notice.ts';
import { passQuestion, permitted } from '../../pipeline/question.ts';
import type { Events } from './events.ts';
import type { OwnWords } from './own-words.ts';
import type { Ownership } from './ownership.ts';

/** What a reload replaces. A call keeps the one it was judged by until it is answered. */
export interface InForce {
  readonly interposer: Interposer;
  readonly granted: (principal: Principal) => Granted;
  /** Milliseconds a held call waits for an answer from outside. */
  readonly patience: number;
  /** Why nothing passes until a person does something, one sentence each. */
  readonly barred?: readonly string[];
}

export interface GateParts {
  readonly catalog: Catalog;
  readonly upstreams: Upstreams;
  readonly inForce: () => InForce;
  readonly ownership: Ownership;
  /** Undefined where what users say is not listened to. */
  readonly ownWords: OwnWords | undefined;
  /** Whether a person is asked what the task is. */
  readonly asksTask: boolean;
  /** Resolves when something can be shown of every server that may run. */
  readonly shown: () => Promise<void>;
  /**
   * The end of the time in which only what was accepted is shown of a server, or where none is named, of any; undefined
   * where there is no such server.
   */
  readonly promised: (upstream?: string) => Promise<unknown> | undefined;
  /** Milliseconds a list waits for servers that are still starting. */
  readonly listWait: number;
  /** Adds to the merged instructions: what the agent must know of the gate itself. */
  readonly preface: string;
  /** Completes the commands in a text of ours. */
  readonly say: (text: string) => string;
  readonly events: Events;
}

/** Everything that a client can ask of us, wired from the rooms. */
export function createGate(parts: GateParts): Gate {
  const { catalog, upstreams, inForce, ownership, ownWords } = parts;
  const { approvals, journal, now } = inForce().interposer;
  const current = (): Interposer => inForce().interposer;
  const waiting = createWaiting(now);
  let listable: { readonly of: InForce; readonly wait: Promise<void> } | undefined;

  const passOn: Gate['pass'] = (call, courier, doors) => {
    const { interposer, patience } = inForce();
    const isSilent = courier.notify === undefined && courier.ask === undefined;
    const judging = isSilent ? courier : new JudgingCourier(call, courier, interposer, patience);
    return passThrough(call, judging, doors, waiting, current, patience);
  };

  // Not an async function: most calls have nothing to wait for here, and need no promise more.
  const pass: Gate['pass'] = (call, courier, doors) => {
    const opening = ownership.open(call.session);
    if (opening !== undefined) return opening.then(() => passTold(call, courier, doors));
    return ownWords === undefined ? passOn(call, courier, doors) : passTold(call, courier, doors);
  };

  /** What the session is for is recorded before the call is judged by it. */
  const passTold: Gate['pass'] = (call, courier, doors) => {
    const settling = ownWords?.settle(call.session);
    return settling === undefined ? passOn(call, courier, doors) : settling.then(() => passOn(call, courier, doors));
  };

  /** The session's past comes first: somebody may have been asked, and something done, before this process. */
  const asksTask = async (call: Call): Promise<boolean> => {
    await ownership.open(call.session);
    return (await ownWords?.wants(call)) ?? false;
  };

  return {
    ...(parts.asksTask ? { asksTask } : {}),
    get capabilities() {
      return catalog.capabilities();
    },
    get instructions() {
      const merged = catalog.instructions();
      return [parts.preface, ...(inForce().barred ?? []), merged].filter((part) => part !== '').join('\n\n');
    },
    async list(kind, principal) {
      // Only the first list waits, and the first after a reload.
      const of = inForce();
      if (listable?.of !== of) listable = { of, wait: Promise.race([parts.shown(), delay(parts.listWait)]) };
      await listable.wait;
      return catalog.texts(kind, inForce().granted(principal));
    },
    starting: (method, params) => {
      const any = parts.promised();
      if (any === undefined) return undefined;
      const found = catalog.find(method, params);
      if (found !== undefined) return parts.promised(found.target.upstream);
      // It may be something new of one of them.
      return Promise.race([any, delay(parts.listWait)]);
    },
    find: (method, params, session) => catalog.find(method, params, session?.key),
    absent: (name) =>
      upstreams.standings().find(({ upstream, state }) => state !== 'ready' && isNamedAfter(upstream, name)),
    isGranted: (principal, { upstream, name }) =>
      inForce().granted(principal)(upstream, name, catalog.facts(upstream, name)?.powers ?? READS),
    inward: (found, method, text) => catalog.inward(found, method, text),
    outward: (upstream, method, text) => catalog.outward(upstream, method, text),
    pass,
    permit: (call, question, courier) =>
      passQuestion(call, question, permitted, courier, current(), inForce().patience),
    stopped: (call) => current().view(call).frozen,
    answer: (hold, answer, principal) => fileElicitation(hold, answer, principal, current()),
    async held(id, principal, session) {
      const hold = await approvals.get(id);
      const isTheirs = hold?.principal.id === principal.id && hold.session === session.key;
      return isTheirs && hold.expires > now() ? hold : undefined;
    },
    async resume(id, principal, session, courier, doors) {
      const found = waiting.find(id, principal, session.key);
      if (found === undefined) return undefined;
      const outcome = await pass(again(found.call, found.hold, current()), courier, doors);
      if (outcome.kind !== 'held') waiting.drop(id);
      return outcome;
    },
    note(method, principal, session, spoken) {
      void journal.write({ kind: 'note', about: method, message: sayClient(principal, session, spoken) });
    },
    say: parts.say,
    async status(principal, session) {
      const holds = await approvals.pending();
      const theirs = holds.filter((hold) => hold.principal.id === principal.id && hold.session === session.key);
      const held = theirs.map(
        (hold) => `- held: ${hold.id} ${hold.target.upstream}.${hold.target.name}: ${hold.reasons[0] ?? ''}`,
      );
      const standings = upstreams.standings();
      const servers = standings.filter((one) => one.state !== 'ready' || one.message !== undefined).map(sayStanding);
      const stops = ['', ...standings.map(({ upstream }) => upstream)].map(
        (upstream) => current().view({ session, principal, target: { upstream, name: '' } }).frozen,
      );
      const stopped = [...new Set(stops)].filter((why) => why !== undefined).map(sayStop);
      const barred = (inForce().barred ?? []).map((one) => `- ${one}`);
      const all = [...barred, ...stopped, ...held, ...servers];
      return all.length === 0 ? 'Nothing is held, and every server is there.' : parts.say(all.join('\n'));
    },
    listen: (listener) => parts.events.listen(listener),
    changedRoots(principal, session) {
      void journal.write({
        kind: 'note',
        about: 'notifications/roots/list_changed',
        message: `${principal.id} ${session.key}`,
      });
      upstreams.changedRoots(session);
    },
    hear(session, statements) {
      ownWords?.hear(session, statements);
    },
    leave(session) {
      ownWords?.leave(session);
      upstreams.leave(session);
      ownership.leave(session);
    },
  };
}

function sayClient({ id, client }: Principal, session: Session, { version, asks }: Spoken): string {
  const name = client === undefined ? 'a client without a name' : `${client.name} ${client.version}`.trim();
  const asked = asks.length === 0 ? 'cannot be asked' : `can be asked by ${asks.join(' and ')}`;
  return `${id} ${session.key} by ${session.source}; ${name} speaks ${version ?? 'no revision yet'}, ${asked}`;
}

/** What is no tool is read. */
const READS: readonly Power[] = ['read'];

const sayStop = (why: string): string =>
  `- stopped by a person: ${why}. Calls are refused until they lift it; tell the user`;

const sayStanding = ({ upstream, state, message }: Standing): string =>
  `- server ${upstream}: ${state}${message === undefined ? '' : `: ${message}`}`;

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
