import { actBit, actBits, actsOf, unspacedActs } from '../../model/words/deed-words.ts';
import { ORDERING } from '../../model/words/order-words.ts';
import { HAIL, PLEA, READER } from '../../model/words/plea-words.ts';
import { wordSet } from '../../model/words/word-set.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import { isDone, isUrged, withMarksOpened } from './openings.ts';
import { asksForNews, isDue, isTold } from './told-act.ts';

/** More than a piece of a text may have. */
const MOST_WORDS = 300;

/** After one of these words a new part of a sentence begins, which may be an order. */
const OPENS: ReadonlySet<string> = wordSet(
  'and then also first next now so only always to und dann zuerst jetzt nun danach anschließend y luego ahora después et puis ensuite maintenant e poi adesso just simply instead finally secondly lastly',
);
const GOING: ReadonlySet<string> = wordSet('call see look read check go come wait follow contact ask tell');
/** German words; in German an order may end with its verb: `alles löschen`. */
const GERMAN =
  /\b(?:der|die|das|den|dem|und|für|mit|zu|als|auf|von|ein|eine|einen|bis|nicht|ist|sind|wird|am|im|sie|wir|ich)\b/;

/** What one sentence says, prepared for comparison. */
export interface Said {
  readonly words: ReadonlySet<string>;
  /** The acts it names, as bits, and those of them at a place where an order begins. */
  readonly acts: number;
  readonly ordered: number;
  /** Words, including acts, at a place where an order begins. */
  readonly orders: ReadonlySet<string>;
  /** Whether any order begins in it, whatever is ordered. */
  readonly isOrder: boolean;
  /** Whether a word in it says to go somewhere or look, and whether one says to do something else with a value. */
  readonly isGoing: boolean;
  readonly isMore: boolean;
  /** Words for things of which any will do: `a branch`. */
  readonly anys: ReadonlySet<string>;
  readonly count: number;
}

/** The letters of one sentence, whoever read them where. They are analysed when first needed. */
export class Utterance {
  readonly text: string;
  #said: Said | undefined;
  #pleads: boolean | undefined;
  #addresses: boolean | undefined;
  #hails: boolean | undefined;
  #charges: boolean | undefined;

  constructor(text: string) {
    this.text = text;
  }

  get said(): Said {
    this.#said ??= saidIn(this.text);
    return this.#said;
  }

  /** Whether it says that something should be done. */
  get pleads(): boolean {
    this.#pleads ??= this.addresses || PLEA.test(spoken(this.text));
    return this.#pleads;
  }

  /** Whether it names its reader. */
  get addresses(): boolean {
    this.#addresses ??= READER.test(spoken(this.text));
    return this.#addresses;
  }

  /** Whether it speaks to its reader, and does not only mention one. */
  get hails(): boolean {
    this.#hails ??= this.addresses && HAIL.test(spoken(this.text));
    return this.#hails;
  }

  /** Whether it states as a rule what each person of a kind does, and so orders its reader, who is one: `every clerk enters …`. */
  get charges(): boolean {
    this.#charges ??= isCharging(this.text);
    return this.#charges;
  }
}

/** One of each of those who do something: their names end so. */
const EACH = /(?<!\p{L})(?:every|each) (?:\p{L}{1,20} )?\p{L}{2,18}(?:er|or|ist|ant)(?!\p{L})([^.;:!?]{1,120})/u;
/** How many words behind it may say what they do. */
const REST = 8;
function isCharging(text: string): boolean {
  const { 1: rest = '' } = EACH.exec(text) ?? [];
  return rest.split(/[^\p{L}-]+/u, REST).some((word) => word.endsWith('s') && isDone(word.slice(0, -1)));
}

/** A sentence without web and mail addresses: `docs.ai-tools.example` speaks to nobody. */
const spoken = (text: string): string =>
  text.includes('://') || text.includes('@') ? text.replace(ADDRESSES, ' ') : text;
