import { LISTS_KEPT } from '../../downstream/era.ts';
import type { Session } from '../../model/call.ts';
import type { ChangingList, ListKind } from '../../model/gate.ts';

/** What the clients of one session were shown of one list: as of which change, and whether one of them had an older one. */
interface Shown {
  readonly as: number;
  readonly isAlsoOlder: boolean;
}

/** Sessions that are remembered, by the list that each was shown last. */
const MOST = 10_000;

/** Which lists were shown before they changed: who begins to listen after that has to be told, or would not hear of it. */
export class ShownLists {
  readonly #now: () => number;
  readonly #changes = { tools: newChanges(), resources: newChanges(), prompts: newChanges() };
  readonly #shown = new Map<string, Shown>();

  /** `now` counts milliseconds, and is never set back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  changed(list: ChangingList): void {
    const changes = this.#changes[list];
    changes.count++;
    changes.at = this.#now();
  }

  /** A list is shown as it is now. */
  show(kind: ListKind, { key }: Session): void {
    const list = kind === 'resourceTemplates' ? 'resources' : kind;
    const name = `${list} ${key}`;
    const isAlsoOlder = this.#isOutdated(list, this.#shown.get(name));
    this.#shown.delete(name);
    this.#shown.set(name, { as: this.#changes[list].count, isAlsoOlder });
    const [oldest] = this.#shown.keys();
    if (this.#shown.size > MOST && oldest !== undefined) this.#shown.delete(oldest);
  }

  isOutdated(list: ChangingList, { key }: Session): boolean {
    return this.#isOutdated(list, this.#shown.get(`${list} ${key}`));
  }

  /** Clients may share a session: that one of them has read the list anew says nothing of another, who goes on with its own for a while. */
  #isOutdated(list: ChangingList, shown: Shown | undefined): boolean {
    if (shown === undefined) return false;
    const { count, at } = this.#changes[list];
    return shown.as < count || (shown.isAlsoOlder && this.#now() - at < LISTS_KEPT);
  }
}

const newChanges = (): { count: number; at: number } => ({ count: 0, at: Number.NEGATIVE_INFINITY });
