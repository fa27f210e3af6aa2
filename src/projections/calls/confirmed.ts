import { entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import type { CallEntry } from '../../model/record.ts';
import { Bounded } from '../bounded.ts';

/** The oldest go: then a person is asked again. */
const MOST = 2_000;

/**
 * What a person let a call pass on though nothing but a text had given it. The same value in the same argument of the same tool
 * is no further question: a letter to a hundred people holds one address. What its reader is instructed to pass on is one each time.
 */
export class Confirmed {
  readonly #values = new Bounded<true>(MOST);

  take({ target, decision, evidence }: CallEntry, texts: readonly Leaf[]): void {
    if (decision.approval === undefined || decision.effect !== 'allow') return;
    for (const { at, text, key: isName } of texts) {
      const news = isName ? [] : evidence.flows.filter((flow) => isNews(flow, at));
      if (news.length === 0 || news.some(({ labels }) => labels.includes('instructed'))) continue;
      for (const { key } of entitiesOf(text)) this.#values.set(nameOf(target, at, key), true);
    }
  }

  has(target: CallEntry['target'], at: JsonPointer, key: string): boolean {
    return this.#values.has(nameOf(target, at, key));
  }
}

const isNews = ({ to, from }: Flow, at: JsonPointer): boolean => to.at === at && from.only === true;

const nameOf = ({ upstream, name }: CallEntry['target'], at: JsonPointer, key: string): string =>
  JSON.stringify([upstream, name, at, key]);
