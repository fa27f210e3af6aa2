import { EXACT, headOf, nameBySigns, nameOf } from '../../model/entity/key.ts';
import { type EntityKind, eachEntity, type TakeEntity } from '../../model/entity.ts';
import type { Doubt } from '../../model/evidence/doubt.ts';
import type { JsonPointer } from '../../model/json.ts';
import { fieldAt } from '../../model/result/field.ts';
import { SECRET_HEAD, secretTokens } from '../../model/secret-token.ts';
import type { Structure } from '../../model/structure.ts';
import { HAS_HINTS, HAS_LOW_LINE, signsIn } from '../../model/text/text-signs.ts';
import { mayBeForOutsiders, outsiderIn, outsiderNamed } from '../../model/words/outsider-words.ts';
import { Answers } from './answers.ts';
import type { Shape } from './sightings.ts';
import { isContact, isLink, isListed, isMember, isStem, isUnnamed, isWhole, isWordless } from './value-place.ts';

/** A longer leaf is a text to look into, not one value. */
const FIELD = 200;
/** Units of a text whose values are told, at its beginning and its end; what is between counts as forgotten. */
export const LOOK = 65_536;
const LOOK_END = 16_384;

/** Receives values. */
export interface Learner {
  /** A value, by the head and name of its key, and its place in two parts. */
  add(head: string, name: string, under: JsonPointer, at: JsonPointer, shape: Shape): void;
  /** An object whose values are not its owner's, or one such value, by its place. */
  doubt(place: JsonPointer, why: Doubt): void;
}

/** Passes the values in texts to a learner, one text at a time; a closure for each would be most of the cost of learning. */
export class Teller<To extends Learner> {
  readonly pupil: To;
  #text = '';
  #under: JsonPointer = '';
  #at: JsonPointer = '';
  #isRunning = false;
  /** The object that was looked at last. */
  #last: JsonPointer | undefined;
  readonly #answers = new Answers();
  #printed: Structure | undefined;
  /** Whether what was printed last holds values alone; undefined while nobody needed to know. */
  #isWordless: boolean | undefined;

  constructor(pupil: To) {
    this.pupil = pupil;
  }

  /**
   * The values of one text. `isRunning`: it is part of a longer text, so everything in it was written by somebody. `printed`: what
   * it is a part of, if that has a structure.
   */
  value(text: string, under: JsonPointer, at: JsonPointer, isRunning: boolean, printed?: Structure): void {
    if (printed !== this.#printed) this.#isWordless = undefined;
    this.#printed = printed;
    if (!isRunning) this.#doubt(text, under, at);
    let mayHold = true;
    let mayBeSecret = true;
    if (text.length <= FIELD && !isRunning) {
      const signs = signsIn(text);
      const whole = nameBySigns(text, signs);
      if (whole !== undefined) this.pupil.add(headOf(EXACT, whole), nameOf(EXACT, whole), under, at, 'field');
      mayHold = (signs & HAS_HINTS) !== 0;
      mayBeSecret = (signs & HAS_LOW_LINE) !== 0;
    }
    if (mayHold) this.#entities(text, under, at, isRunning);
    if (!mayBeSecret) return;
    for (const { name, start, end } of secretTokens(text))
      this.pupil.add(SECRET_HEAD, name, under, at, !isRunning && isWhole(text, start, end) ? 'field' : 'prose');
  }

  /** Call this behind the last text of a result: whose address a letter's answers go to is known only then. */
  end(): void {
    for (const place of this.#answers.elsewhere()) this.pupil.doubt(place, 'elsewhere');
  }

  /** What of an object anybody could have filled in is no value of its owner's, whatever it looks like. */
  #doubt(text: string, under: JsonPointer, at: JsonPointer): void {
    if (under !== this.#last) {
      this.#last = under;
      if (mayBeForOutsiders(under)) this.#doubtFor(under, whoFillsIn(under));
    }
    this.#doubtFor(under, outsiderIn(at, text));
    // `updated_by: { name: 'guest' }`, `updated: { by: 'guest' }`
    const last = under.lastIndexOf('/');
    if (last >= 0 && (under.endsWith('by') || under.endsWith('By') || at === '/by'))
      this.#doubtFor(under.slice(0, last), outsiderIn(`${under.slice(last)}${at === '/by' ? ' by' : ''}`, text));
    this.#answers.take(text, under, at);
  }

  #doubtFor(place: JsonPointer, why: Doubt | undefined): void {
    if (why !== undefined) this.pupil.doubt(place, why);
  }

  #entities(text: string, under: JsonPointer, at: JsonPointer, isRunning: boolean): void {
    this.#under = under;
    this.#at = at;
    // A long text is no value, however little of it is looked at here.
    this.#isRunning = isRunning || text.length > LOOK;
    this.#text = text.length > LOOK ? text.slice(0, LOOK - LOOK_END) : text;
    eachEntity(this.#text, this.#take);
    if (text.length <= LOOK) return;
    this.#text = text.slice(-LOOK_END);
    eachEntity(this.#text, this.#take);
  }

  readonly #take: TakeEntity = (kind, head, name, start, end) => {
    const looked = this.#text;
    const isField = !this.#isRunning && this.#isOwnValue(kind, looked, start, end);
    const shape = isField ? 'field' : isLink(looked, start) ? 'link' : 'prose';
    this.pupil.add(head, name, this.#under, this.#at, shape);
  };

  /** Whether a value is all that a leaf says, whatever it is called there. */
  #isOwnValue(kind: EntityKind, text: string, start: number, end: number): boolean {
    if (isWhole(text, start, end)) return true;
    if (kind === 'id') return isStem(text, start, end);
    // Who writes has an address, and gives nobody their domain: `uploads go to theirs.example` stands in many a mail from there.
    if (kind !== 'email' && kind !== 'phone') return false;
    if (kind === 'email' && isListed(text)) return true;
    return isContact(text, start, end) || (isMember(text, start, end) && this.#isAmongValues());
  }

  #isAmongValues(): boolean {
    if (this.#printed === undefined || !isUnnamed(this.#at)) return false;
    this.#isWordless ??= isWordless(this.#printed);
    return this.#isWordless;
  }
}

/** Who outside fills in an object, if the name of what it stands in says so. */
function whoFillsIn(under: JsonPointer): Doubt | undefined {
  for (const name of fieldAt(`${under}/`)?.split('/') ?? []) {
    const who = outsiderNamed(name);
    if (who !== undefined) return who;
  }
  return undefined;
}
