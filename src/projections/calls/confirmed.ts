import { entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import type { CallEntry } from '../../model/record/judged.ts';
import { Bounded } from '../bounded.ts';

/** The oldest go: then a person is asked again. */
const MOST = 2_000;

/**
 * What a person let a call pass on though nothing but a text had given it. The same value in the same argument of the same tool
 * is no further question: a letter to a hundred people holds one address. What its reader is instructed to pass on is one each time.
 */
export class Confirmed {
  readonly #values = new Bounded<true>(MOST);
  readonly #listed = new Bounded<string>(MOST);
  /** Whether there was a list. */
  hasLists = false;

  take({ target, decision, evidence }: CallEntry, texts: readonly Leaf[]): void {
    if (decision.approval === undefined || decision.effect !== 'allow') return;
    for (const { at, text, key: isName } of texts) {
      const news = isName ? [] : evidence.flows.filter((flow) => isNews(flow, at));
      if (news.length === 0 || news.some(({ labels }) => labels.includes('instructed'))) continue;
      for (const { key } of entitiesOf(text)) this.#values.set(nameOf(target, at, key), true);
    }
  }

  /** What a person was shown together, and let pass together: only those values, however long the list becomes. */
  takeList({ target, decision: { effect, list } }: CallEntry): void {
    if (list === undefined || effect !== 'allow') return;
    for (const value of list.values) this.#listed.set(nameOf(target, list.at, value), list.from);
    this.hasLists = true;
  }

  has(target: CallEntry['target'], at: JsonPointer, key: string): boolean {
    return this.#values.has(nameOf(target, at, key));
  }

  /** The call whose result gave its list. `value`: the name of the token by which the record knows it. */
  listedFrom(target: CallEntry['target'], at: JsonPointer, value: string): string | undefined {
    return this.#listed.get(nameOf(target, at, value));
  }
}

const isNews = ({ to, from }: Flow, at: JsonPointer): boolean => to.at === at && from.only === true;

const nameOf = ({ upstream, name }: CallEntry['target'], at: JsonPointer, key: string): string =>
  JSON.stringify([upstream, name, at, key]);
