import { isDigit } from '../../model/entity/key.ts';
import type { Steps } from '../../model/steps.ts';
import { signsOf } from '../../model/text/runs.ts';
import { TRAIT } from '../../model/text/traits.ts';
import { type Anchored, tryAnchored } from '../reading/anchored.ts';
import { isPublic, isPublicMachine } from './contact-data/public-machine.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { eachIn, eachInSteps, firstDigit, type NumberForm, numberRuns, numberRunsInSteps } from './number-runs.ts';

const EMAIL = /(?<![\w.+%-]|\d:)[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w-])/iy;
const IN_NAME = signsOf(/[\w.+%-]/);
const LONGEST_NAME = 64;
/** Has the form of an address, but is a picture or belongs to nobody. */
const NO_PERSON =
  /^(?:git|hg|svn|no-?reply|do-?not-?reply|mailer-daemon|postmaster)@|\.(?:png|jpe?g|gif|webp|svg|js|css)$/i;
/** With a country code, or grouped as in North America. */
const PHONE =
  /(?<![\w.+/=-])(?:\+\d{1,3}(?:[ .-]{0,2}\(?\d{1,5}\)?){2,6}|\(?[2-9]\d\d\)?(?:[ .]|-|(?<=\)))[2-9]\d\d[ .-]\d{4})(?![\w/]|[.-]\d)/g;
/** National form with a leading zero, in groups of two to four digits as read out, with no other digits in that row. */
const TRUNK =
  /(?<![\w.+/=-]|\d[ .])0[1-9]\d{0,2}(?:(?:[ .]\d{2}){4}|(?=(?:[ -]?\d){7,9}(?!\d|[ .-]\d))[ -]\d{3,4}(?:[ -]\d{2,4}){1,3})(?![\w/]|[ .-]\d)/g;
/** Digits in any grouping, single digits included; counts only if a word before it says that it is a telephone number. */
const GROUPS = /\d(?:[ .()/-]{0,2}\d){6,14}/g;
const WHOLE_GROUPS = /\d(?:[ .()/-]{0,2}\d){6,14}(?!\d|[.-]\d)/y;
const SAYS_PHONE =
  /\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call(?: me| us| him| her| them)?|dial|text me|contact|sms|voicemail|hotline|helpline|landline|messages to|ring(?: me| us| him| her| them)?|(?:reach(?:ed|able)?|answer(?:s|ing)?)(?: me| us| him| her| them)? (?:at|on|under))\b[^\d\n+(]{0,40}(\+?\(?)\d$/i;
/** UTF-16 units before a number in which to look: the longest of these words, what may follow it, and one to spare. */
const NEAR = 60;
const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4}){0,5}(?![\w:])/iy;
const IN_GROUP = signsOf(/[0-9a-f]/i);
const LONGEST_GROUP = 4;
const VERSION = /(?:\bv|version|release|build|chrome|firefox|safari|edge|assembly)[\s:=/"']{0,4}$/i;

/** Whether a word before the number marks it as a version. The last letter of the word rules most cases out cheaply. */
function isVersion(text: string, at: number): boolean {
  let before = at - 1;
  while (at - before < LONGEST_MARK && BETWEEN.test(text.charAt(before))) before--;
  return LAST_OF_MARK.test(text.charAt(before)) && VERSION.test(text.slice(Math.max(0, at - 16), at));
}
const LONGEST_MARK = 5;
const BETWEEN = /[\s:=/"']/;
const LAST_OF_MARK = /[vnedxiy]/i;

/** Whether it has eight groups or a `::` gap; a time of day has neither. */
const hasGroups = (text: string): boolean => text.includes('::') || text.split(':').length === 8;

/** As many digits as a telephone number, and not one digit repeated. */
function isPhone(text: string): boolean {
  let digits = 0;
  let first = -1;
  let isOne = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) continue;
    if (digits++ === 0) first = code;
    else if (code !== first) isOne = false;
  }
  return digits >= FEWEST_DIGITS && digits <= 15 && !isOne;
}

