import type { StoredRecord } from '../../journal/reading.ts';
import { parseStrict } from '../../model/json/parse.ts';
import { leaves } from '../../model/json.ts';
import type { Entry, Record } from '../../model/record.ts';
import { base64Runs, decodings } from '../../model/text/decode.ts';
import { plainText } from '../../model/text/plain-text.ts';
import { UsageError } from '../usage-error.ts';

/** A record whose text has the value, and where. */
export interface Sighting {
  readonly record: Record;
  /** JSON pointers into the request or result; one that is empty is the text as a whole. */
  readonly places: readonly string[];
}

/** Finds a value in arguments, results, what servers say besides and the user's own words, in whatever case, width or spelling, encoded or not. */
export class ValueSearch {
  static readonly kinds: readonly Entry['kind'][] = ['call', 'hold', 'result', 'task', 'saying'];
  /** Of how many records the text was erased, cut or cannot be read: nobody can tell what it said. */
  unknown = 0;
  readonly #wanted: string;
  /** The same without what parts the groups of a number; undefined where it is none. */
  readonly #ungrouped: string | undefined;
  readonly #encoded: readonly string[];

  constructor(wanted: string) {
    this.#wanted = plainText(wanted).trim();
    const ungrouped = this.#wanted.replace(BETWEEN_GROUPS, '');
    this.#ungrouped = IS_NUMBER.test(ungrouped) ? ungrouped : undefined;
    this.#encoded = encodedForms(wanted.trim());
    if (this.#wanted === '') throw new UsageError('--value is empty; write what to look for');
  }

  async *among(records: AsyncIterable<StoredRecord>): AsyncGenerator<Sighting> {
    for await (const stored of records) {
      const places = await this.placesOf(stored);
      if (places !== undefined) yield { record: stored.record, places };
    }
  }

  /** Where a record has it; undefined where it has not. */
  async placesOf({ record, payload }: StoredRecord): Promise<readonly string[] | undefined> {
    if (!('payload' in record.entry)) return undefined;
    const text = await payload();
    const places = text === undefined ? [] : this.#placesIn(text);
    if (places.length > 0) return places;
    if (text === undefined || record.entry.payload.cut === true) this.unknown++;
    return undefined;
  }

  #placesIn(text: string): string[] {
    const parsed = parseStrict(text);
    if (!parsed.ok) return this.#has(text) ? [''] : [];
    const found = leaves(parsed.value, () => true).filter((leaf) => this.#has(leaf.text));
    return [...new Set(found.map(({ at }) => at))];
  }

  #has(text: string): boolean {
    if (this.#encoded.some((form) => text.includes(form))) return true;
    const forms = [...decodings(text), ...base64Runs(text).map((run) => run.text)];
    return forms.some((form) => this.#isIn(plainText(form)));
  }

  #isIn(plain: string): boolean {
    if (plain.includes(this.#wanted)) return true;
    return this.#ungrouped !== undefined && plain.replace(BETWEEN_GROUPS, '').includes(this.#ungrouped);
  }
}

/** An account, a card or a telephone is written in groups, or in one piece. */
const BETWEEN_GROUPS = /[\s()-]+/g;
/** With fewer digits than these eight, numbers that stand side by side would read as one that is looked for. */
const IS_NUMBER = /^(?:\+|[a-z]{2})?\d[\da-z]*\d{7}/;

/** What is encoded together with other text begins at any of three places of base64. Shorter forms turn up by chance. */
function encodedForms(wanted: string): string[] {
  const bytes = Buffer.from(wanted);
  const shifted = [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
    return whole.toString('base64').slice(Math.ceil((shift * 4) / 3), Math.floor((whole.length * 4) / 3));
  });
  const url = shifted.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...shifted, ...url, bytes.toString('hex')].filter((form) => form.length >= 8);
}
