import ipaddr from 'ipaddr.js';
import { type Signs, signsOf } from '../../model/runs.ts';
import { finish, type Steps } from '../../model/steps.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const EMAIL = /(?<![\w.+%-]|\d:)[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w-])/iy;
const IN_NAME = signsOf(/[\w.+%-]/);
const LONGEST_NAME = 64;
/** What has the shape of an address and is a picture, or belongs to nobody. */
const NO_PERSON =
  /^(?:git|hg|svn|no-?reply|do-?not-?reply|mailer-daemon|postmaster)@|\.(?:png|jpe?g|gif|webp|svg|js|css)$/i;
/** With a country's code, or in the groups of North America. */
const PHONE =
  /(?<![\w.+/=-])(?:\+\d{1,3}(?:[ .-]{0,2}\(?\d{1,5}\)?){2,6}|\(?[2-9]\d\d\)?(?:[ .]|-|(?<=\)))[2-9]\d\d[ .-]\d{4})(?![\w/]|[.-]\d)/g;
/** With the zero of calls within a country, in groups of two to four as they are read out, and nothing but it in that row. */
const TRUNK =
  /(?<![\w.+/=-]|\d[ .])0[1-9]\d{0,2}(?:(?:[ .]\d{2}){4}|(?=(?:[ -]?\d){7,9}(?!\d|[ .-]\d))[ -]\d{3,4}(?:[ -]\d{2,4}){1,3})(?![\w/]|[ .-]\d)/g;
/** Anything in groups, where a word before it says what it is. Digits may stand alone. */
const GROUPS = /\d(?:[ .()/-]{0,2}\d){6,14}/g;
const WHOLE_GROUPS = /\d(?:[ .()/-]{0,2}\d){6,14}(?!\d|[.-]\d)/y;
const SAYS_PHONE =
  /\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call(?: me| us| him| her| them)?|dial|text me|contact|sms|voicemail|hotline|helpline|landline|messages to|ring(?: me| us| him| her| them)?|(?:reach(?:ed|able)?|answer(?:s|ing)?)(?: me| us| him| her| them)? (?:at|on|under))\b[^\d\n+(]{0,40}(\+?\(?)\d$/i;
/** The longest of these words, what may follow it, and a sign to spare. */
const NEAR = 60;
const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4}){0,5}(?![\w:])/iy;
const IN_GROUP = signsOf(/[0-9a-f]/i);
const LONGEST_GROUP = 4;
const VERSION = /(?:\bv|version|release|build|chrome|firefox|safari|edge|assembly)[\s:=/"']{0,4}$/i;

const isPublic = (text: string): boolean => ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unicast';

/** Of four numbers with dots. Most are told without reading them again, and none by being refused: that is dear. */
function isPublicMachine(text: string): boolean {
  const parts = text.split('.');
  const numbers = parts.map(Number);
  if (numbers.some((number) => number > 255)) return false;
  const isOctal = parts.some((part) => part.length > 1 && part.startsWith('0'));
  return isOctal ? isPublic(text) : new ipaddr.IPv4(numbers).range() === 'unicast';
}

/** Whether there are eight groups, or a gap: a time of day has neither. */
const hasGroups = (text: string): boolean => text.includes('::') || text.split(':').length === 8;

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 && !/^(\d)\1+$/.test(digits);
}

/**
 * Hands on what fits a form that has a run of certain signs before its first sign of another kind: it can only begin where
 * that run does, so there alone it is tried.
 */
function* eachAnchored(
  text: string,
  sign: string,
  before: Signs,
  longest: number,
  form: RegExp,
  take: (hit: string, start: number) => void,
): Steps<void> {
  let from = 0;
  let tries = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, Math.max(at + 1, from))) {
    if (++tries % MANY === 0) yield;
    let start = at;
    while (start > from && at - start <= longest && before[text.charCodeAt(start - 1)] === 1) start--;
    if (start === at || at - start > longest) continue;
    form.lastIndex = start;
    const hit = form.exec(text);
    if (hit === null) continue;
    from = form.lastIndex;
    take(hit[0], hit.index);
  }
}

/** The number that begins with a digit, with the signs before it, where a word before it says that it is a telephone's. */
function saidPhone(text: string, at: number): string | undefined {
  WHOLE_GROUPS.lastIndex = at;
  const number = WHOLE_GROUPS.exec(text)?.[0];
  if (number === undefined) return undefined;
  const signs = SAYS_PHONE.exec(text.slice(Math.max(0, at - NEAR), at + 1))?.[1];
  return signs === undefined ? undefined : signs + number;
}

/** What has neither sign nor digits holds nothing of all this. */
const HINT = /[@:]|\d[ .()-]{0,2}\d/;

const find = (text: string): readonly Spotted[] =>
  text.length < 6 || !HINT.test(text) ? NOTHING_SPOTTED : finish(look(text));

/** What is tried in a text before a pause is offered. */
const MANY = 4_096;

/** With a pause after each form, and within those that fit often. */
function* look(text: string): Steps<readonly Spotted[]> {
  let found: Spotted[] | undefined;
  const add = (kind: string, what: string, start: number, end: number): void => {
    found ??= [];
    if (found.length >= MOST_SPOTTED || found.some((other) => start < other.end && end > other.start)) return;
    found.push({ kind, severity: 'info', start, end, message: `Holds ${what}.` });
  };
  yield* eachAnchored(text, '@', IN_NAME, LONGEST_NAME, EMAIL, (hit, start) => {
    if (!NO_PERSON.test(hit)) add('pii.email', 'a mail address', start, start + hit.length);
  });
  yield;
  if (/\d[ .()-]{0,2}\d/.test(text)) {
    let tries = 0;
    for (const hit of text.matchAll(IPV4)) {
      if (++tries % MANY === 0) yield;
      if (isPublicMachine(hit[0]) && !VERSION.test(text.slice(Math.max(0, hit.index - 16), hit.index)))
        add('pii.ip', 'the address of a machine on the internet', hit.index, hit.index + hit[0].length);
    }
    yield;
    for (const hit of text.matchAll(PHONE))
      if (isPhone(hit[0])) add('pii.phone', 'what looks like a telephone number', hit.index, hit.index + hit[0].length);
    yield;
    for (const hit of text.matchAll(TRUNK))
      add('pii.phone', 'what looks like a telephone number', hit.index, hit.index + hit[0].length);
    yield;
    for (const { index } of text.matchAll(GROUPS)) {
      if (++tries % MANY === 0) yield;
      const said = saidPhone(text, index);
      if (said !== undefined && isPhone(said) && /[ .()/+-]/.test(said)) {
        const end = WHOLE_GROUPS.lastIndex;
        add('pii.phone', 'what looks like a telephone number', end - said.length, end);
      }
    }
  }
  yield;
  yield* eachAnchored(text, ':', IN_GROUP, LONGEST_GROUP, IPV6, (hit, start) => {
    if (hit.split(':').filter((part) => part !== '').length > 2 && hasGroups(hit) && isPublic(hit))
      add('pii.ip', 'the address of a machine on the internet', start, start + hit.length);
  });
  return found?.sort((a, b) => a.start - b.start) ?? NOTHING_SPOTTED;
}

/** How to reach a person or a machine: mail, telephone, internet address. Ordinary in most work, so only noted. */
export const contactData: Detector = {
  name: 'contact-data',
  kinds: ['pii.email', 'pii.phone', 'pii.ip'],
  maturity: 'sandbox',
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
  findInSteps: look,
};
