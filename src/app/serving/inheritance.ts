/**
 * What became of the last calls of a process that died is not in its record, and what they brought may have been read: its
 * chain is closed, which says so, before the past of a session that it owned is read.
 */
export class Inheritance {
  readonly #closeDead: () => Promise<boolean>;
  #closing: Promise<boolean> = Promise.resolve(true);

  /** `closeDead` resolves with whether no such chain is left. */
  constructor(closeDead: () => Promise<boolean>) {
    this.#closeDead = closeDead;
  }

  /** A session was taken over from a process that died. */
  take(): void {
    this.#closing = this.#closing.then(this.#closeDead).catch(() => false);
  }

  /** Resolves when the chains are closed; with false where one is not yet: then whoever asks next tries again. */
  async closed(): Promise<boolean> {
    const isClosed = await this.#closing;
    if (!isClosed) this.take();
    return isClosed;
  }
}
