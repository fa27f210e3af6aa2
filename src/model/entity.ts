import {
  endsWord,
  HAS_AT,
  HAS_DIGIT,
  HAS_DOT,
  HAS_PLUS,
  HAS_SCHEME,
  HAS_SLASH,
  hintAmong,
  hintIn,
  hintsAt,
  isInHost,
  partsWords,
  signOf,
} from './entity/hints.ts';
import {
  accountName,
  ENTITY_TEXT,
  headOf,
  hostName,
  hostOf,
  isDigit,
  lowerOf,
  nameOf,
  SHORTEST_VALUE,
  urlName,
} from './entity/key.ts';
import { digitsIn, isAddress, isOfNames, mailEnd, nameEnd, nextName, pathEnd, withoutEnding } from './entity/word.ts';
import { lettersOf } from './text/letters.ts';

/**
 * What values are, and when two of them are the same: `Bob@Example.com ` in an argument is `bob@example.com` in a mail. The
 * memory files values under these keys, and provenance looks them up under the same.
 */
export type EntityKind = 'email' | 'url' | 'domain' | 'account' | 'path' | 'phone' | 'id';

/** One value inside a text. Start and end are UTF-16 units, end exclusive. */
export interface Entity {
  readonly key: string;
  readonly kind: EntityKind;
  readonly start: number;
  readonly end: number;
}

/** How many entities are taken of a text: a bound for memory. */
export const MOST_ENTITIES = 200;

/** Called with an entity: its kind, its key in head and name, and where it is. */
export type TakeEntity = (kind: EntityKind, head: string, name: string, start: number, end: number) => void;

type Form = EntityKind | 'iban';

/**
 * The endings of two letters that exist, by their first letter: what ends in others (`lexer.js`, `row.el`) is on no network, and is
 * the name of a file or of a member.
 */
const COUNTRY =
  'a[c-gilmoq-uwxz]|b[abd-jm-or-tvwyz]|c[acdf-ik-oru-z]|d[ejkmoz]|e[cegr-u]|f[ijkmor]|g[abd-ilmnp-uwy]|h[kmnrtu]|i[del-oq-t]|j[emop]|k[eghimnprwyz]|l[abcikr-vy]|m[acdeghk-z]|n[acefgilopruz]|om|p[ae-hk-nrstwy]|qa|r[eosuw]|s[a-eg-or-vxyz]|t[cdf-hj-ortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]';

/** Every run is bounded. The first form that fits at a place gets it, so that no two kinds claim the same text. */
const FORMS: readonly (readonly [kind: Form, holds: number, form: string])[] = [
  ['url', HAS_SCHEME, '\\b[a-z][a-z0-9+.-]{1,20}:\\/\\/[^\\s"\'<>`\\\\^{}|]{3,2048}'],
  ['email', HAS_AT | HAS_DOT, '[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}'],
  // The word behind a number is no group of it.
  ['iban', HAS_DIGIT, '\\b[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\\b(?<! [A-Z]{1,4})'],
  ['path', HAS_SLASH, '(?<![\\w/.:])(?:~|\\.{1,2}|[a-z]:)?[\\\\/][\\w.@+-]{1,255}(?:[\\\\/][\\w.@+-]{1,255}){1,40}'],
  ['phone', HAS_PLUS | HAS_DIGIT, '\\+\\d(?:[ ().-]{0,2}\\d){7,14}'],
  [
    'domain',
    HAS_DOT,
    `(?<![\\w@./-])(?:[a-z0-9-]{1,63}\\.){1,8}(?:com|org|net|edu|gov|info|biz|dev|app|xyz|site|online|shop|cloud|example|test|internal|local|${COUNTRY})\\b(?!\\()`,
  ],
  ['id', HAS_DIGIT, '(?<![\\w-])(?=[\\w-]{0,63}\\d)[A-Za-z0-9][\\w-]{5,127}(?![\\w-])'],
];

/** The forms that can occur in a word with certain signs, as one expression; made when it is first needed. */
interface Choice {
  readonly form: RegExp;
  readonly kinds: readonly Form[];
}
const choices: (Choice | undefined)[] = [];

