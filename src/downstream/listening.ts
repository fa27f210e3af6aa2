import type { GateEvent } from '../model/gate.ts';
import type { Asking } from './asking.ts';
import { modernHead } from './era.ts';
import { Errand } from './errand.ts';
import type { Front } from './front.ts';
import { passCall } from './passing.ts';
import { acknowledge, type Filter, readFilter, tellListener } from './subscription.ts';
import type { Visit } from './visit.ts';
import { type Answer, CODES, META, notificationText, type Rejection } from './wire.ts';

/** The open `subscriptions/listen` requests of one connection, by the JSON text of their ids. */
export interface Listening {
  has(id: string): boolean;
  /** Opens one: subscribes to its resources, then acknowledges. Returns a rejection where there are too many. */
  open(visit: Visit): Rejection | undefined;
  /** Ends one because its client took it back. False if there is none. */
  cancel(id: string): boolean;
  tell(event: GateEvent): void;
  /** Ends all from our side as the protocol wants it: announced, and answered. */
  end(): void;
}

interface Listener {
  readonly visit: Visit;
  readonly errand: Errand;
  filter: Filter;
}

const NOTHING: Filter = { lists: new Set(), uris: new Set() };

export function createListening(front: Front, asking: Asking): Listening {
  const listeners = new Map<string, Listener>();

  /** To an upstream a subscription is a call like any other: judged and recorded. */
  const pass = async (visit: Visit, method: string, uri: string, errand: Errand): Promise<boolean> => {
    const params = { uri };
    const frame = { ...visit.frame, params, paramsText: JSON.stringify(params) };
    const answer = await passCall(front, { ...visit, frame, method }, errand, asking).catch(() => undefined);
    return answer?.member === 'result';
  };

  const begin = async (listener: Listener): Promise<void> => {
    const { visit, errand } = listener;
    const asked = readFilter(visit.frame.params.notifications, front.gate.capabilities);
    const uris = new Set<string>();
    for (const uri of asked.uris) if (await pass(visit, 'resources/subscribe', uri, errand)) uris.add(uri);
    const filter = { lists: asked.lists, uris };
    if (listeners.get(visit.id) !== listener) return release(visit, filter);
    visit.reply.tell(acknowledge(filter, visit.id));
    // Only now: nothing may come before the acknowledgement.
    listener.filter = filter;
  };

  const release = async (visit: Visit, { uris }: Filter): Promise<void> => {
    for (const uri of uris) await pass(visit, 'resources/unsubscribe', uri, new Errand(visit, false));
  };

  return {
    has: (id) => listeners.has(id),
    open(visit) {
      if (listeners.size >= front.inFlight)
        return {
          code: CODES.refused,
          message: `${listeners.size} subscriptions are open, which is the most (limits.inFlight): end one first`,
        };
      const listener = { visit, errand: new Errand(visit, false), filter: NOTHING };
      listeners.set(visit.id, listener);
      void begin(listener);
      return undefined;
    },
    cancel(id) {
      const listener = listeners.get(id);
      if (listener === undefined) return false;
      listeners.delete(id);
      listener.errand.cancel();
      void release(listener.visit, listener.filter);
      return true;
    },
    tell(event) {
      for (const [id, { filter, visit }] of listeners) {
        const text = tellListener(event, filter, visit.session, id);
        if (text !== undefined) visit.reply.tell(text);
      }
    },
    end() {
      for (const [id, { visit, errand }] of listeners) {
        if (!errand.finish()) continue;
        const tag = { [META.subscription]: visit.frame.id ?? '' };
        visit.reply.tell(notificationText('notifications/cancelled', { requestId: visit.frame.id ?? '', _meta: tag }));
        visit.reply.end(id, endOf(visit, id));
      }
      listeners.clear();
    },
  };
}

const endOf = ({ dress }: Visit, id: string): Answer => ({
  member: 'result',
  text: `{${modernHead(dress).slice(0, -1)},"${META.subscription}":${id}}}`,
});
