import type { Call, Session } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import type { Result } from '../../model/result.ts';
import type { Slot } from '../server/slot.ts';
import { changeOf, isAsJudged, lackOf } from './offer.ts';
import { Tools } from './tools.ts';

export interface OffersOptions {
  readonly slots: () => readonly Slot[];
  /** Lists the tools of a connection's server. */
  readonly list: (slot: Slot) => Promise<readonly string[]>;
  /** One could not be listed; for people. */
  readonly failed: (error: unknown) => void;
  /** A process offers something that was never shown to anybody: it is of another version. */
  readonly renewed: (slot: Slot) => Promise<unknown>;
  /** Told what a session's own process offers, where that is not what all are shown; undefined where it is again. */
  readonly own: (session: Session, tools: Tools | undefined) => void;
}

/** Sessions that are remembered to have their own. One that was forgotten is told of anew when its next call is not sent. */
const MOST_OWN = 1_000;

/**
 * What the connections of one server offer, each by its own list. A package is updated and a program replaced while
 * processes of the one before go on: what is shown to all is the list of one, and a call goes to its session's own.
 */
export class Offers {
  readonly #options: OffersOptions;
  #shown: Tools | undefined;
  /** By session, what it was last told that its own process offers. */
  readonly #own = new Map<string, { readonly session: Session; readonly tools: Tools }>();

  constructor(options: OffersOptions) {
    this.#options = options;
  }

  /** What all are shown; undefined before it was first listed. */
  get shown(): Tools | undefined {
    return this.#shown;
  }

  /**
   * Whether a call may go to a connection without a further look. What all are shown may be another thing than when it was
   * judged: a person may have taken a while to answer.
   */
  knows({ tools }: Slot, { method, target, tool }: Call): boolean {
    if (tools === undefined) return false;
    if (method !== 'tools/call') return true;
    // What was not known was judged as that.
    if (tool.definition === '') return tools === this.#shown;
    return isAsJudged(tools, this.#shown, target.name, tool.definition);
  }

  /** From now on all are shown what this one offers. `doubts`: of the time when it was asked. */
  show(slot: Slot, texts: readonly string[], doubts = this.doubtsOf(slot)): void {
    this.#shown = this.#take(slot, texts, doubts);
    for (const each of this.#options.slots()) this.#tell(each);
  }

  /** Asks a connection that is new, or in doubt, what it offers. Resolves when that is known, or cannot be. */
  meet(slot: Slot): Promise<void> {
    if (slot.tools !== undefined) return Promise.resolve();
    slot.meeting ??= this.#learn(slot).finally(() => {
      slot.meeting = undefined;
    });
    return slot.meeting;
  }

  /**
   * Why a call may not go to a connection whose offers are known. Its session is told of these, so that they judge its next
   * call. `listedAs`: which client the server was told of when it gave the list that everybody is shown.
   */
  refusal(slot: Slot, call: Call, shown: Tools | undefined, listedAs?: string): Result | undefined {
    const changed = changeOf(call, shown, slot.said, slot.trouble, lackOf(slot.declared, listedAs));
    if (changed !== undefined && slot.session !== undefined) {
      this.#own.delete(slot.session.key);
      this.#tell(slot);
    }
    return changed;
  }

  /** Something may have changed unseen: what a connection offers is asked before its next call. */
  doubt(slots = this.#options.slots()): void {
    for (const slot of slots) {
      slot.tools = undefined;
      slot.doubts = this.doubtsOf(slot) + 1;
    }
  }

  /** To be held against later: what a server answers is in doubt where it has said meanwhile that it changed. */
  doubtsOf = ({ doubts = 0 }: Slot): number => doubts;

  leave(session: Session): void {
    if (this.#own.delete(session.key)) this.#options.own(session, undefined);
  }

  /** No session has its own any more: another server may take this one's place. */
  end(): void {
    for (const { session } of [...this.#own.values()]) this.leave(session);
  }

  async #learn(slot: Slot): Promise<void> {
    const doubts = this.doubtsOf(slot);
    try {
      const tools = this.#take(slot, await this.#options.list(slot), doubts);
      this.#tell(slot);
      if (this.#shown !== undefined && !tools.isPartOf(this.#shown)) await this.#options.renewed(slot);
    } catch (error) {
      slot.said = undefined;
      slot.trouble = messageOf(error);
      this.#options.failed(error);
    }
  }

  #take(slot: Slot, texts: readonly string[], doubts: number): Tools {
    const tools = this.#find(texts);
    slot.said = tools;
    slot.tools = doubts === this.doubtsOf(slot) ? tools : undefined;
    slot.trouble = undefined;
    return tools;
  }

  #tell({ session, said }: Slot): void {
    if (session === undefined || said === undefined || this.#shown === undefined) return;
    const own = said === this.#shown ? undefined : said;
    if (this.#own.get(session.key)?.tools === own) return;
    this.#own.delete(session.key);
    if (own !== undefined) this.#own.set(session.key, { session, tools: own });
    this.#options.own(session, own);
    const [oldest] = this.#own.values();
    if (this.#own.size > MOST_OWN && oldest !== undefined) this.leave(oldest.session);
  }

  /** Processes of one version share what is known of it. */
  #find(texts: readonly string[]): Tools {
    const made = new Tools(texts);
    for (const known of new Set([this.#shown, ...this.#options.slots().map(({ said }) => said)]))
      if (known?.isSame(made) === true) return known;
    return made;
  }
}