function choiceOf(held: number): Choice {
  let choice = choices[held];
  if (choice === undefined) {
    const forms = FORMS.filter(([, holds]) => (holds & held) === holds);
    const form = new RegExp(forms.map(([, , one]) => `(${one})`).join('|'), 'gi');
    choice = { form, kinds: forms.map(([kind]) => kind) };
    choices[held] = choice;
  }
  return choice;
}

const SPACE = 32;
const DOT = 46;
/** Entities that begin with a digit are longer, unless they have other signs. */
const SHORTEST_ID = 6;
/** How far accounts and telephone numbers may go on over spaces. */
const LONGEST_SPACED = 64;
const SPACED = /\b[A-Z]{2}\d{2}|\+\d/i;

/** The entities of a text in its order, at most 200 of its first 65 536 units. */
export function entitiesOf(text: string): readonly Entity[] {
  let found: Entity[] | undefined;
  eachEntity(text, (kind, head, name, start, end) => {
    found ??= [];
    found.push({ key: head + name, kind, start, end });
  });
  return found ?? NO_ENTITIES;
}

/**
 * Reports the same, each in parts. Only words that can hold an entity are looked into: from one sign that hints at one to the
 * next, and from there back to where its word begins.
 */
export function eachEntity(text: string, take: TakeEntity): void {
  const read = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  const { length } = read;
  if (length < SHORTEST_VALUE) return;
  const isLong = length >= LONG;
  let letters = isLong ? lettersOf(read) : NO_LETTERS;
  let found: Found | undefined;
  let from = 0;
  for (;;) {
    const hint = isLong ? hintAmong(letters, read, from) : hintIn(read, from);
    if (hint < 0) return;
    let start = hint;
    while (start > from && !partsWords(isLong ? (letters[start - 1] as number) : read.charCodeAt(start - 1))) start--;
    let held = 0;
    let at = hint;
    for (; at < length; at++) {
      const sign = signOf(isLong ? (letters[at] as number) : read.charCodeAt(at));
      if (sign === 0) continue;
      if (endsWord(sign, held)) break;
      held |= hintsAt(sign, read, at);
    }
    from = at + 1;
    if (held === HAS_DIGIT && at - start < SHORTEST_ID && isDigit(read.charCodeAt(start))) continue;
    found ??= new Found(read, take);
    const end = found.isPlainly(start, at, held) ? at : found.lookInto(start, at, held);
    if (found.count >= MOST_ENTITIES) return;
    if (end > at) from = end;
    // Whoever took an entity may have asked for the letters of another text.
    if (isLong) letters = lettersOf(read);
  }
}

/** A shorter text is asked for each letter: having them in a row costs as much as thirty. */
const LONG = 64;
const NO_LETTERS = new Uint16Array(0);

/** Whether a number written in groups may go on after the word that ends here. */
function goesOn(text: string, end: number): boolean {
  if (text.charCodeAt(end) !== SPACE) return false;
  const next = text.charCodeAt(end + 1);
  return next === SPACE || next === 40 || next === 41 || next === DOT || isInHost(next);
}

/** What a program calls its own, and the signs of its language that stand behind such a name and behind no host in a sentence. */
const OWN = /^(?:this|self)\.[a-z]{2}$/i;
const OPERATOR = /^ ?(?:[=+*<>;\]]|-[-=]|!=)/;
/** The longest such name. */
const LONGEST_OWN = 7;

