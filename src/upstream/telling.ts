import type { Connection } from './connection.ts';
import { Relisting } from './relisting.ts';
import type { Slot } from './slot.ts';
import { subscribe, wishes } from './subscription.ts';

/** By which connection a server tells that its lists have changed, and that it is listed again then. */
export class Telling {
  readonly #relisting: Relisting<Slot>;
  readonly #canList: () => boolean;
  readonly #missed: (slot: Slot) => void;
  readonly #subscribed = new WeakSet<Connection>();
  #teller: Slot | undefined;
  #listedAs: string | undefined;

  /** `again` lists with a slot; `canList` says whether that can be done now; `missed` is told of one that told nobody for a while. */
  constructor(again: (slot: Slot) => void, canList: () => boolean, missed: (slot: Slot) => void) {
    this.#relisting = new Relisting(again);
    this.#canList = canList;
    this.#missed = missed;
  }

  /** What the server that was listed for all had been told of its client. */
  get listedAs(): string | undefined {
    return this.#listedAs;
  }

  /** Whether somebody tells: else nobody would hear of a change. */
  get isHeard(): boolean {
    return this.#teller?.connection?.lane.usable === true;
  }

  isBy(slot: Slot): boolean {
    return this.#teller === slot;
  }

  /** Whether what a connection is offered is what all are: a legacy server that was told of another client may offer it less, or more. */
  speaksForAll({ connection, declared }: Slot): boolean {
    return connection?.greeting.era === 'modern' || this.#listedAs === undefined || declared === this.#listedAs;
  }

  /** It is being listed now, or is not any more. */
  set isBusy(isBusy: boolean) {
    this.#relisting.isBusy = isBusy;
  }

  /** From now on this one tells. */
  take(slot: Slot): void {
    this.#teller = slot;
    this.#listedAs ??= slot.declared;
  }

  changed(slot: Slot): void {
    if (this.speaksForAll(slot)) this.#relisting.changed(slot, this.#canList());
  }

  /** Hears of later changes, and of one that came too early. */
  follow(slot: Slot, connection: Connection): void {
    const { era, capabilities } = connection.greeting;
    const wanted = era === 'modern' && !this.#subscribed.has(connection) ? wishes(capabilities) : undefined;
    if (wanted !== undefined) {
      this.#subscribed.add(connection);
      void subscribe(connection.lane, wanted, slot.quit.signal, () => this.#missed(slot));
    }
    if (this.#relisting.missed()) this.#relisting.changed(slot, true);
  }

  stop(): void {
    this.#relisting.stop();
  }
}
