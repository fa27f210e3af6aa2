import type { Watcher } from '../../model/relay.ts';

/** Whether a client has cancelled its request, and who is to be told. Most calls end before anybody asks, so little is made beforehand. */
export abstract class Cancellation {
  #controller: AbortController | undefined;
  /** Nearly always one; a call that is run again, after a hold or for more input, is watched again. */
  #watcher: Watcher | undefined;
  #others: Watcher[] | undefined;
  #cancelled = false;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#cancelled) this.#controller.abort();
    return this.#controller.signal;
  }

  get isCancelled(): boolean {
    return this.#cancelled;
  }

  whenCancelled(watcher: Watcher): void {
    if (this.#cancelled) watcher.handleEvent();
    else if (this.#watcher === undefined) this.#watcher = watcher;
    else {
      this.#others ??= [];
      this.#others.push(watcher);
    }
  }

  /** Tells everybody, once. */
  protected tellCancelled(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#watcher?.handleEvent();
    for (const watcher of this.#others ?? []) watcher.handleEvent();
    this.#controller?.abort();
  }
}