/** Whether what looks like a host is a member of what a program works on: `this.at = 0`, `read(this.at)`. */
function isMember(text: string, start: number, end: number): boolean {
  if (end - start > LONGEST_OWN || !OWN.test(text.slice(start, end))) return false;
  return OPERATOR.test(text.slice(end, end + 3)) || (text[end] === ')' && /\w\($/.test(text.slice(start - 2, start)));
}

/** What was found in a text so far. */
class Found {
  count = 0;
  readonly #text: string;
  readonly #take: TakeEntity;

  constructor(text: string, take: TakeEntity) {
    this.#text = text;
    this.#take = take;
  }

  /** Takes the entities of a word that is recognised without the forms; false where it may be anything. */
  isPlainly(start: number, end: number, held: number): boolean {
    const text = this.#text;
    // What precedes it decides whether it is a word of its own.
    if (start > 0 && !partsWords(text.charCodeAt(start - 1))) return false;
    if ((held & HAS_SCHEME) !== 0) {
      if (!isAddress(text, start, end)) return false;
      this.#url(start, end);
      return true;
    }
    if ((held & (HAS_AT | HAS_DOT)) === (HAS_AT | HAS_DOT)) {
      const mail = mailEnd(text, start, end);
      if (mail > 0) this.#mail(start, mail);
      return mail > 0;
    }
    if ((held & HAS_SLASH) !== 0) {
      const path = pathEnd(text, start, end);
      if (path > 0) this.#path(start, path);
      return path > 0;
    }
    if ((held & HAS_PLUS) !== 0 || !isOfNames(text, start, end)) return false;
    for (let at = nextName(text, start, end); at >= 0; ) {
      const last = nameEnd(text, at, end);
      this.#named(at, last);
      if (this.count >= MOST_ENTITIES) break;
      at = nextName(text, last, end);
    }
    return true;
  }

  /** Takes the entities that begin in one word. Returns where the last one ends, or the word does. */
  lookInto(start: number, end: number, held: number): number {
    const text = this.#text;
    const { form, kinds } = choiceOf(held);
    if (kinds.length === 0) return end;
    // What precedes it decides whether it is a word of its own.
    const from = start === 0 ? 0 : start - 1;
    const isSpaced = (held & HAS_DIGIT) !== 0 && goesOn(text, end) && SPACED.test(text.slice(start, end));
    const word = text.slice(from, isSpaced ? end + LONGEST_SPACED : end);
    form.lastIndex = start - from;
    let last = end;
    for (let hit = form.exec(word); hit !== null && from + hit.index < end; hit = form.exec(word)) {
      let which = 0;
      while (hit[which + 1] === undefined) which++;
      last = from + form.lastIndex;
      this.#takeForm(kinds[which], from + hit.index, last);
      if (this.count >= MOST_ENTITIES) break;
    }
    return last;
  }

  #takeForm(form: Form | undefined, start: number, end: number): void {
    const whole = this.#text.slice(start, end);
    if (form === 'url') this.#url(start, end);
    else if (form === 'email') this.#mail(start, end);
    else if (form === 'iban') this.#give('account', accountName(whole), start, end);
    else if (form === 'path') this.#path(start, end);
    else if (form === 'phone') this.#give('phone', whole.replace(/\D/g, ''), start, end);
    else if (form === 'domain') {
      if (!isMember(this.#text, start, end)) this.#give('domain', hostName(whole), start, end);
    } else this.#named(start, end);
  }

  #url(start: number, end: number): void {
    const last = withoutEnding(this.#text, start, end);
    const url = this.#text.slice(start, last);
    const name = urlName(url);
    this.#give('url', name, start, last);
    const host = hostOf(url);
    if (host !== '') this.#give('domain', host, start, last);
  }

  #mail(start: number, end: number): void {
    const name = lowerOf(this.#text.slice(start, end));
    let host = name.length;
    while (host > 0 && name.charCodeAt(host - 1) !== AT) host--;
    this.#give('email', name, start, end);
    this.#give('domain', name.slice(host), start + host, end);
  }

  #path(start: number, end: number): void {
    const last = withoutEnding(this.#text, start, end);
    this.#give('path', this.#text.slice(start, last).replaceAll('\\', '/'), start, last);
  }

  #named(start: number, end: number): void {
    const whole = this.#text.slice(start, end);
    const digits = digitsIn(whole);
    if (digits < 0) this.#give('id', lowerOf(whole), start, end);
    // Dates and small numbers are everywhere; an account's number has eight digits or more.
    else if (digits < 6 || (whole.length === 10 && DATE.test(whole))) return;
    else if (digits >= 8) this.#give('account', accountName(whole), start, end);
    else this.#give('id', whole, start, end);
  }

  #give(kind: EntityKind, name: string, start: number, end: number): void {
    this.count++;
    const head = HEADS[kind];
    // Only addresses may be of any length.
    if (kind === 'url') this.#take(kind, headOf(head, name), nameOf(head, name), start, end);
    else this.#take(kind, head, name, start, end);
  }
}

const HEADS: Readonly<Record<EntityKind, string>> = {
  email: 'email:',
  url: 'url:',
  domain: 'domain:',
  account: 'account:',
  path: 'path:',
  phone: 'phone:',
  id: 'id:',
};
const DATE = /^\d{4}-\d{2}-\d{2}$/;

const AT = 64;

const NO_ENTITIES: readonly Entity[] = Object.freeze([]);
