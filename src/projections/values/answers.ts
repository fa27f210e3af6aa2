import type { JsonPointer } from '../../model/json.ts';
import { addressIn, isElsewhere } from './houses.ts';

/** What a letter calls those it is from, where answers go, and those it is for; behind that, how its address is kept there. */
const PLACE =
  /^(.*\/)(?:(from|sender|author)|(reply[ _-]?to|reply[ _-]?(?=address))|(?:to|cc|recipients?|list[ _-]?(?:post|id|address)))(?:[ _-]?(?:e-?mail|address|recipient|list|full))?(?:[ _-]?address)?(?:e?s)?((?:\/(?:\d{1,4}|e-?mail|mail|address|emailAddress|value)){0,4})$/i;
/** What it keeps them in: they are of the letter all the same. */
const KEPT_IN = /(?:payload\/)?(?:(?:internet[ _-]?)?(?:message[ _-]?)?headers?|envelope)\/$/i;
const LONGEST = 200;

/** The two members of a pair that gives what one is called and what it is: `{ name: 'From', value: … }`, `['From', …]`. */
const NAMES: ReadonlySet<string> = new Set(['/name', '/Name', '/key', '/header', '/0']);
const VALUES: ReadonlySet<string> = new Set(['/value', '/Value', '/1']);
const HEADER = /^(?:from|sender|reply-to|to|cc|list-post)$/i;

/** One letter as a result shows it. */
interface Letter {
  readonly senders: string[];
  readonly answers: { readonly at: JsonPointer; readonly text: string }[];
  /** Those it is for: answers to what comes from a list go to the list. */
  readonly readers: string[];
}

/** Which addresses for answers a result shows that lead to another house than their letter’s own sender. */
export class Answers {
  #letters: Map<JsonPointer, Letter> | undefined;
  /** What pairs call their values, and the values, each by the place of its pair: either may come first. */
  readonly #names = new Map<JsonPointer, string>();
  readonly #values = new Map<JsonPointer, readonly [at: JsonPointer, text: string]>();

  take(text: string, under: JsonPointer, at: JsonPointer): void {
    if (text.length > LONGEST) return;
    if (!text.includes('@')) {
      if (NAMES.has(at) && HEADER.test(text)) this.#names.set(under, text);
      return;
    }
    if (VALUES.has(at)) this.#values.set(under, [at, text]);
    this.#take(under + at, under + at, text);
  }

  /** `as`: where it would stand, were it no pair. */
  #take(at: JsonPointer, as: JsonPointer, text: string): void {
    const found = PLACE.exec(as);
    if (found === null) return;
    this.#letters ??= new Map();
    const record = (found[1] as string).replace(KEPT_IN, '');
    const letter = this.#letters.get(record) ?? { senders: [], answers: [], readers: [] };
    this.#letters.set(record, letter);
    if (found[2] !== undefined) letter.senders.push(text);
    else if (found[3] !== undefined) letter.answers.push({ at, text });
    else letter.readers.push(text.toLowerCase());
  }

  /** The places of those, once all of a result was taken: members come in any order. */
  *elsewhere(): Generator<JsonPointer> {
    for (const [pair, name] of this.#names) {
      const [at, text] = this.#values.get(pair) ?? [];
      if (text !== undefined) this.#take(pair + at, pair.slice(0, pair.lastIndexOf('/') + 1) + name, text);
    }
    for (const { senders, answers, readers } of this.#letters?.values() ?? [])
      for (const { at, text } of answers) {
        const address = addressIn(text);
        if (address === undefined || senders.length === 0 || readers.some((one) => one.includes(address))) continue;
        if (senders.every((sender) => isElsewhere(sender, text, readers))) yield at;
      }
  }
}
