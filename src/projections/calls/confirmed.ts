import { entitiesOf } from '../../model/entity.ts';
import { anyItem } from '../../model/evidence/value-list.ts';
import type { Flow } from '../../model/evidence.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import type { CallEntry } from '../../model/record/judged.ts';
import { tokenName } from '../../model/secret-token.ts';
import type { Memory } from '../../model/view.ts';
import { Bounded } from '../bounded.ts';

/** The oldest go: then a person is asked again. */
const MOST = 2_000;

/**
 * What a person let a call pass on though nothing but a text had given it. The same value in the same argument of the same tool
 * is no further question: a letter to a hundred people holds one address. What its reader is instructed to pass on is one each time.
 */
export class Confirmed {
  readonly #values = new Bounded<boolean>(MOST);
  readonly #listed = new Bounded<string>(MOST);
  readonly #token: Token | undefined;
  #hasLists = false;

  /** `token`: makes what stands for a value of a list in the record. */
  constructor(token?: Token) {
    this.#token = token;
  }

  take(entry: CallEntry, texts: readonly Leaf[]): void {
    const { target, decision, evidence } = entry;
    if (isDenied(entry)) this.#takeBack(target, texts);
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
    this.#hasLists = true;
  }

  /** Whoever says no to a call has been asked about its values since: neither an earlier yes nor a list is for those any more. */
  #takeBack(target: CallEntry['target'], texts: readonly Leaf[]): void {
    for (const { at, text, key: isName } of texts)
      for (const { key } of isName ? [] : entitiesOf(text)) {
        if (this.has(target, at, key)) this.#values.set(nameOf(target, at, key), false);
        const listed = this.#listedName(target, anyItem(at), key);
        if (listed !== undefined && this.#listed.has(listed)) this.#listed.set(listed, NO_LIST);
      }
  }

  has(target: CallEntry['target'], at: JsonPointer, key: string): boolean {
    return this.#values.get(nameOf(target, at, key)) === true;
  }

  /** Finds the call whose result gave the list of a value; undefined where there was no list. */
  get listedFrom(): Memory['listedFrom'] {
    if (!this.#hasLists) return undefined;
    return (target, at, key) => {
      const name = this.#listedName(target, at, key);
      const from = name === undefined ? NO_LIST : this.#listed.get(name);
      return from === NO_LIST ? undefined : from;
    };
  }

  #listedName(target: CallEntry['target'], at: JsonPointer, key: string): string | undefined {
    if (!this.#hasLists || this.#token === undefined) return undefined;
    return nameOf(target, at, tokenName(this.#token(key)));
  }
}

type Token = (secret: string) => string;

/** Stands for the list of a value that a person said no to later. */
const NO_LIST = '';

/** Whether a person said no to a call: in answer to its own question, or beside a list. */
const isDenied = ({ decision, evidence }: CallEntry): boolean =>
  decision.effect === 'deny' &&
  (decision.approval !== undefined || evidence.findings.some(({ kind }) => kind === 'approvals.denied'));

const isNews = ({ to, from }: Flow, at: JsonPointer): boolean => to.at === at && from.only === true;

const nameOf = ({ upstream, name }: CallEntry['target'], at: JsonPointer, key: string): string =>
  JSON.stringify([upstream, name, at, key]);
