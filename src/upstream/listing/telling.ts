import type { Connection } from '../connection.ts';
import type { Slot } from '../server/slot.ts';
import { Relisting } from './relisting.ts';
import { subscribe, wishes } from './subscription.ts';

/** How long a listing waits for a server to agree that it tells of changes, in milliseconds. */
const PATIENCE = 500;

/** By which connection a server tells that its lists have changed, and that it is listed again then. */
export class Telling {
  readonly #relisting: Relisting<Slot>;
  readonly #canList: () => boolean;
  readonly #missed: (slot: Slot) => void;
  readonly #heard = new WeakSet<Connection>();
  #teller: Slot | undefined;
  #listedAs: string | undefined;

  /**
   * `again` lists with a slot; `canList` says whether that can be done now; `missed` is told of one that told nobody for a
   * while, `restless` of one that tells all the time.
   */
  constructor(
    again: (slot: Slot) => void,
    canList: () => boolean,
    missed: (slot: Slot) => void,
    restless: (wait: number | undefined) => void,
  ) {
    this.#relisting = new Relisting(again, restless);
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

  /**
   * Has a server tell of changes before it is listed: of what changed in between nobody would hear. One that agrees only when
   * it is listed already is listed again. Never rejects.
   */
  async hear(slot: Slot, connection: Connection): Promise<void> {
    const { lane, greeting, hears } = connection;
    const wanted = wishes(greeting.capabilities);
    if (wanted === undefined || this.#heard.has(connection)) return;
    this.#heard.add(connection);
    let isLate = false;
    let late: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      const acknowledged = (): void => (isLate ? this.#missed(slot) : resolve());
      if (greeting.era === 'modern') void subscribe(lane, wanted, slot.quit.signal, acknowledged).then(resolve);
      else void hears.then((isTold) => (isTold ? acknowledged() : resolve()));
      late = setTimeout(resolve, PATIENCE);
    });
    isLate = true;
    clearTimeout(late);
  }

  /** It was listed: a change that came too early is listed as well. */
  follow(slot: Slot): void {
    if (this.#relisting.missed()) this.#relisting.changed(slot, true);
  }

  stop(): void {
    this.#relisting.stop();
  }
}
