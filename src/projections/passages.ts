import type { Steps } from '../model/steps.ts';
import { endsOf } from '../model/text/ends.ts';
import { plainText, plainTextInSteps } from '../model/text/plain-text.ts';
import { runsOf, signsOf } from '../model/text/runs.ts';
import type { Sighted } from '../model/view.ts';
import { seek } from './holding.ts';
import { ownedText } from './owned-text.ts';
import { Pleas } from './pleas.ts';
import { Texts } from './texts.ts';

/** How much text a session keeps to search in, in UTF-16 units. Beyond that, the oldest goes. */
const MOST = 1_000_000;
/** Shorter runs of letters are words; of longer ones, the beginning is decoded. */
const SHORTEST_RUN = 12;
const LONGEST_RUN = 65_536;
const SIGNS = signsOf(/[A-Za-z0-9+/]/);
/** A value seen in many places says no more than one seen in four different places. */
const MOST_SOURCES = 4;
/** A longer value is a text of its own, not a value written into another text. */
const LONGEST = 500;

/**
 * What a session has read in texts that nobody vouches for: searched for values that were written into them, in
 * whatever spelling.
 */
export class Passages {
  readonly #texts = new Texts<Sighted>();
  readonly #pleas = new Pleas();
  #forgotten = 0;

  /** How many texts, and sentences of texts, are no longer fully known. */
  get forgotten(): number {
    return this.#forgotten + this.#pleas.forgotten;
  }

  /** How many texts can no longer be searched, or not all of them. */
  get unsearchable(): number {
    return this.#forgotten;
  }

  /** Takes the user's own words: what these ask for, no other text counts as asking for. */
  tell(raw: string, source: Omit<Sighted, 'shape'>): void {
    this.#pleas.add(plainText(raw), { ...source, shape: 'field' });
  }

  /** Takes a text. Of a very long one, the beginning and the end are kept and the rest counts as forgotten. */
  add(raw: string, source: Sighted): void {
    const read = this.#cut(raw);
    this.#keep(kept(plainText(read), decoded(read), read), source);
  }

  /** The same for a long text, with pauses. */
  *addInSteps(raw: string, source: Sighted): Steps<void> {
    const read = this.#cut(raw);
    const plain = yield* plainTextInSteps(read);
    yield;
    const more = decoded(read);
    yield;
    const text = kept(plain, more, read);
    yield;
    this.#keep(text, source);
  }

  #cut(raw: string): string {
    if (raw.length <= MOST) return raw;
    this.#forgotten++;
    return endsOf(raw, MOST);
  }

  #keep(text: string, source: Sighted): void {
    this.#texts.add(text, source);
    for (; this.#texts.size > MOST && this.#texts.count > 1; this.#forgotten++) this.#texts.forget();
    this.#pleas.add(text, source);
  }

  /** Where a value was written into a text, latest first; with `until`, only texts read by that step. */
  find(value: string, until = Number.POSITIVE_INFINITY): Sighted[] {
    if (value.length > LONGEST || !this.#hasRead(until)) return [];
    const wanted = plainText(value).trim();
    if (wanted.length < 2) return [];
    return this.#texts
      .find(seek(wanted), MOST_SOURCES, ({ step }) => step <= until)
      .map(({ text, source }) =>
        isAttribute(text, wanted) || isAnnounced(text, wanted) ? { ...source, ...LINKED } : source,
      );
  }

  /** Whether any text read by a step is known: texts are kept in order. */
  #hasRead(until: number): boolean {
    const { oldest } = this.#texts;
    return oldest !== undefined && oldest.source.step <= until;
  }

  /** What texts ask for: see `Pleas`. */
  get pleas(): Pleas {
    return this.#pleas;
  }
}

/** What is kept of a text that was read. A plain form that differs from it was written anew and is no slice of it. */
const kept = (plain: string, more: string, read: string): string =>
  more === '' && plain !== read ? plain : ownedText(plain + more);

const LINKED = { isLinked: true } as const;

/** Whether a text contains a value as the name, the content or the reference of a page's element. */
function isAttribute(text: string, value: string): boolean {
  if (REFERENCE.test(value) && text.includes(` [ref=${value}]`)) return true;
  let at = text.indexOf(value);
  for (let tries = 0; at >= 0 && tries < 20; at = text.indexOf(value, at + 1), tries++) {
    const quote = text[at + value.length];
    if ((quote !== '"' && quote !== "'") || text[at - 1] !== quote) continue;
    const before = text.slice(Math.max(0, at - 300), at);
    if (ATTRIBUTE.test(before)) return true;
    const end = at + value.length + 1;
    if (PART.test(before) && REFERRED.test(text.slice(end, end + 200))) return true;
  }
  return false;
}
const ATTRIBUTE = /<[a-z][^<>]{0,250}\s(?:id|name|for|value|data-[a-z-]{1,30})=["']$/;
/** An outline of a page for programs: `- button "Sign in" [ref=e12]`. */
const PART =
  /(?:^|\s)-\s(?:button|link|textbox|searchbox|combobox|checkbox|radio|switch|slider|spinbutton|tab|menuitem|option)\s"$/;
const REFERENCE = /^(?=.*\d)[a-z\d]{2,12}$/;
const REFERRED = /^(?:\s\[[a-z]{1,20}(?:=[\w-]{1,20})?\]){0,6}\s\[ref=\w{1,20}\]/;

/** Whether a text begins by telling the number of a process that was started, under which it is spoken to. */
const isAnnounced = (text: string, value: string): boolean =>
  /^\d{2,10}$/.test(value) && ANNOUNCED.exec(text.slice(0, 200))?.[1] === value;
const ANNOUNCED = /^(?:process )?(?:was )?started (?:with |as )?pid[ :=#]{1,3}(\d{2,10})(?!\w)/;

/** What runs of base64 in a text decode to, to be searched as well. */
function decoded(raw: string): string {
  const runs = runsOf(raw, SIGNS, SHORTEST_RUN);
  let out = '';
  for (let i = 0; i < runs.length; i += 2) out += said(raw.slice(runs[i], runs[i + 1]));
  return out;
}

/** The text that a run decodes to, if any. Base64 of a text mixes upper and lower case every few characters. */
function said(run: string): string {
  if (!/[a-z][A-Z\d+/]|[A-Z\d+/][a-z]/.test(run.slice(1, 64))) return '';
  const text = Buffer.from(run.slice(0, LONGEST_RUN), 'base64').toString('latin1');
  return /^[\x20-\x7e]{6,}$/.test(text) ? ` ${text.toLowerCase()} ` : '';
}
