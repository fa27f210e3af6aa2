import type { Target } from '../model/call.ts';
import { EXACT, exactName, headOf, nameOf } from '../model/entity/key.ts';
import { isOfRepository } from '../model/entity/mailbox.ts';
import { type EntityKind, eachEntity } from '../model/entity.ts';
import { jsonOf } from '../model/json/parse.ts';
import type { Json, JsonPointer } from '../model/json.ts';
import type { CallEntry, ResultEntry } from '../model/record/judged.ts';
import { MOST_HEARD } from '../model/saying.ts';
import { SECRET_HEAD, secretKey, secretTokens } from '../model/secret-token.ts';
import { finish, PIECE, type Steps } from '../model/steps.ts';
import type { Label } from '../model/tool.ts';
import type { Beside, Memory, Quote, Sighted, Terms } from '../model/view.ts';
import type { Deed } from '../model/words/name-words.ts';
import { ofPush, pushOf } from './calls/own-push.ts';
import { Uses } from './calls/uses.ts';
import { Curriculum } from './curriculum.ts';
import { Excerpts } from './excerpts.ts';
import type { Heard } from './heard.ts';
import { type Pupil, type Tell, tell, tellInSteps } from './lesson.ts';
import { Passages } from './passages.ts';
import type { ReadText } from './read-text.ts';
import { type LabelsAt, labelsOf } from './result-labels.ts';
import { Lists } from './values/lists.ts';
import { ResultValues } from './values/result-values.ts';
import { Sightings } from './values/sightings.ts';

/** The source of the user's own words, and their labels: none. */
const USER = Object.freeze({ call: '', upstream: 'user', tool: '', labels: Object.freeze([]) });

/** Receives what one result holds. */
interface Learner extends Pupil {
  readonly result: ResultValues;
  /** `own`: lines that ask for nothing. */
  read(text: string, at: JsonPointer, known?: () => ReadText, own?: readonly string[]): void;
}

/** Called with the head and name of the key of each value that is learned. */
type Learned = (head: string, name: string) => void;

/** What one session has learned from results: values and the places where they stood. */
export class SessionMemory implements Memory {
  readonly #sightings = new Sightings();
  readonly #passages = new Passages();
  readonly #uses: Uses;
  readonly #excerpts = new Excerpts();
  readonly #lists = new Lists();
  readonly #lessons = new Curriculum();
  readonly #keyOf: ((secret: string) => string) | undefined;
  readonly #tell: Tell;
  readonly fromUser = new Map<EntityKind, Set<string>>();
  readonly listWith: Memory['listWith'] = (key, from) => this.#lists.with(key, from);
  heard = 0;
  #hasSecrets = false;
  #forgotten = 0;
  #unread = 0;

  /** `token` makes the token that replaces a secret in the record; without it, secrets are not recognised again. */
  constructor(token?: (secret: string) => string, tellShort: Tell = tell) {
    this.#tell = tellShort;
    this.#uses = new Uses(token);
    this.#keyOf = token === undefined ? undefined : (secret) => secretKey(token(secret));
  }

  get secretKey(): ((secret: string) => string) | undefined {
    return this.#hasSecrets ? this.#keyOf : undefined;
  }

  /** Includes what is still being learned, which cannot be found yet. */
  get forgotten(): number {
    return this.#forgotten + this.#sightings.forgotten + this.#passages.forgotten + this.#lessons.length;
  }

  get unlearned(): number {
    return this.#lessons.length;
  }

  get unsearchable(): number {
    return this.#unread + this.#passages.unsearchable;
  }

  search(value: string, until?: number): readonly Sighted[] {
    return this.#passages.find(value, until);
  }

  used(key: string): number | undefined {
    // Where texts are no longer kept, nobody can tell whether one had a word before.
    return this.#uses.named(key, this.unsearchable === 0);
  }

  given(key: string): number | undefined {
    return this.#uses.given(key);
  }

