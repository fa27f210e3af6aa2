import { countOf } from '../../model/count.ts';
import type { GateEvent } from '../../model/gate.ts';
import { isObject, type JsonObject } from '../../model/json.ts';
import type { Asking } from '../asking.ts';
import { Errand } from '../calls/errand.ts';
import { passCall } from '../calls/passing.ts';
import type { Front } from '../front.ts';
import { NOBODY } from '../reply.ts';
import type { Visit } from '../visit.ts';
import { type Answer, CODES } from '../wire.ts';

/** A resource that a client watches, and who asked for it. */
export interface Watch {
  readonly uri: string;
  readonly visit: Visit;
  /** Where it is; undefined while that is not known, before servers have said what they offer. */
  upstream: string | undefined;
}

/** Another server has taken the place of one: `tried` to be started, and `listed`, so that it can be asked. */
export type Replacement = Omit<Extract<GateEvent, { kind: 'replaced' }>, 'kind'>;

/** Told what becomes of what is watched. */
export interface Told {
  /** It is not watched any more, and why. */
  readonly over: (watch: Watch, why: string) => void;
  /** Nobody tells of it before the server is there that takes the place of the one that did. */
  readonly unheard: (watch: Watch) => void;
}

const CHANGED = 'the configuration was changed';
const FAULT = 'Sallyport failed while it asked for that: a fault of ours.';

/**
 * What one client watches, over its connection or by one `subscriptions/listen`. To a server each is a call like any other,
 * judged and recorded, and one call more where another server takes its place.
 */
export class Watches {
  readonly #front: Front;
  readonly #asking: Asking;
  /** By key of session and address. */
  readonly #all = new Map<string, Watch>();
  /** Requests that are under way, each with what it takes the place of, which stays where it fails. */
  readonly #before = new Map<Watch, Watch | undefined>();
  /** What is to be asked of the server that takes another's place, and was not yet. */
  readonly #due = new Set<Watch>();
  /** By server, the last replacement that was heard of. */
  readonly #replaced = new Map<string, Replacement>();

  constructor(front: Front, asking: Asking) {
    this.#front = front;
    this.#asking = asking;
  }

  get size(): number {
    return this.#all.size;
  }