const ADDRESSES = /:\/\/[^\s,;()<>"'`]{1,600}|@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/g;

function saidIn(text: string): Said {
  const words = new Set<string>();
  const unspaced = unspacedActs(text);
  const orders = new Set(unspaced);
  let acts = actBits(unspaced);
  let ordered = acts;
  const anys = new Set<string>();
  let count = 0;
  let opens = true;
  let isOrder = ordered !== 0;
  let isGoing = false;
  let isMore = false;
  let afterAny = 0;
  /** Whether what is ordered may be said at its end alone: `switch the alarm off`. */
  let isParted = false;
  /** Acts of the last word, if it may be the verb that an order ends with. */
  let closing: readonly string[] = [];
  /** Acts that are only told of. */
  const told: string[] = [];
  const isGerman = GERMAN.test(text);
  const isLed = LED.test(text);
  const order = (known: readonly string[]): void => {
    for (const act of known) orders.add(act);
    ordered |= actBits(known);
    if (known.length > 0) isOrder = true;
  };
  let before = '';
  if (STATE.test(text)) return { words, acts, ordered, orders, isOrder, isGoing, isMore, anys, count: 2 };
  const all = wordsAndSigns(text);
  for (const [at, word] of all.entries()) {
    const next = all[at + 1];
    if (isSign(word)) {
      order(closing);
      closing = [];
      opens = true;
      isParted = false;
      afterAny = 0;
      continue;
    }
    if (++count > MOST_WORDS) break;
    const stemmed = wordStem(word);
    words.add(stemmed);
    if (word.includes('-', 1)) for (const part of word.split('-')) words.add(wordStem(part));
    if (ANY.has(word)) afterAny = REACH;
    else if (afterAny-- > 0) anys.add(stemmed);
    const known = THIS.test(before) && LETTER.test(word) ? NO_ACTS : asksForNews(word, all, at) ? TELLS : actsOf(word);
    acts |= actBits(known);
    if (GOING.has(word)) isGoing = true;
    else if (ORDERING.has(word)) isMore = true;
    if (opens && known.length > 0 && isTold(all, at)) told.push(...known);
    else if (opens && !isCounted(word, before, next) && !isNoOrder(word, known, next) && !isRecord(word, next)) {
      orders.add(stemmed);
      ordered |= actBit(stemmed);
      order(known);
      // `NY 10001 USA`: after a longer number only an act is an order.
      if ((ORDERING.has(word) || /\p{L}{3}ez$/u.test(word)) && !/^\d{3,}$/.test(before)) isOrder = true;
    }
    if (opens && PARTED.test(word)) isParted = true;
    else if ((isParted && PARTICLE.test(word)) || (isLed && isAgreeing(word, before, next))) order(known);
    closing = isGerman && /(?:en|ern|eln)[.!]?$/.test(word) ? known : [];
    opens = word === 'to' ? !DONE_TO.test(before) : isOpening(word, before, next, opens);
    before = word;
  }
  order(closing);
  // Beside an order, what is told of may be what that is about.
  if (told.length > 0 && (isOrder || all.some(isDue))) order(told);
  return { words, acts, ordered, orders, isOrder, isGoing, isMore, anys, count };
}

/** The words of a sentence, and the signs between them that part it. */
function wordsAndSigns(text: string): readonly string[] {
  const named = text.includes('`make ') ? text.replace(MAKE, '` ') : text;
  const told = withMarksOpened(named);
  return told.match(BEYOND_ASCII.test(told) ? WORD : ASCII_WORD) ?? [];
}

/** Whether the next word may be an order. `opens`: whether this one might have been. */
const isOpening = (word: string, before: string, next: string | undefined, opens: boolean): boolean =>
  OPENS.has(word) ||
  /^\d+\.?$/.test(word) ||
  (word === 'that' && /^(?:before|after)$/.test(before)) ||
  (opens && word === 'do' && isUrged(next ?? ''));

/** `Found 1 issue`: what was counted is no order. */
const isCounted = (word: string, before: string, next: string | undefined): boolean =>
  next === undefined && COUNT.test(before) && RECORDS.has(word.replace(/s$/, ''));

/** `deleted`, `sending`: what was or is being done. Nor `Reply-To`, nor a column: `paid_by`. `Cancellation of 12` may be an order. */
const NO_ORDER =
  /^new$|^reply-to$|(?:ed|ing)$|^(?:[a-z]{2,20}(?:ed|ing)|paid|sold|given|withdrawn)(?:_(?:at|by|for|from|in|on|to|via|id|no|date|time|name|status|type|amount|count|total))?$/;
/** `Reservations` says what the number below is for; `Payments` or `Deletions` is a list of what is to be done. */
const SEVERAL = /(?:tion|sion|ment)s$/;
/** `0 on friday`: only at the end does it say what something is to be. */
const BEFORE_THINGS = /^(?:on|off)$/;
const TAKING = actBits(['pay', 'delete', 'cancel', 'withdraw', 'give']);
const isNoOrder = (word: string, known: readonly string[], next: string | undefined): boolean =>
  NO_ORDER.test(word) ||
  (BEFORE_THINGS.test(word) && next !== undefined && !isSign(next)) ||
  (SEVERAL.test(word) && (actBits(known) & TAKING) === 0);
/** Verbs whose other half says what is done. */
const PARTED = /^(?:turn|switch|shut)$/;
const PARTICLE = /^(?:on|off)$/;
/** `Before a transfer to the depot …`: what opens with no clause, but with a thing, has its verb later. */
const LED =
  /(?:^|[^\p{L}\s])\s?(?:before|after|prior to|upon|during) (?:a|an|the|any|each|every|all|this|[a-z]{2,20}ing) /u;
/** With a thing before it and one behind, a verb without an ending agrees with nothing: it is an order. */
const isAgreeing = (word: string, before: string, next: string | undefined): boolean =>
  next !== undefined && OBJECT.test(next) && !/(?:s|ed|ing)$/.test(word) && !SUBJECT.test(before);
const OBJECT = /^(?:the|this|all|every|each|any|their|it|them|these|a|an)$/;
const SUBJECT = /s$|^(?:i|we|you|they|people|who|to|and|or|the|a|an|not|will|would|can|could|may|must|should|do|did)$/;
const COUNT = /^\d{1,4}$/;
/** `### Open tabs`: a heading for what is in some state. */
const STATE = /^\s*#{1,6} (?:open|closed|locked|blocked) \p{L}+s$/u;
/** `before you print this e-mail`: a text that speaks of itself names no act. */
const THIS = /^(?:this|diese[rs]?|cette|ce|este|esta|questa|dit|deze)$/;
const LETTER = /^(?:e-?mail|mail|text|post|comment)s?$/;
const TELLS = actsOf('tell');
const NO_ACTS: readonly string[] = Object.freeze([]);
/** The program, with what every project has it do: `make install` makes nothing that a tool called `add` adds. */
const MAKE = /`make (?=(?:install|build|test|check|lint|clean|all)`)/g;
/** `failed to launch`, `transitioned to done`: what was not done, and the state something is in now. */
const DONE_TO = /ed$|^(?:unable|able|go|goes|went|sent|set|fails?)$/;
/** `issue PAY-301`, `message #7`, `phone 555-0142`: a thing with its number, which is not an order. */
const isRecord = (word: string, next: string | undefined): boolean =>
  next !== undefined &&
  (word === 'phone' ? /^\d/.test(next) : RECORDS.has(word) && /^(?=.*\d)(?=.*\p{L})[\p{L}\d_-]+$/u.test(next));
const RECORDS: ReadonlySet<string> = wordSet(
  'issue message comment record request mail note process release attachment',
);

/** One of these words says that any thing will do; this many words after it are about that thing. */
const ANY: ReadonlySet<string> = wordSet('a an any another some ein eine einen un une una uno');
const REACH = 3;
/** Whether it is one of the characters that separate words; of them, only a hyphen also begins words. */
const isSign = (word: string): boolean =>
  SIGNS.includes(word.charAt(0)) && (word.charCodeAt(0) !== 45 || !/[\p{L}\p{N}]/u.test(word));
const SIGNS = ',([•*>]-–—';
const BEYOND_ASCII = /[^\0-\x7f]/;
/** The same words for texts that use only a to z, which most do. */
const ASCII_WORD = /[A-Za-z0-9_@.-]*[A-Za-z0-9][A-Za-z0-9_@.-]*|[,([*>\]-]+/g;
/** Vowels of many scripts are marks on the letters before them. */
const WORD = /[\p{L}\p{M}\p{N}_@.-]*[\p{L}\p{N}][\p{L}\p{M}\p{N}_@.-]*|[,([•*>\]–—-]+/gu;
