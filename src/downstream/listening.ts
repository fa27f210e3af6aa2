import type { GateEvent } from '../model/gate.ts';
import type { Asking } from './asking.ts';
import { modernHead } from './era.ts';
import { Errand } from './errand.ts';
import type { Front } from './front.ts';
import { passCall } from './passing.ts';
import { acknowledge, type Filter, readFilter, tellListener } from './subscription.ts';
import type { Visit } from './visit.ts';
import { CODES, META, notificationText, type Rejection } from './wire.ts';

interface Listener {
  readonly errand: Errand;
  filter: Filter;
}

const NOTHING: Filter = { lists: new Set(), uris: new Set() };

/** The open `subscriptions/listen` requests of one connection, by the JSON text of their ids. */
export class Listening {
  readonly #front: Front;
  readonly #asking: Asking;
  readonly #listeners = new Map<string, Listener>();

  constructor(front: Front, asking: Asking) {
    this.#front = front;
    this.#asking = asking;
  }

  has(id: string): boolean {
    return this.#listeners.has(id);
  }

  /** Opens one: subscribes to its resources, then acknowledges. Returns a rejection where there are too many. */
  open(visit: Visit): Rejection | undefined {
    const { size } = this.#listeners;
    if (size >= this.#front.inFlight)
      return {
        code: CODES.refused,
        message: `${size} subscriptions are open, which is the most (limits.inFlight): end one first`,
      };
    const listener = { errand: new Errand(this.#front, this.#asking, visit), filter: NOTHING };
    this.#listeners.set(visit.id, listener);
    void this.#begin(listener);
    return undefined;
  }

  /** Ends one because its client took it back. False if there is none. */
  cancel(id: string): boolean {
    const listener = this.#listeners.get(id);
    if (listener === undefined) return false;
    this.#listeners.delete(id);
    listener.errand.cancel();
    void this.#release(listener.errand.visit, listener.filter);
    return true;
  }

  tell(event: GateEvent): void {
    for (const [id, { filter, errand }] of this.#listeners) {
      const { session, reply } = errand.visit;
      const text = tellListener(event, filter, session, id);
      if (text !== undefined) reply.tell(text);
    }
  }

  /** Ends all from our side as the protocol wants it: announced, and answered. */
  end(): void {
    for (const [id, { errand }] of this.#listeners) {
      if (!errand.finish()) continue;
      const { frame, reply, dress } = errand.visit;
      const requestId = frame.id ?? '';
      const params = { requestId, _meta: { [META.subscription]: requestId } };
      reply.tell(notificationText('notifications/cancelled', params));
      const text = `{${modernHead(dress).slice(0, -1)},"${META.subscription}":${id}}}`;
      reply.end(id, { member: 'result', text });
    }
    this.#listeners.clear();
  }

  async #begin(listener: Listener): Promise<void> {
    const { visit } = listener.errand;
    const asked = readFilter(visit.frame.params.notifications, this.#front.gate.capabilities);
    const uris = new Set<string>();
    for (const uri of asked.uris) if (await this.#subscribe(listener, uri)) uris.add(uri);
    const filter = { lists: asked.lists, uris };
    if (this.#listeners.get(visit.id) !== listener) return this.#release(visit, filter);
    visit.reply.tell(acknowledge(filter, visit.id));
    // Only now: nothing may come before the acknowledgement.
    listener.filter = filter;
  }

  async #subscribe({ errand }: Listener, uri: string): Promise<boolean> {
    const own = this.#errandFor(errand.visit, 'resources/subscribe', uri);
    errand.whenCancelled({ handleEvent: () => void own.abandon() });
    const answer = await passCall(own).catch(() => undefined);
    return answer?.member === 'result';
  }

  async #release(visit: Visit, { uris }: Filter): Promise<void> {
    for (const uri of uris) await passCall(this.#errandFor(visit, 'resources/unsubscribe', uri)).catch(() => undefined);
  }

  /** To an upstream a subscription is a call like any other: judged and recorded. */
  #errandFor(visit: Visit, method: string, uri: string): Errand {
    const params = { uri };
    const frame = { ...visit.frame, params, paramsText: JSON.stringify(params) };
    return new Errand(this.#front, this.#asking, { ...visit, frame, method });
  }
}
