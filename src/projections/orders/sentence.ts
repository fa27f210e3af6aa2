import type { Sighted } from '../../model/view.ts';
import { actBits, actsOf } from '../../model/words/deed-words.ts';
import { REQUEST, RULE, YOU } from '../../model/words/plea-words.ts';
import { isQuestion } from './question.ts';
import { type Said, Utterance } from './utterance.ts';

/** Acts of getting in touch with somebody or going somewhere. */
const REACHING = actBits(['call', 'open']);
const CONTACT = /\b(?:contact|reach|get in touch|erreich\w*|kontakt\w*|joindre|contact\w*)\b/;
/** What is not ordered but said with it: `after you change this`, `must not edit this`. */
const BESIDE =
  /(?<![\p{L}\p{N}])(?:(?:after|before|when|whenever|if|once|unless|until|while)(?: you)?(?: (?!(?:you|must|should|need|have) )[^\s,]{1,40}){0,5}|(?:not|never) (?!forget|miss|fail)[^\s,]{1,40})/gu;

const SETTING = /(?<![\p{L}\d])set (?:the|this|that|its) [\p{L} ]{1,40} to "([\p{L} _-]{2,40})"/gu;

/** One part of a text that makes one statement. */
export class Sentence {
  readonly text: string;
  readonly source: Sighted;
  readonly #utterance: Utterance;
  #inquires: boolean | undefined;

  /** `utterance`: of its text, where that is known. */
  constructor(text: string, source: Sighted, utterance: Utterance = new Utterance(text)) {
    this.text = text;
    this.source = source;
    this.#utterance = utterance;
  }

  get said(): Said {
    return this.#utterance.said;
  }

  /** Whether it says that something should be done. The user's own words always do. */
  get pleads(): boolean {
    return this.source.shape === 'field' || this.#utterance.pleads;
  }

  /** Whether it only wants to know something. */
  get inquires(): boolean {
    this.#inquires ??= isQuestion(this.text);
    return this.#inquires;
  }

  /** Whether it names its reader. */
  get addresses(): boolean {
    return this.#utterance.addresses;
  }

  /** Whether it speaks to its reader, and does not only mention one. */
  get hails(): boolean {
    return this.#utterance.hails;
  }

  /** Whether it turns to somebody: it names its reader, or asks whoever that is. */
  get turns(): boolean {
    return this.addresses || REQUEST.test(this.text);
  }

  /** Whether it tells whoever reads it what to do, without a name. */
  get tellsYou(): boolean {
    return YOU.test(this.text);
  }

  /**
   * The same without what it says is to be set to another state than these values say: `set the ticket to "ordered"` closes none.
   * Only of words for acts it is known that they do not mean the same: who is an `administrator` for one is `admin` for another.
   */
  settingOnly(values: readonly string[]): Sentence {
    if (this.source.shape === 'field' || !this.text.includes(' to "')) return this;
    const acts = values.flatMap((value) => (value.includes(' ') ? [] : actsOf(value)));
    const isOther = (said: readonly string[]): boolean => said.length > 0 && !said.some((act) => acts.includes(act));
    const text =
      acts.length === 0 ? this.text : this.text.replace(SETTING, (all, to) => (isOther(actsOf(to)) ? ' ' : all));
    return text === this.text ? this : new Sentence(text, this.source);
  }

  /** The same without what is not ordered in it, but said with that. */
  get bare(): Sentence {
    const text = this.text.replace(BESIDE, ' ');
    return text === this.text ? this : new Sentence(text, this.source);
  }

  /** Whether all it asks for is to contact somebody or to go somewhere. */
  get reaches(): boolean {
    const { acts, isMore, isGoing } = this.said;
    if (isMore || (acts & REACHING) !== acts || this.addresses || this.rules) return false;
    return acts !== 0 || isGoing || CONTACT.test(this.text);
  }

  /** Whether it tells each of some people what they do, which tells its reader: `every clerk enters …`. */
  get charges(): boolean {
    return this.#utterance.charges;
  }

  /** Whether it says what holds from now on. */
  get rules(): boolean {
    return RULE.test(this.text);
  }

  /** Whether it says what is to be done, or at least that something is. */
  get tells(): boolean {
    return this.said.acts !== 0 || this.said.isMore || this.rules;
  }

  /** Whether it pleads, gives an order of any kind, or says what holds from now on. */
  get asks(): boolean {
    return this.pleads || this.said.isOrder || this.rules;
  }
}