  get uris(): ReadonlySet<string> {
    return new Set([...this.#all.values()].map(({ uri }) => uri));
  }

  has(session: string, uri: string): boolean {
    return this.#all.has(keyOf(session, uri));
  }

  /** Passes on that a client wants to watch something. It counts before it is answered: its server may be replaced meanwhile. */
  async start(errand: Errand): Promise<Answer> {
    const visit = askFor(errand.visit, 'resources/subscribe');
    const watch: Watch = { uri: uriOf(visit), visit, upstream: this.#upstreamOf(visit) };
    const key = keyOf(visit.session.key, watch.uri);
    this.#before.set(watch, this.#all.get(key));
    this.#all.set(key, watch);
    let isWatched = false;
    try {
      const answer = await passCall(errand);
      isWatched = answer.member === 'result';
      return answer;
    } finally {
      if (isWatched) watch.upstream ??= this.#upstreamOf(visit);
      else this.#undo(key, watch);
      this.#before.delete(watch);
      // Taken back before it was answered.
      if (isWatched && !this.#all.has(key)) await this.#pass(watch, 'resources/unsubscribe');
    }
  }

  /** Passes on that it wants to no longer. */
  async stop(errand: Errand): Promise<Answer> {
    const answer = await passCall(errand);
    if (answer.member === 'result') this.#all.delete(keyOf(errand.visit.session.key, uriOf(errand.visit)));
    return answer;
  }

  /** As soon as the server that took another's place can be asked, it is asked for all that was watched at that one. */
  async renew(replacement: Replacement, told: Told): Promise<void> {
    const { upstream, listed, tried } = replacement;
    const due = [...this.#all].filter(([, watch]) => watch.upstream === upstream);
    if (due.length === 0) return;
    this.#replaced.set(upstream, replacement);
    for (const [, watch] of due) this.#due.add(watch);
    const isThere = await Promise.race([listed.then(() => true), tried.then(() => false)]);
    if (!isThere) this.#leaveUnheard(replacement, due, told);
    await listed;
    for (const [key, watch] of due) {
      // It was replaced once more: that one will be asked.
      if (this.#replaced.get(upstream) !== replacement) return;
      this.#due.delete(watch);
      // Taken back, or asked for anew by its client.
      if (this.#all.get(key) !== watch) continue;
      const why = await this.#again(watch);
      if (this.#all.get(key) !== watch) {
        if (why === undefined) await this.#pass(watch, 'resources/unsubscribe');
      } else if (why !== undefined) {
        this.#all.delete(key);
        told.over(watch, `${CHANGED}, and another server took the place of ${upstream}.\n${why}`);
      }
    }
    this.#replaced.delete(upstream);
  }

  /** The policy was changed: what is watched is judged by it, each by a call like the first, and none after another: one may wait for a person. */
  async rejudge(told: Told): Promise<void> {
    await Promise.all([...this.#all].map(([key, watch]) => this.#judge(key, watch, told)));
  }

  async #judge(key: string, watch: Watch, told: Told): Promise<void> {
    // Another server will be asked for it, and that is judged.
    if (this.#due.has(watch)) return;
    const answer = await this.#pass(watch, 'resources/subscribe');
    const why = answer === undefined ? FAULT : refusedBy(answer);
    if (!this.#all.has(key)) {
      // Taken back meanwhile, and asked for once more by this.
      if (answer?.member === 'result') await this.#pass(watch, 'resources/unsubscribe');
    } else if (why === undefined) {
      // Its server tells already, and one who watches is to be counted once; not at the next server, which it has yet to ask.
      if (answer?.member === 'result' && !this.#due.has(watch)) this.#uncount(watch);
    } else if (this.#all.get(key) === watch) {
      this.#all.delete(key);
      told.over(watch, `${CHANGED}.\n${why}`);
      const stopped = await this.#pass(watch, 'resources/unsubscribe');
      if (stopped?.member !== 'result') this.#uncount(watch);
    }
  }

  /** Forgets all; their servers are not told. */
  clear(): void {
    this.#all.clear();
  }

  /** Takes all back. */
  async end(): Promise<void> {
    const all = [...this.#all.values()];
    this.clear();
    for (const watch of all) await this.#pass(watch, 'resources/unsubscribe');
  }

  /** Why it is not watched; undefined where it is. */
  async #again(watch: Watch): Promise<string | undefined> {
    const { uri, upstream, visit } = watch;
    // Another server may have an address of that name as well, which nobody asked for.
    if (this.#upstreamOf(visit) !== upstream) return `${upstream} has no resource ${uri} any more.`;
    const answer = await this.#pass(watch, 'resources/subscribe');
    if (answer === undefined) return FAULT;
    return answer.member === 'result' ? undefined : String((JSON.parse(answer.text) as JsonObject).message);
  }

  /** A call on behalf of who watches it. Undefined where a part of ours failed. */
  #pass({ visit }: Watch, method: string): Promise<Answer | undefined> {
    const { proof, envelope, principal } = visit;
    // What a caller may do can have changed with the configuration.
    const known = this.#front.identify(proof, envelope.client, principal.subagent);
    const errand = new Errand(this.#front, this.#asking, { ...askFor(visit, method), principal: known });
    return passCall(errand).catch(() => undefined);
  }

  #upstreamOf({ frame, session }: Visit): string | undefined {
    return this.#front.gate.find('resources/subscribe', frame.params, session)?.target.upstream;
  }

  /** A request failed: what it took the place of stays, unless that has failed as well. */
  #undo(key: string, watch: Watch): void {
    const before = this.#before.get(watch);
    for (const [later, replaced] of this.#before) if (replaced === watch) this.#before.set(later, before);
    if (this.#all.get(key) !== watch) return;
    if (before === undefined) this.#all.delete(key);
    else this.#all.set(key, before);
  }

  #leaveUnheard(replacement: Replacement, due: readonly (readonly [string, Watch])[], told: Told): void {
    const { upstream } = replacement;
    if (this.#replaced.get(upstream) !== replacement) return;
    const watches = due.filter(([key, watch]) => this.#all.get(key) === watch);
    if (watches.length === 0) return;
    const what = countOf(watches.length, 'resource');
    const why = 'until the server is there that takes the place of the one that did';
    this.#front.gate.remark('watch', `${upstream}: nobody tells of ${what} that a client watches, ${why}`);
    for (const [, watch] of watches) told.unheard(watch);
  }

  /** One fewer watches it behind us; its server is told nothing. */
  #uncount({ visit: { frame, session } }: Watch): void {
    const target = this.#front.gate.find('resources/subscribe', frame.params, session)?.target;
    if (target !== undefined) this.#front.gate.unwatch(target, session);
  }
}

/** A request of ours about the resource that a client's request is about. Nobody hears what is told beside its answer. */
export function askFor(visit: Visit, method: string, uri: string = uriOf(visit)): Visit {
  const params = { uri };
  return { ...visit, method, frame: { ...visit.frame, params, paramsText: JSON.stringify(params) }, reply: NOBODY };
}

/** Why we refuse what was asked, or hold it; undefined where its server answered, or failed to. */
function refusedBy({ member, text }: Answer): string | undefined {
  if (member === 'result') return undefined;
  const { code, message, data } = JSON.parse(text) as JsonObject;
  return code === CODES.refused && isObject(data) && data.call !== undefined ? String(message) : undefined;
}

const uriOf = ({ frame }: Visit): string => String(frame.params.uri);

const keyOf = (session: string, uri: string): string => `${session} ${uri}`;