/** The signs before the first digit of a number, if a word before it says that it is a telephone number that was not found yet. */
function signsOfPhone(contacts: Contacts, at: number): string | undefined {
  const { text } = contacts;
  // Between the word and the number there is no other number and no line end, so most numbers leave no room for a word.
  let from = at;
  if (text.charCodeAt(from - 1) === BRACKET) from--;
  if (text.charCodeAt(from - 1) === PLUS) from--;
  // Most that have a word before them were found by their form.
  if (from - wordsFrom(text, from, SHORTEST_WORD) < SHORTEST_WORD || contacts.covers(at)) return undefined;
  from = wordsFrom(text, from, NEAR - (at - from));
  return SAYS_PHONE.exec(text.slice(Math.max(0, from - 1), at + 1))?.[1];
}

/** The same with the number. */
function saidPhone(contacts: Contacts, at: number): string | undefined {
  const signs = signsOfPhone(contacts, at);
  if (signs === undefined) return undefined;
  WHOLE_GROUPS.lastIndex = at;
  const number = WHOLE_GROUPS.exec(contacts.text)?.[0];
  return number === undefined ? undefined : signs + number;
}

/** Where the words before a place begin, at most so far before it. */
function wordsFrom(text: string, end: number, most: number): number {
  let from = end;
  while (end - from < most && isInWords(text.charCodeAt(from - 1))) from--;
  return from;
}
const BRACKET = 40;
const PLUS = 43;
const NEWLINE = 10;
const isInWords = (code: number): boolean =>
  !(isDigit(code) || code === NEWLINE || code === PLUS || code === BRACKET || Number.isNaN(code));
const SHORTEST_WORD = 3;

function hasColons(text: string): boolean {
  const first = text.indexOf(':');
  return first >= 0 && text.includes(':', first + 1);
}

/** Everything found in one text so far. */
class Contacts {
  readonly text: string;
  readonly found: Spotted[] = [];

  constructor(text: string) {
    this.text = text;
  }

  /** Whether there is room for more. */
  get isOpen(): boolean {
    return this.found.length < MOST_SPOTTED;
  }

  covers(at: number): boolean {
    for (const { start, end } of this.found) if (start <= at && at < end) return true;
    return false;
  }

  /** Adds a finding unless it overlaps an earlier one; returns whether there is room for more. */
  add(kind: string, what: string, start: number, end: number): boolean {
    for (const other of this.found) if (start < other.end && end > other.start) return true;
    this.found.push({ kind, severity: 'info', start, end, message: `Holds ${what}.` });
    return this.isOpen;
  }

  /** In text order. */
  get all(): readonly Spotted[] {
    return this.found.length === 0 ? NOTHING_SPOTTED : this.found.sort((a, b) => a.start - b.start);
  }
}
/** A telephone number has at least this many digits. */
const FEWEST_DIGITS = 7;
const MAIL = 'a mail address';
const PHONE_NUMBER = 'what looks like a telephone number';
const MACHINE = 'the address of a machine on the internet';

function takeMail(contacts: Contacts, hit: string, start: number): boolean {
  return NO_PERSON.test(hit) || contacts.add('pii.email', MAIL, start, start + hit.length);
}

function takeGroups(contacts: Contacts, hit: string, start: number): boolean {
  const isMachine = hit.split(':').filter((part) => part !== '').length > 2 && hasGroups(hit) && isPublic(hit);
  return !isMachine || contacts.add('pii.ip', MACHINE, start, start + hit.length);
}

const MAILS: Anchored<Contacts> = { sign: '@', before: IN_NAME, longest: LONGEST_NAME, form: EMAIL, take: takeMail };
const GROUPED_MACHINES: Anchored<Contacts> = {
  sign: ':',
  before: IN_GROUP,
  longest: LONGEST_GROUP,
  notBehind: signsOf(/[\w:.]/),
  form: IPV6,
  take: takeGroups,
};

