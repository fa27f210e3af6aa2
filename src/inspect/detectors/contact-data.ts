import ipaddr from 'ipaddr.js';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';

const EMAIL = /(?<![\w.+%-]|\d:)[\w.+%-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,8}[a-z]{2,24}(?![\w-])/gi;
/** What has the shape of an address and is a picture, or belongs to nobody. */
const NO_PERSON =
  /^(?:git|hg|svn|no-?reply|do-?not-?reply|mailer-daemon|postmaster)@|\.(?:png|jpe?g|gif|webp|svg|js|css)$/i;
/** With a country's code, or in the groups of North America. */
const PHONE =
  /(?<![\w.+/=-])(?:\+\d{1,3}(?:[ .-]{0,2}\(?\d{1,5}\)?){2,6}|\(?[2-9]\d\d\)?(?:[ .]|-|(?<=\)))[2-9]\d\d[ .-]\d{4})(?![\w/]|[.-]\d)/g;
/** Anything in groups, where a word before it says what it is. Digits may stand alone. */
const SAID_PHONE =
  /\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|call(?: me| us| him| her| them)?|dial|text me|contact)\b[^\d\n+(]{0,40}(\+?\(?\d(?:[ .()/-]{0,2}\d){6,14})(?!\d|[.-]\d)/gi;
const SAYS_PHONE = /phone|tel|mobile|cell|fax|whatsapp|call|dial|text me|contact/i;
const IPV4 = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/g;
const IPV6 = /(?<![\w:.])(?:[0-9a-f]{1,4}:){2,7}(?::|[0-9a-f]{1,4})(?::?[0-9a-f]{1,4}){0,5}(?![\w:])/gi;
const VERSION = /(?:\bv|version|release|build|chrome|firefox|safari|edge|assembly)[\s:=/"']{0,4}$/i;

function isPublic(text: string): boolean {
  return ipaddr.isValid(text) && ipaddr.parse(text).range() === 'unicast';
}

function isPhone(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 7 && digits.length <= 15 && !/^(\d)\1+$/.test(digits);
}

function find(text: string): readonly Spotted[] {
  if (text.length < 6) return NOTHING_SPOTTED;
  let found: Spotted[] | undefined;
  const add = (kind: string, what: string, start: number, end: number): void => {
    found ??= [];
    if (found.length >= MOST_SPOTTED || found.some((other) => start < other.end && end > other.start)) return;
    found.push({ kind, severity: 'info', start, end, message: `Holds ${what}.` });
  };
  if (text.includes('@')) {
    for (const hit of text.matchAll(EMAIL))
      if (!NO_PERSON.test(hit[0])) add('pii.email', 'a mail address', hit.index, hit.index + hit[0].length);
  }
  if (/\d[ .()-]{0,2}\d/.test(text)) {
    for (const hit of text.matchAll(IPV4)) {
      if (isPublic(hit[0]) && !VERSION.test(text.slice(Math.max(0, hit.index - 16), hit.index)))
        add('pii.ip', 'the address of a machine on the internet', hit.index, hit.index + hit[0].length);
    }
    for (const hit of text.matchAll(PHONE))
      if (isPhone(hit[0])) add('pii.phone', 'what looks like a telephone number', hit.index, hit.index + hit[0].length);
    if (SAYS_PHONE.test(text)) {
      for (const hit of text.matchAll(SAID_PHONE)) {
        const number = hit[1] ?? '';
        const end = hit.index + hit[0].length;
        if (isPhone(number) && /[ .()/+-]/.test(number))
          add('pii.phone', 'what looks like a telephone number', end - number.length, end);
      }
    }
  }
  if (text.includes(':')) {
    for (const hit of text.matchAll(IPV6)) {
      if (hit[0].split(':').filter((part) => part !== '').length > 2 && isPublic(hit[0]))
        add('pii.ip', 'the address of a machine on the internet', hit.index, hit.index + hit[0].length);
    }
  }
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
  ],
  find,
};
