import type { Catalog } from '../../catalog/catalog.ts';
import { isNamedAfter } from '../../catalog/names.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Upstreams } from '../../model/upstreams.ts';
import type { InForce } from './in-force.ts';

/** How long a list waits for servers that are still starting; theirs follow with list_changed. Milliseconds. */
export const LIST_WAIT = 4_000;

export interface LateServersParts {
  readonly catalog: Pick<Catalog, 'find'>;
  readonly upstreams: Pick<Upstreams, 'standings'>;
  readonly inForce: () => Pick<InForce, 'interposer'>;
  /** Resolves when something can be shown of every server that may run. */
  readonly shown: () => Promise<void>;
  /**
   * The end of the time in which only what was accepted is shown of a server, or where none is named, of any; undefined
   * where there is no such server.
   */
  readonly promised: (upstream?: string) => Promise<unknown> | undefined;
  /** The servers of which a list is being judged. */
  readonly judging: () => readonly string[];
  /** Resolves when what a server has listed so far is judged. */
  readonly judged: (upstream: string) => Promise<void>;
  /** `LIST_WAIT`, or another number of milliseconds. */
  readonly wait: number;
}

/** Servers that are still starting when a client lists or calls already. */
export class LateServers {
  readonly #parts: LateServersParts;
  /** What the lists wait for, once for each configuration: only the first list does, and the first after a reload. */
  #listable: { readonly of: object; readonly wait: Promise<void> } | undefined;

  /** Servers whose list was judged for longer than a call of something in it waits, until it is. */
  readonly #late = new Set<string>();

  constructor(parts: LateServersParts) {
    this.#parts = parts;
  }

  /** Resolves when there is something to list of every server, or when that was waited for long enough. */
  listable(): Promise<void> {
    const of = this.#parts.inForce();
    if (this.#listable?.of !== of) this.#listable = { of, wait: this.#waitForLists() };
    return this.#listable.wait;
  }

  /** Resolves when it is known what a request's server offers; undefined where it is. */
  starting(method: string, params: JsonObject): Promise<unknown> | undefined {
    const { promised, catalog, wait } = this.#parts;
    const any = promised();
    if (any === undefined) return this.#unjudged(method, params);
    const found = catalog.find(method, params);
    if (found !== undefined) return promised(found.target.upstream);
    // It may be something new of one of them.
    return Promise.race([any, delay(wait)]);
  }

  /** Whether a call waited in vain for the list of a server to be judged, and would do so again. */
  isLate(upstream: string): boolean {
    return this.#late.has(upstream);
  }

  /** What is called may stand in a list that is being judged, which takes its time where it is long. */
  #unjudged(method: string, params: JsonObject): Promise<unknown> | undefined {
    const { judging, judged, catalog, wait } = this.#parts;
    const { name } = params;
    if (typeof name !== 'string') return undefined;
    const upstream = judging().find((each) => isNamedAfter(each, name));
    if (upstream === undefined || catalog.find(method, params) !== undefined) return undefined;
    let isJudged = false;
    const end = judged(upstream).then(() => {
      isJudged = true;
      this.#late.delete(upstream);
    });
    const late = delay(wait).then(() => {
      if (!isJudged) this.#late.add(upstream);
    });
    return Promise.race([end, late]);
  }

  /** The record says which servers were too late. */
  async #waitForLists(): Promise<void> {
    const { shown, promised, wait, upstreams, inForce } = this.#parts;
    const isWhole = await Promise.race([shown().then(() => true), delay(wait).then(() => false)]);
    if (isWhole) return;
    const late = upstreams
      .standings()
      .filter(({ upstream, state }) => state === 'starting' && promised(upstream) === undefined)
      .map(({ upstream }) => upstream);
    if (late.length === 0) return;
    const message = `shown without ${late.join(', ')}, still starting: what is there follows with list_changed`;
    void inForce().interposer.journal.write({ kind: 'note', about: 'list', message });
  }
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());
