import { entitiesOf, exactKey } from '../model/entity.ts';
import { type Json, leaves } from '../model/json.ts';
import type { Deed } from '../model/name-words.ts';
import type { Shape } from '../model/outline.ts';
import type { CallEntry, ResultEntry } from '../model/record.ts';
import { fieldAt, isPrinted } from '../model/result-field.ts';
import { secretKey, secretTokens } from '../model/secret-token.ts';
import { structureOf } from '../model/structure.ts';
import { type FieldLabels, type Label, nearest } from '../model/tool.ts';
import type { Memory, Quote, Sighted } from '../model/view.ts';
import { Excerpts } from './excerpts.ts';
import { Passages } from './passages.ts';
import { type Shape as ShapeSeen, Sightings, startTelling } from './sightings.ts';
import { Uses } from './uses.ts';

/** A leaf longer than this is text to look into, not a value of its own. */
const FIELD = 200;
/** A text of fewer letters is a value. */
const PASSAGE = 20;
/** Looked into per string; a longer one is cut, and the cut counts as forgotten. */
const LOOK = 65_536;

/** Looked into per result; what stands behind it counts as forgotten. */
const MOST_TEXT = 1_000_000;

/** A number of fewer digits stands everywhere. */
const SMALLEST_NUMBER = 1_000;

/** Where the user's own words come from, and what they are marked with: nothing. */
const USER = 'user';
const OWN: readonly Label[] = Object.freeze([]);

/** What one session has learned from results: values and the places where they stood. */
export class SessionMemory implements Memory {
  readonly #sightings = new Sightings();
  readonly #passages = new Passages();
  readonly #uses = new Uses();
  readonly #excerpts = new Excerpts();
  readonly #keyOf: ((secret: string) => string) | undefined;
  #hasSecrets = false;
  #forgotten = 0;

  /** `token` makes the token that stands for a secret in what is recorded; without it secrets are not known again. */
  constructor(token?: (secret: string) => string) {
    this.#keyOf = token === undefined ? undefined : (secret) => secretKey(token(secret));
  }

  get secretKey(): ((secret: string) => string) | undefined {
    return this.#hasSecrets ? this.#keyOf : undefined;
  }

  get forgotten(): number {
    return this.#forgotten + this.#sightings.forgotten + this.#passages.forgotten;
  }

  search(value: string, until?: number): readonly Sighted[] {
    return this.#passages.find(value, until);
  }

  used(key: string): number | undefined {
    return this.#uses.of(key);
  }

  /** Takes a call as it was decided: what it names is named by this session. `parsed` is the payload's value where it is known. */
  named(entry: CallEntry, payload: string, step: number, parsed?: Json): void {
    this.#uses.take(entry, payload, step, parsed);
  }

  asksFor(deed: Deed, values: readonly string[], byName?: boolean): readonly Sighted[] {
    return this.#passages.asksFor(deed, values, byName);
  }

  quotes(text: string): readonly Quote[] {
    return this.#excerpts.find(text);
  }

  find(key: string): readonly Sighted[] {
    return this.#sightings.find(key);
  }

