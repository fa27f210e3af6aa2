import type { Entity, EntityKind } from '../../src/model/entity.ts';
import { sha256 } from '../../src/model/json/canonical.ts';

/** Entities and keys of texts as the forms alone tell them, word for word, without a shorter way for any: slow, and what the quick way is measured by. */

/** Only so much of a text is read, and only so many entities are taken: bounds for memory, not for judgement. */
const ENTITY_TEXT = 65_536;
const MOST_ENTITIES = 200;
/** Shorter values coincide by chance. */
const SHORTEST_VALUE = 4;

/** What a word must hold so that an entity can begin in it, as bits. */
const SEPARATES = 1;
const HAS_AT = 2;
const HAS_DIGIT = 4;
const HAS_SLASH = 8;
const HAS_PLUS = 16;
/** A dot with something after it. */
const HAS_DOT = 32;
const HAS_SCHEME = 64;

type Form = EntityKind | 'iban';

/** Two letters that some country has, by the first of them. */
const COUNTRY =
  'a[c-gilmoq-uwxz]|b[abd-jm-or-tvwyz]|c[acdf-ik-oru-z]|d[ejkmoz]|e[cegr-u]|f[ijkmor]|g[abd-ilmnp-uwy]|h[kmnrtu]|i[del-oq-t]|j[emop]|k[eghimnprwyz]|l[abcikr-vy]|m[acdeghk-z]|n[acefgilopruz]|om|p[ae-hk-nrstwy]|qa|r[eosuw]|s[a-eg-or-vxyz]|t[cdf-hj-ortvwz]|u[agksyz]|v[aceginu]|w[fs]|y[et]|z[amw]';

/** Every run is bounded. The first that fits at a place has it, so that no two kinds claim the same. */
const FORMS: readonly (readonly [kind: Form, holds: number, form: string])[] = [
  ['url', HAS_SCHEME, '\\b[a-z][a-z0-9+.-]{1,20}:\\/\\/[^\\s"\'<>`\\\\^{}|]{3,2048}'],
  ['email', HAS_AT | HAS_DOT, '[a-z0-9][a-z0-9._%+-]{0,63}@(?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}'],
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

/** The forms that can stand in a word that holds certain signs, as one expression; made when they are first asked for. */
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

/** Which signs separate words here (no entity but a spaced one has them inside), and which hint at an entity. */
const SIGNS = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const sign = String.fromCharCode(code);
  if (/[\s"'<>`^{}|]/.test(sign)) SIGNS[code] = SEPARATES;
  else if (/\d/.test(sign)) SIGNS[code] = HAS_DIGIT;
  else if (/[\\/]/.test(sign)) SIGNS[code] = HAS_SLASH;
}
SIGNS[64] = HAS_AT;
SIGNS[43] = HAS_PLUS;
const DOT = 46;
const COLON = 58;
const SLASH = 47;
const SPACE = 32;
/** What begins with a digit is longer, unless it has other signs. */
const SHORTEST_ID = 6;
/** Accounts and telephone numbers go on over spaces, at most so far. */
const LONGEST_SPACED = 64;
const SPACED = /\b[A-Z]{2}\d{2}|\+\d/i;

const TRAILING = /[.,;:!?)\]]+$/;

/** The entities of a text in its order, at most 200 of its first 65 536 units. Only words that can hold one are looked into. */
export function entitiesByForms(text: string): readonly Entity[] {
  const read = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  const { length } = read;
  if (length < SHORTEST_VALUE) return NO_ENTITIES;
  let found: Entity[] | undefined;
  let start = 0;
  let held = 0;
  for (let at = 0; at <= length; at++) {
    const code = at < length ? read.charCodeAt(at) : SPACE;
    if (code === DOT || code === COLON) {
      const next = read.charCodeAt(at + 1);
      if (code === DOT ? isInName(next) : next === SLASH) held |= code === DOT ? HAS_DOT : HAS_SCHEME;
      continue;
    }
    const sign = code < 128 ? (SIGNS[code] as number) : 0;
    if (sign !== SEPARATES) {
      held |= sign;
      continue;
    }
    if (held !== 0 && (held !== HAS_DIGIT || at - start >= SHORTEST_ID || !isDigit(read.charCodeAt(start)))) {
      found ??= [];
      const end = lookInto(found, read, start, at, held);
      if (found.length >= MOST_ENTITIES) break;
      if (end > at) at = end - 1;
    }
    start = at + 1;
    held = 0;
  }
  return found ?? NO_ENTITIES;
}

const isDigit = (code: number): boolean => code > 47 && code < 58;
/** Letters, digits and the hyphen: what a host's name is made of. */
const isInName = (code: number): boolean =>
  (code > 96 && code < 123) || isDigit(code) || (code > 64 && code < 91) || code === 45;

/** Whether a number that is written in groups may go on after the word that ends here. */
function goesOn(text: string, end: number): boolean {
  if (text.charCodeAt(end) !== SPACE) return false;
  const next = text.charCodeAt(end + 1);
  return next === SPACE || next === 40 || next === 41 || next === DOT || isInName(next);
}

