import { sha256 } from '../model/json/canonical.ts';
import type { SayingEntry } from '../model/record/said.ts';
import { isWritten, MOST_LISTED, readSayings, type Saying } from '../model/saying.ts';
import { finish, type Steps } from '../model/steps.ts';
import type { Label } from '../model/tool.ts';
import type { Sayings, Sighted } from '../model/view.ts';
import { Bounded } from './bounded.ts';
import { Passages } from './passages.ts';

/** How many answers are kept: calls to one tool name the same few values. */
const MOST_ANSWERS = 1_000;
/** How many texts are recognised when they are said again, as by a server that lists anew. */
const MOST_KNOWN = 20_000;
/** UTF-16 units of texts that wait to be read: a long list of each of two servers, or a short one of many. */
const MOST_UNREAD = 2 * MOST_LISTED;
const NOWHERE: readonly Sighted[] = Object.freeze([]);

/** One list that is being read. */
interface Unread {
  readonly source: Pick<SayingEntry, 'call' | 'upstream' | 'labels'>;
  readonly sayings: readonly Saying[];
  next: number;
}

/** What servers said to all sessions of a process. Searched only for a value whose origin is not known otherwise. */
export class SharedSayings implements Sayings {
  readonly #written = new Passages();
  /** Values of their own, such as those that an argument may have. */
  readonly #given = new Passages();
  /** By digest: of texts that were forgotten, the letters are not kept here either. */
  readonly #known = new Bounded<true>(MOST_KNOWN);
  /** By server, as last recorded: what a person says of a server now counts for what it said before as well. */
  readonly #labels = new Map<string, readonly Label[]>();
  #answers = new Bounded<readonly Sighted[]>(MOST_ANSWERS);
  #cut = 0;
  /** Lists that are not read to their end yet. To read one of thousands of definitions takes longer than a call may wait. */
  readonly #unread: Unread[] = [];
  #waiting = 0;
  isEmpty = true;
  /** How often something was said. */
  changes = 0;

  /** `payload`: undefined where it was erased. */
  take({ call, upstream, labels, cut }: SayingEntry, payload: string | undefined): void {
    this.changes++;
    this.#labels.set(upstream, labels);
    if (cut === true || payload === undefined) this.#cut++;
    const sayings = payload === undefined ? [] : readSayings(payload);
    if (sayings.length > 0) {
      this.#unread.push({ source: { call, upstream, labels }, sayings, next: 0 });
      for (const { text } of sayings) this.#waiting += text.length;
      this.isEmpty = false;
      while (this.#waiting > MOST_UNREAD) this.#readOne();
    }
    this.#answers = new Bounded(MOST_ANSWERS);
  }

  *readOn(): Steps<void> {
    for (; this.#unread.length > 0; yield) this.#readOne();
  }

  #readOne(): void {
    const [list] = this.#unread;
    const saying = list?.sayings[list.next++];
    if (list === undefined || saying === undefined) this.#unread.shift();
    else {
      this.#waiting -= saying.text.length;
      this.#learn(saying, list.source);
    }
  }

  #learn(saying: Saying, { call, upstream, labels }: Unread['source']): void {
    const { said, of: tool, at, text } = saying;
    const key = sha256(JSON.stringify([upstream, said, tool, at, text]));
    if (this.#known.has(key)) return;
    this.#known.set(key, true);
    const isProse = isWritten(saying);
    const source: Sighted = { call, upstream, tool, at, shape: isProse ? 'prose' : 'field', said, labels, step: 0 };
    (isProse ? this.#written : this.#given).add(text, source);
  }

  get unsearchable(): number {
    finish(this.readOn());
    return this.#cut + this.#written.unsearchable + this.#given.unsearchable;
  }

  find(value: string, receiver: string): readonly Sighted[] {
    const key = `${receiver} ${value}`;
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const found = this.#search(value, receiver);
    this.#answers.set(key, found);
    return found;
  }

  /** What is written counts where both are: whoever wants a value used can write it in two places. */
  #search(value: string, receiver: string): readonly Sighted[] {
    finish(this.readOn());
    const written = this.#written.find(value);
    const given = this.#given.find(value);
    if ([...written, ...given].some(({ upstream }) => upstream === receiver)) return NOWHERE;
    const found = written.length > 0 ? written : given;
    return found.map((one) => ({ ...one, labels: this.#labels.get(one.upstream) ?? one.labels }));
  }
}