  /** Learns a result. `parsed` is the payload's value where it is known, `step` the session's count of settled calls. `learned` hears of each value by its key. */
  learn(
    entry: ResultEntry,
    given: readonly Label[],
    payload: string,
    step: number,
    parsed?: Json,
    learned?: (key: string) => void,
  ): void {
    const value = parsed ?? parse(payload);
    if (value === undefined) {
      // A payload that was cut is no JSON any more: what it held cannot be found again.
      this.#forgotten++;
      return;
    }
    const { call } = entry;
    const { upstream, name: tool } = entry.target;
    const isInstructed = isInstructing(entry);
    const labels = isInstructed ? [...given, INSTRUCTED] : given;
    const marksAt = marksOf(entry.evidence.fields, isInstructed);
    const told = startTelling({ call, upstream, tool, labels, step });
    const add: Add = (key, at, shape) => {
      const own = marksAt?.(at);
      this.#sightings.add(told, key, at, shape, key.startsWith(A_SECRET) ? [...(own ?? labels), SECRET] : own);
    };
    let left = MOST_TEXT;
    let shape: Shape | undefined;
    for (const leaf of leaves(value, SMALLEST_NUMBER)) {
      if (leaf.key || isEnvelope(leaf.at)) continue;
      if (left <= 0) {
        this.#forgotten++;
        break;
      }
      left -= leaf.text.length;
      shape = this.#learnText(leaf.text, leaf.at, shape, add, (text, at) => {
        const source = { call, upstream, tool, at, labels: marksAt?.(at) ?? labels, step };
        this.#excerpts.add(text, { ...source, shape: 'prose' });
        if (source.labels.includes('untrusted')) this.#passages.add(text, source);
      });
    }
    if (learned !== undefined) for (const { key } of told.known) learned(key);
    this.#sightings.keep(told);
  }

  /** Learns the user's own words: every value in them stands there because the user put it there. */
  told(text: string, step: number): void {
    const said = startTelling({ call: '', upstream: USER, tool: '', labels: OWN, step });
    const add = (key: string): void => this.#sightings.add(said, key, '', 'field');
    const whole = exactKey(text);
    if (whole !== undefined) add(whole);
    for (const { key } of entitiesOf(text)) add(key);
    for (const { key } of secretTokens(text)) add(key);
    this.#passages.tell(text, { ...said.source, at: '' });
    this.#sightings.keep(said);
  }

  /** Learns one text of a result. Returns the shape of what it prints, by which what is printed after it is read. */
  #learnText(
    text: string,
    at: string,
    earlier: Shape | undefined,
    add: Add,
    read: (text: string, at: string) => void,
  ): Shape | undefined {
    if (text.length > LOOK) this.#forgotten++;
    const readLong = (text: string, at: string): void => {
      if (text.length >= PASSAGE && /\s/.test(text)) read(text, at);
    };
    // Only what a server printed is read as its print: a string inside a value is one value, whoever wrote it.
    const printed = isPrinted(at) ? structureOf(text, earlier) : undefined;
    if (printed === undefined) {
      this.#learnLeaf(text, at, false, add);
      readLong(text, at);
      return earlier;
    }
    for (const part of printed.parts) {
      if (part.key) continue;
      const place = `${at}#${part.at}`;
      this.#learnLeaf(part.text, place, part.isText === true, add);
      if (printed.isMixed !== true) readLong(part.text, place);
    }
    if (printed.isMixed === true) readLong(text, at);
    return printed.shape ?? earlier;
  }

  /** Files the values of one text. `isRunning`: it is a part of a text, and whatever stands in it was written by somebody. */
  #learnLeaf(text: string, at: string, isRunning: boolean, add: Add): void {
    const whole = text.length <= FIELD && !isRunning ? exactKey(text) : undefined;
    if (whole !== undefined) add(whole, at, 'field');
    const looked = text.length > LOOK ? text.slice(0, LOOK) : text;
    const isField = (start: number, end: number): boolean => !isRunning && isWhole(looked, start, end);
    for (const { key, start, end } of entitiesOf(looked))
      add(key, at, isField(start, end) ? 'field' : isLink(looked, start) ? 'link' : 'prose');
    for (const { key, start, end } of secretTokens(text)) {
      this.#hasSecrets = true;
      add(key, at, !isRunning && isWhole(text, start, end) ? 'field' : 'prose');
    }
  }
}

/** An address that a page links to: following links is what reading the web is. */
const isLink = (text: string, start: number): boolean =>
  /(?:\]\(|\b(?:href|src|url|link|loc)\s*[=:>]\s*["']?)$/i.test(text.slice(Math.max(0, start - 16), start));

type Add = (key: string, at: string, shape: ShapeSeen) => void;

/** What stands in a result that speaks to the model may have been put there to be used. */
const INSTRUCTED: Label = 'instructed';
const isInstructing = ({ evidence }: ResultEntry): boolean =>
  evidence.findings.some(
    ({ kind, severity }) => kind === 'text.instructions' || (kind === 'url.exfil' && severity !== 'low'),
  );

/** What a secret is marked with, whatever the rest of its result is. */
const SECRET: Label = 'secret';
const A_SECRET = 'secret:';

/** What places in a result are marked with, where that is not what the whole is. */
function marksOf(
  fields: FieldLabels | undefined,
  isInstructed: boolean,
): ((at: string) => readonly Label[] | undefined) | undefined {
  if (fields === undefined) return undefined;
  return (at) => {
    const field = fieldAt(at);
    const labels = field === undefined ? undefined : nearest(fields, field);
    return labels === undefined || !isInstructed ? labels : [...labels, INSTRUCTED];
  };
}

/** Parts of a result that say what it is, not what it holds. */
const isEnvelope = (at: string): boolean =>
  /^\/(?:_meta\b|content\/\d+\/(?:type|mimeType|annotations)\b|resultType$)/.test(at);

/** In a value only a whole value is a field: whatever stands beside other words was written by somebody. */
const isWhole = (text: string, start: number, end: number): boolean =>
  /^[\s<"'(]*$/.test(text.slice(0, start)) && /^[\s>"'),.]*$/.test(text.slice(end));

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