  /** Takes a call as it was decided: this session has now named what it names. `parsed`: the payload's value, if known. */
  named(entry: CallEntry, payload: string, step: number, parsed?: Json): void {
    // What is still being learned may hold anything.
    const seen = (key: string): boolean => this.#lessons.length > 0 || this.count(key) > 0;
    this.#uses.take(entry, payload, step, parsed, seen);
  }

  asksFor(deed: Deed, values: readonly string[], terms?: Terms): readonly Sighted[] {
    return this.#passages.pleas.asking(deed, values, terms, this.#uses);
  }

  asksWith(value: string, how?: Beside): Sighted | undefined {
    return this.#passages.pleas.askingWith(value, how, this.#uses);
  }

  stating(value: string, deed: Deed): readonly Sighted[] {
    return this.#passages.pleas.stating(value, deed);
  }

  userSaid(value: string): Sighted | undefined {
    return this.#passages.pleas.userSaid(value);
  }

  namesScripts(call: string): boolean {
    return this.#uses.namesScripts(call);
  }

  isConfirmed(target: Target, at: JsonPointer, key: string): boolean {
    return this.#uses.confirmed.has(target, at, key);
  }

  get listedFrom(): Memory['listedFrom'] {
    return this.#uses.confirmed.listedFrom;
  }

  madeWith(call: string): readonly string[] {
    return this.#uses.of(call);
  }

  picksOf(call: string): readonly string[] | undefined {
    return this.#uses.picksOf(call);
  }

  quotes(text: string): readonly Quote[] {
    return this.#excerpts.find(text);
  }

  find(key: string): readonly Sighted[] {
    return this.#sightings.find(key);
  }

  count(key: string): number {
    return this.#sightings.count(key);
  }

  share(key: string, other: string): boolean {
    return this.#sightings.share(key, other);
  }

  /** Learns a whole result: see `begin`. */
  learn(...given: Parameters<SessionMemory['begin']>): void {
    const rest = this.begin(...given);
    if (rest !== undefined) finish(rest);
  }

  /** Learns a result; returns what is left to do of a long one. `parsed`: its value, if known; `step`: calls settled so far. */
  begin(
    entry: ResultEntry,
    given: readonly Label[],
    payload: string,
    step: number,
    parsed?: Json,
    learned?: Learned,
  ): Steps<void> | undefined {
    const value = parsed ?? jsonOf(payload);
    if (value === undefined) {
      // A payload that was cut is not JSON any more: what it held cannot be found again.
      this.miss(given);
      return undefined;
    }
    // The record may have kept less than there was.
    const isShort = payload.length < PIECE && entry.size < PIECE;
    const pupil = this.#pupilOf(entry, given, step, value, learned);
    if (isShort && this.#lessons.length === 0) {
      this.#tell(value, pupil);
      this.#sightings.keep(pupil.result);
      return undefined;
    }
    return this.#lessons.add(this.#learnInSteps(value, pupil));
  }