/** Takes the entities that begin in one word. Where the last one ends, or the word does. */
function lookInto(found: Entity[], text: string, start: number, end: number, held: number): number {
  const { form, kinds } = choiceOf(held);
  if (kinds.length === 0) return end;
  // What stands before it decides whether it is a word of its own.
  const from = start === 0 ? 0 : start - 1;
  const isSpaced = (held & HAS_DIGIT) !== 0 && goesOn(text, end) && SPACED.test(text.slice(start, end));
  const word = text.slice(from, isSpaced ? end + LONGEST_SPACED : end);
  form.lastIndex = start - from;
  let last = end;
  for (let hit = form.exec(word); hit !== null && from + hit.index < end; hit = form.exec(word)) {
    let which = 0;
    while (hit[which + 1] === undefined) which++;
    take(found, kinds[which], hit[0], from + hit.index);
    last = from + form.lastIndex;
    if (found.length >= MOST_ENTITIES) break;
  }
  return last;
}

function take(found: Entity[], kind: Form | undefined, whole: string, start: number): void {
  if (kind === 'url') {
    const url = whole.replace(TRAILING, '');
    const end = start + url.length;
    found.push({ key: urlKey(url), kind: 'url', start, end });
    const host = hostOf(url);
    if (host !== '') found.push({ key: `domain:${host}`, kind: 'domain', start, end });
  } else if (kind === 'email') {
    const key = whole.toLowerCase();
    const end = start + whole.length;
    found.push({ key: `email:${key}`, kind: 'email', start, end });
    found.push({
      key: `domain:${key.slice(key.lastIndexOf('@') + 1)}`,
      kind: 'domain',
      start: end - (key.length - key.lastIndexOf('@') - 1),
      end,
    });
  } else if (kind === 'iban') {
    found.push({ key: accountKey(whole), kind: 'account', start, end: start + whole.length });
  } else if (kind === 'path') {
    const path = whole.replace(TRAILING, '');
    found.push({ key: `path:${path.replaceAll('\\', '/')}`, kind: 'path', start, end: start + path.length });
  } else if (kind === 'phone') {
    found.push({ key: `phone:${whole.replace(/\D/g, '')}`, kind: 'phone', start, end: start + whole.length });
  } else if (kind === 'domain') {
    found.push({ key: `domain:${hostKey(whole)}`, kind: 'domain', start, end: start + whole.length });
  } else {
    const isNumber = /^[\d-]+$/.test(whole);
    // Dates and small numbers are everywhere; an account's number has eight digits or more.
    if (isNumber && (/^\d{4}-\d{2}-\d{2}$/.test(whole) || whole.replace(/\D/g, '').length < 6)) return;
    const isAccount = isNumber && whole.replace(/\D/g, '').length >= 8;
    found.push({
      key: isAccount ? accountKey(whole) : `id:${whole.toLowerCase()}`,
      kind: isAccount ? 'account' : 'id',
      start,
      end: start + whole.length,
    });
  }
}

const NO_ENTITIES: readonly Entity[] = Object.freeze([]);

const accountKey = (text: string): string => `account:${text.replace(/[^A-Za-z0-9]/g, '').toUpperCase()}`;

const hostKey = (host: string): string =>
  spelledPlainly(host.toLowerCase())
    .replace(/^www\./, '')
    .replace(/\.$/, '');

/** The name between a user and a port, as it travels where it has letters beyond ASCII. */
function spelledPlainly(host: string): string {
  const [, user = '', name = '', port = ''] = /^(.*@|)([^:]*)(.*)$/s.exec(host) ?? [];
  return [...name].some((letter) => letter > '\x7f') ? user + travelling(name) + port : host;
}

/** `domainToASCII` ends a name at a NUL and takes it for a host; no client of an address does. */
function travelling(name: string): string {
  try {
    return new URL(`http://${name}`).hostname;
  } catch {
    return name;
  }
}

function hostOf(url: string): string {
  const from = url.indexOf('://') + 3;
  const authority = /^[^/?#\\]*/.exec(url.slice(from))?.[0] ?? '';
  return hostKey(authority.slice(authority.lastIndexOf('@') + 1).replace(/:\d*$/, ''));
}

/** Scheme and host in lower case, no `www.`, no fragment, no slash at the end. */
function urlKey(url: string): string {
  const plain = url.replace(/#.*$/, '').replace(/\/$/, '');
  const rest = /^[^/?]*/.exec(plain.slice(plain.indexOf('://') + 3))?.[0] ?? '';
  const scheme = plain.slice(0, plain.indexOf('://')).toLowerCase();
  return long(`url:${scheme}://${hostKey(rest)}${plain.slice(scheme.length + 3 + rest.length)}`);
}

/** Long keys are kept as hashes: memory has a bound. */
const long = (key: string): string => (key.length > 160 ? `sha:${sha256(key)}` : key);

/** The key of a whole text, whatever it holds: case, width and space do not count. Undefined where it is too short to mean anything. */
export function exactKeyByForms(text: string): string | undefined {
  if (text.length < SHORTEST_VALUE) return undefined;
  let plain = text.length > ENTITY_TEXT ? text.slice(0, ENTITY_TEXT) : text;
  if (/[^\x20-\x7e]/.test(plain)) plain = plain.normalize('NFKC');
  plain = plain.trim().toLowerCase();
  if (plain.includes('  ') || /[\t\r\n]/.test(plain)) plain = plain.replace(/\s+/g, ' ');
  return plain.length < SHORTEST_VALUE ? undefined : long(`exact:${plain}`);
}
