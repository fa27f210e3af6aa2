import type { Call } from '../model/call.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { DONE, type Result } from '../model/result.ts';
import { failure } from './failure.ts';
import type { Lane } from './lane.ts';

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;
const NOT_WATCHED = -32602;

/** Requests that modern servers do not know: there, watched resources are named in `subscriptions/listen`. */
export const isWatching = (method: string): boolean =>
  method === 'resources/subscribe' || method === 'resources/unsubscribe';

/**
 * The resources of one modern server that somebody behind this connection watches. They are asked for in one long-lived
 * request, which is replaced when they change or it ends; the old one goes on until the new one is acknowledged.
 */
export class Watch {
  readonly #lane: Pick<Lane, 'listen' | 'usable'>;
  readonly #isFrozen: () => boolean;
  readonly #watched = new Set<string>();
  #listening: AbortController | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #pause = FIRST_PAUSE;

  /** `isFrozen`: whether a person has frozen the server, or the session: then it is asked nothing. */
  constructor(lane: Pick<Lane, 'listen' | 'usable'>, isFrozen: () => boolean = () => false) {
    this.#lane = lane;
    this.#isFrozen = isFrozen;
  }

  /** Answers a legacy request to watch a resource or to stop. Never rejects. */
  call({ method, target }: Pick<Call, 'method' | 'target'>): Promise<Result> {
    const work = () => (method === 'resources/subscribe' ? this.#start(target.name) : this.#stop(target.name));
    const answer = this.#turn.then(work);
    this.#turn = answer;
    return answer;
  }

  async #start(uri: string): Promise<Result> {
    if (this.#watched.has(uri)) return DONE;
    this.#watched.add(uri);
    const answer = await this.#listen();
    if (answer.kind === 'complete' && names(answer.value).includes(uri)) return DONE;
    this.#watched.delete(uri);
    return answer.kind === 'complete' ? refusal(uri) : answer;
  }

  async #stop(uri: string): Promise<Result> {
    if (this.#watched.delete(uri)) await this.#listen();
    return DONE;
  }

  /** Asks for what is watched now. Resolves with what the server acknowledges, or with why it does not. */
  async #listen(): Promise<Result> {
    const before = this.#listening;
    if (this.#watched.size === 0) {
      this.#listening = undefined;
      before?.abort();
      return DONE;
    }
    const controller = new AbortController();
    const params = JSON.stringify({ notifications: { resourceSubscriptions: [...this.#watched] } });
    const [answer, ended] = await this.#ask(params, controller.signal);
    if (answer.kind !== 'complete') return answer;
    this.#pause = FIRST_PAUSE;
    this.#listening = controller;
    before?.abort();
    void ended.then(() => this.#again(controller));
    return answer;
  }

  /** The acknowledgement, or the end that came before it; and the end. */
  async #ask(params: string, signal: AbortSignal): Promise<readonly [Result, Promise<Result>]> {
    let acknowledge = (_result: Result): void => {};
    const acknowledged = new Promise<Result>((resolve) => {
      acknowledge = resolve;
    });
    const ended = this.#lane.listen(params, signal, (value) =>
      acknowledge({ kind: 'complete', value, text: JSON.stringify(value) }),
    );
    const early = ended.then((end) =>
      end.kind === 'complete' ? failure('refused', 'the server does not tell of changes to resources', false) : end,
    );
    return [await Promise.race([acknowledged, early]), ended];
  }

  /** It ended by itself: from now on changes would go unheard. */
  async #again(ended: AbortController): Promise<void> {
    while (this.#listening === ended && this.#lane.usable) {
      const pause = this.#pause;
      this.#pause = Math.min(pause * 2, LONGEST_PAUSE);
      await new Promise((resolve) => setTimeout(resolve, pause).unref());
      const asked = this.#turn.then(async () => {
        if (this.#listening === ended && !this.#isFrozen()) await this.#listen();
      });
      this.#turn = asked;
      await asked;
    }
  }
}

const names = (filter: JsonObject): readonly unknown[] =>
  isObject(filter.notifications) && Array.isArray(filter.notifications.resourceSubscriptions)
    ? filter.notifications.resourceSubscriptions
    : [];

function refusal(uri: string): Result {
  const value = { code: NOT_WATCHED, message: `the server does not tell of changes to ${uri}` };
  return { kind: 'error', ...value, value, text: JSON.stringify(value) };
}