  *#learnInSteps(value: Json, pupil: Learner): Steps<void> {
    yield* tellInSteps(value, pupil);
    this.#sightings.keep(pupil.result);
  }

  /** Learns what a server said beside its results, each text as if it were a result. */
  hear({ call, upstream, labels, cut, sayings }: Heard, step: number, learned?: Learned): void {
    for (const { said, of: tool, at, text } of sayings) {
      if (this.heard >= MOST_HEARD) break;
      this.heard += text.length;
      const pupil = this.#pupilWith({ call, upstream, tool, labels, step, said }, undefined, learned, at);
      tell(text, pupil);
      this.#sightings.keep(pupil.result);
    }
    // Where no room is left, nobody knows whether more follows.
    if (cut !== true && this.heard < MOST_HEARD) return;
    // Few models are shown logs and progress, and long work produces them without end: what is cut of these must not make every value doubtful.
    if (sayings.every(({ said }) => said === 'log' || said === 'progress')) this.#forgotten++;
    else this.miss(labels);
    this.heard = MOST_HEARD;
  }

  /** Takes note of something that was read and cannot be found again. */
  miss(labels: readonly Label[]): void {
    this.#forgotten++;
    if (labels.includes('untrusted')) this.#unread++;
  }

  #pupilOf(
    entry: ResultEntry,
    given: readonly Label[],
    step: number,
    value: Json,
    learned: Learned | undefined,
  ): Learner {
    const { call, target, evidence } = entry;
    const { upstream, name: tool } = target;
    const { labels, labelsAt } = labelsOf(evidence, given);
    const pupil = this.#pupilWith({ call, upstream, tool, labels, step }, labelsAt, learned);
    const push = entry.powers.includes('execute') && this.#uses.hasPushed(call) ? pushOf(value) : undefined;
    return push === undefined ? pupil : ofPush(pupil, push);
  }

  /** `place`: where in its source it stands. */
  #pupilWith(
    from: ResultValues['source'],
    labelsAt: LabelsAt | undefined,
    learned: Learned | undefined,
    place = '',
  ): Learner {
    const { call, upstream, tool, labels, step, said } = from;
    const result = new ResultValues(from);
    const quote = (text: string, at: string): Sighted => {
      // One copy, shared by all that keep the text.
      const plain: Sighted = { call, upstream, tool, at, shape: 'prose', labels: labelsAt?.(at) ?? labels, step };
      const source = said === undefined ? plain : { ...plain, said, at: place + at };
      this.#excerpts.add(text, source);
      if (said === undefined && source.labels.includes('untrusted')) this.#lists.add(text, source);
      return source;
    };
    return {
      result,
      add: (head, name, under, at, seen) => {
        // Nobody picks values out of what a server says besides results, however much it looks like fields.
        const shape = said === undefined ? seen : 'prose';
        let own = labelsAt?.(under + at);
        if (head === SECRET_HEAD) {
          this.#hasSecrets = true;
          own = [...(own ?? labels), SECRET];
        }
        if (this.#sightings.add(result, head, name, place + under, at, shape, own)) learned?.(head, name);
      },
      doubt: (at, why) => result.doubted.set(place + at, why),
      read: (text, at, known, own) => {
        const source = quote(text, at);
        if (!source.labels.includes('untrusted')) return;
        if (known === undefined) this.#passages.add(text, source, own);
        else this.#passages.take(known(), source);
      },
      readInSteps: (text, at) => this.#readInSteps(text, quote(text, at)),
      forget: (isUnread) => this.miss(isUnread === true ? labels : []),
    };
  }

  *#readInSteps(text: string, source: Sighted): Steps<void> {
    if (source.labels.includes('untrusted')) yield* this.#passages.addInSteps(text, source);
  }

  /** Learns the user's own words: every value in them is there because the user put it there. */
  told(text: string, step: number): void {
    const said = new ResultValues({ ...USER, step });
    const add = (head: string, name: string): unknown => this.#sightings.add(said, head, name, '', '', 'field');
    const whole = exactName(text);
    if (whole !== undefined) add(headOf(EXACT, whole), nameOf(EXACT, whole));
    eachEntity(text, (kind, head, name, start, end) => {
      add(head, name);
      const isPart = kind === 'domain' && text[start - 1] === '@';
      if (isOfRepository(text, end) ? kind === 'email' : isPart) return;
      const named = this.fromUser.get(kind) ?? new Set();
      if (named.size < MOST_NAMED) this.fromUser.set(kind, named.add(head + name));
    });
    for (const { name } of secretTokens(text)) add(SECRET_HEAD, name);
    this.#passages.tell(text, { ...said.source, at: '' });
    this.#sightings.keep(said);
  }
}

/** Nobody needs to know more of what is a list by then. */
const MOST_NAMED = 10;
/** The labels of a secret, whatever the rest of its result is. */
const SECRET: Label = 'secret';