/** Forms of numbers, in the order in which they are tried. */
const NUMBERS: readonly NumberForm<Contacts>[] = [
  {
    form: IPV4,
    fits: ({ dots }) => dots > 2,
    take: (contacts, hit, start) =>
      !isPublicMachine(hit) ||
      isVersion(contacts.text, start) ||
      contacts.add('pii.ip', MACHINE, start, start + hit.length),
  },
  {
    form: PHONE,
    fits: ({ digits, hasPlus }) => digits >= (hasPlus ? FEWEST_DIGITS : 10),
    take: (contacts, hit, start) => !isPhone(hit) || contacts.add('pii.phone', PHONE_NUMBER, start, start + hit.length),
  },
  {
    form: TRUNK,
    fits: ({ digits }) => digits > 8,
    take: (contacts, hit, start) => contacts.add('pii.phone', PHONE_NUMBER, start, start + hit.length),
  },
  {
    form: GROUPS,
    // A word says it of the first digit behind it: most numbers are dates, and no form is tried on them.
    fits: (run, contacts) => run.digits >= FEWEST_DIGITS && signsOfPhone(contacts, firstDigit(run)) !== undefined,
    take(contacts, _hit, start) {
      const said = saidPhone(contacts, start);
      if (said === undefined || !isPhone(said) || !/[ .()/+-]/.test(said)) return true;
      const end = WHOLE_GROUPS.lastIndex;
      return contacts.add('pii.phone', PHONE_NUMBER, end - said.length, end);
    },
  },
];

function find(text: string): readonly Spotted[] {
  if (text.length < SHORTEST) return NOTHING_SPOTTED;
  const contacts = new Contacts(text);
  for (let at = 0; at >= 0; ) at = tryAnchored(contacts, text, MAILS, at);
  const runs = contacts.isOpen ? numberRuns(text) : NO_RUNS;
  for (let i = 0; i < NUMBERS.length && runs.length > 0 && contacts.isOpen; i++)
    eachIn(contacts, runs, NUMBERS[i] as NumberForm<Contacts>);
  if (contacts.isOpen && hasColons(text))
    for (let at = 0; at >= 0; ) at = tryAnchored(contacts, text, GROUPED_MACHINES, at);
  return contacts.all;
}
const SHORTEST = 6;
const NO_RUNS: readonly never[] = Object.freeze([]);

/** The same, with pauses after each form and inside of those that match often. */
function* findInSteps(text: string): Steps<readonly Spotted[]> {
  const contacts = new Contacts(text);
  for (let at = 0; at >= 0; yield) at = tryAnchored(contacts, text, MAILS, at);
  const runs = contacts.isOpen ? yield* numberRunsInSteps(text) : NO_RUNS;
  for (const form of NUMBERS) {
    yield;
    if (contacts.isOpen) yield* eachInSteps(contacts, runs, form);
  }
  if (contacts.isOpen && hasColons(text))
    for (let at = 0; at >= 0; yield) at = tryAnchored(contacts, text, GROUPED_MACHINES, at);
  return contacts.all;
}

/** Ways to reach a person or a machine: mail, telephone, internet address. Ordinary in most work, so only noted. */
export const contactData: Detector = {
  name: 'contact-data',
  kinds: ['pii.email', 'pii.phone', 'pii.ip'],
  maturity: 'sandbox',
  needs: TRAIT.digit | TRAIT.at | TRAIT.colon,
  sees: [
    { text: 'write to ada.lovelace+news@mail.example.org today', kind: 'pii.email' },
    { text: 'ring +44 20 7946 0958', kind: 'pii.phone' },
    { text: 'at (312) 555-0100 or later', kind: 'pii.phone' },
    { text: 'My phone is 0490 75 40 81.', kind: 'pii.phone' },
    { text: 'They can be reached under 31 442 907 all day.', kind: 'pii.phone' },
    { text: 'Ana, 044 518 22 07, or Luc, 01 42 68 53 00', kind: 'pii.phone' },
    { text: 'logged in from 93.184.216.34', kind: 'pii.ip' },
    { text: 'from 2a00:1450:4001:82b:0:0:0:200e', kind: 'pii.ip' },
  ],
  ignores: [
    'git@github.com:owner/project.git and logo@2x.png',
    'react@18.2.0, @types/node',
    'Chrome/120.0.6099.109 and version 1.2.3.4',
    '10.0.0.1, 127.0.0.1 and 192.168.1.20',
    '300.1.2.3 and 1.2.3.4.5',
    '12:30:45, 00:1a:2b:3c:4d:5e, std::vector',
    '2025-11-25 17:05:07, order 2025112517',
    'call the function with 1234567 items',
    'a total of 299 792 458 m/s',
    'we reach 1 200 000 readers with 40 messages to 3 lists',
    '001 002 003 004, 05 12 2024 10 30 00',
    'part 0451-220-17, build 0312 44',
  ],
  find,
  findInSteps,
};
