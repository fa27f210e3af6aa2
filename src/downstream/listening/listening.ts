import type { GateEvent } from '../../model/gate.ts';
import { isWanted } from '../../model/protocol/log-level.ts';
import type { Asking } from '../asking.ts';
import { Errand } from '../calls/errand.ts';
import { modernHead } from '../era.ts';
import type { Front } from '../front.ts';
import type { Visit } from '../visit.ts';
import { CODES, META, notificationText, type Rejection } from '../wire.ts';
import {
  acknowledge,
  type Filter,
  listChangedText,
  overText,
  readFilter,
  tellListener,
  unheardText,
  WARNING,
  warningText,
} from './subscription.ts';
import { askFor, type Told, type Watch, Watches } from './watches.ts';

interface Listener {
  readonly errand: Errand;
  readonly watches: Watches;
  /** Nothing until it is acknowledged. */
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
    const watches = new Watches(this.#front, this.#asking);
    const listener = { errand: new Errand(this.#front, this.#asking, visit), watches, filter: NOTHING };
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
    void listener.watches.end();
    return true;
  }

  tell(event: GateEvent): void {
    for (const [id, listener] of this.#listeners) {
      const { filter, errand, watches } = listener;
      if (event.kind === 'replaced') void watches.renew(event, this.#toldOf(id, listener));
      if (event.kind === 'rejudged') void watches.rejudge(this.#toldOf(id, listener));
      const { session, reply } = errand.visit;
      const text = tellListener(event, filter, session, id);
      if (text !== undefined) reply.tell(text);
    }
  }

  /** Ends all from our side as the protocol wants it: announced, and answered. */
  end(): void {
    for (const [id, { errand, watches }] of this.#listeners) {
      watches.clear();
      this.#end(id, errand, {});
    }
  }

  #end(id: string, errand: Errand, said: { readonly reason?: string }): void {
    this.#listeners.delete(id);
    if (!errand.finish()) return;
    const { frame, reply, dress } = errand.visit;
    const requestId = frame.id ?? '';
    const params = { requestId, ...said, _meta: { [META.subscription]: requestId } };
    reply.tell(notificationText('notifications/cancelled', params));
    const text = `{${modernHead(dress).slice(0, -1)},"${META.subscription}":${id}}}`;
    reply.end(id, { member: 'result', text });
  }

  #toldOf(id: string, listener: Listener): Told {
    return {
      over: (watch, why) => this.#over(id, listener, watch, why),
      // Its stream goes on for what else it listens to: where it wants no log messages, the changed list tells it.
      unheard: (watch) => {
        if (this.#listeners.get(id) === listener) this.#warn(id, listener, unheardText(watch));
      },
    };
  }

  /** True where the client asked for log messages. */
  #warn(id: string, { errand }: Listener, text: string): boolean {
    const { envelope, reply } = errand.visit;
    const { logLevel } = envelope;
    if (logLevel === undefined || !isWanted(WARNING, logLevel)) return false;
    reply.tell(warningText(text, id));
    return true;
  }

  /** One resource is not watched any more. A client that asked for no log messages learns it by the end of its stream. */
  #over(id: string, listener: Listener, watch: Watch, why: string): void {
    const { errand, watches, filter } = listener;
    // If the request was not acknowledged yet, its acknowledgement will leave this out.
    if (filter === NOTHING || this.#listeners.get(id) !== listener) return;
    listener.filter = { lists: filter.lists, uris: watches.uris };
    const text = overText(watch, why);
    if (this.#warn(id, listener, text)) return;
    void watches.end();
    this.#end(id, errand, { reason: text });
  }

  async #begin(listener: Listener): Promise<void> {
    const { errand, watches } = listener;
    const { visit } = errand;
    const asked = readFilter(visit.frame.params.notifications, this.#front.gate.capabilities);
    for (const uri of asked.uris) await this.#subscribe(listener, uri);
    if (this.#listeners.get(visit.id) !== listener) return watches.end();
    const filter = { lists: asked.lists, uris: watches.uris };
    visit.reply.tell(acknowledge(filter, visit.id));
    // Only now: nothing may come before the acknowledgement.
    listener.filter = filter;
    // It changed after it was listed, and nobody was told.
    for (const list of filter.lists)
      if (this.#front.gate.isOutdated(list, visit.session)) visit.reply.tell(listChangedText(list, visit.id));
  }

  /** What is refused, or fails, is not acknowledged. */
  async #subscribe({ errand, watches }: Listener, uri: string): Promise<void> {
    const own = new Errand(this.#front, this.#asking, askFor(errand.visit, 'resources/subscribe', uri));
    errand.whenCancelled({ handleEvent: () => void own.abandon() });
    await watches.start(own).catch(() => undefined);
  }
}
