import type { Result } from '../../model/result.ts';
import type { Standing } from '../../model/upstreams.ts';

type State = Standing['state'];

/** How one server stands, and what its calls show of that. Tells whenever it comes to stand otherwise. */
export class Stand {
  state: Exclude<State, 'unreachable' | 'waiting-for-login'>;
  message: string | undefined;
  readonly #told: () => void;
  readonly #now: () => number;
  /** Since when, and why, calls do not get through to a server that was there. */
  #lost: string | undefined;
  /** What is odd about one that is there. */
  #remark: string | undefined;

  constructor(state: 'starting' | 'disabled', now: () => number, told: () => void) {
    this.state = state;
    this.#now = now;
    this.#told = told;
  }

  /** What it is called now, and in a sentence why. */
  get shown(): { readonly state: State; readonly message: string | undefined } {
    const { state } = this;
    const message = state === 'ready' ? this.#remark : this.message;
    return this.#lost === undefined ? { state, message } : { state: 'unreachable', message: this.#lost };
  }

  /** Says of a server that is there what is odd about it, or nothing any more. */
  remark(remark: string | undefined): void {
    if (remark === this.#remark) return;
    this.#remark = remark;
    this.#told();
  }

  become(state: Stand['state'], message: string | undefined): void {
    const isNew = state !== this.state || message !== this.message || this.#lost !== undefined;
    this.state = state;
    this.message = message;
    this.#lost = undefined;
    if (isNew) this.#told();
  }

  /** A connection to an address is never seen to end: that its server is gone shows in what becomes of calls. */
  heard(result: Result): void {
    if (result.kind !== 'failed') {
      if (this.#lost === undefined) return;
      this.#lost = undefined;
    } else {
      if (result.reason !== 'unreachable' || this.state !== 'ready' || this.#lost !== undefined) return;
      this.#lost = `since ${new Date(this.#now()).toISOString()}: ${result.message}`;
    }
    this.#told();
  }
}
