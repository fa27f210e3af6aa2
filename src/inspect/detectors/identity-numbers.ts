import type { Steps } from '../../model/steps.ts';
import { eachMatch } from '../../model/text/matches.ts';
import { TRAIT } from '../../model/text/traits.ts';
import { type Detector, MOST_SPOTTED, NOTHING_SPOTTED, type Spotted } from './detector.ts';
import { eachIn, eachInSteps, type NumberForm, type NumberRun, numberRuns, numberRunsInSteps } from './number-runs.ts';

/** Digits of a card, possibly grouped; the lookbehind stops matches from starting inside a number. */
const CARD = /(?<![\w.$#/+-]|\d )\d(?:[ -]?\d){11,18}(?![\w/]|[.-]\d)/g;
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}/gi;
/** The beginning that all IBANs share. */
const IBAN_HINT = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11}/i;
/** Spaces between digits are allowed: a number read out or disguised is the same number. */
const SSN = /(?<![\w.-])(\d ?\d ?\d)-(\d ?\d)-(\d ?\d ?\d ?\d)(?![\w-]|\.\d)/g;
const BARE_SSN = /(?<![\w.-])(\d{3}) ?(\d{2}) ?(\d{4})(?![\w-]|\.\d)/g;
const SAYS_SSN = /\bssn\b|social.?security|taxpayer.?id/i;
const SAYS_CARD = /card|visa|maestro|master|amex|credit|debit|\bpan\b|payment|paid|charge|\bcc\b|account/i;
/** No card or social security number has fewer digits. */
const FEWEST_DIGITS = 9;
/** UTF-16 units before a number in which a word may say what it is. */
const NEAR = 60;

/** Card issuers by first digits and valid lengths. Numbers of 12 and 13 digits are too common to rely on these alone. */
const ISSUERS: readonly (readonly [start: RegExp, lengths: readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:30[0-5]|3095|3[689])/, [14, 16, 19]],
  [/^35/, [16, 17, 18, 19]],
  [/^(?:1800|2131)/, [15]],
  [/^(?:6011|64[4-9]|65|62|60|81|82|508)/, [16, 17, 18, 19]],
  [/^(?:50(?:18|20|38)|5[678]|6304|67)/, [12, 13, 14, 15, 16, 17, 18, 19]],
  [/^220[0-4]/, [16, 17, 18, 19]],
];

/** Countries that use IBANs, with the length of each. */
const IBAN_LENGTHS: ReadonlyMap<string, number> = new Map(
  (
    'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22' +
    'GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20' +
    'MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26' +
    'UA29VA22VG24XK20YE30'
  )
    .match(/[A-Z]{2}\d{2}/g)
    ?.map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** The check digit of cards (Luhn): every second digit from the right is doubled; the sum is a multiple of ten. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

function isCard(digits: string, said: () => boolean): boolean {
  if (!ISSUERS.some(([start, lengths]) => lengths.includes(digits.length) && start.test(digits))) return false;
  if (/^(\d)\1+$/.test(digits) || !passesLuhn(digits)) return false;
  return digits.length > 13 || said();
}

/** Index where the IBAN at the start of a text ends; undefined if country, length or remainder are wrong. */
function ibanEnd(text: string): number | undefined {
  const length = IBAN_LENGTHS.get(text.slice(0, 2).toUpperCase());
  if (length === undefined) return undefined;
  let plain = '';
  let end = 0;
  for (; end < text.length && plain.length < length; end++) if (text[end] !== ' ') plain += text[end];
  if (plain.length < length) return undefined;
  let remainder = 0;
  for (const letter of `${plain.slice(4)}${plain.slice(0, 4)}`) {
    const value = Number.parseInt(letter, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1 ? end : undefined;
}

/** The rules by which these numbers are issued, excluding those made famous by advertising. */
function isSsn(area: string, group: string, serial: string): boolean {
  if (/^(?:000|666|9)/.test(area) || group === '00' || serial === '0000') return false;
  return !['078-05-1120', '219-09-9999', '123-45-6789', '987-65-4321'].includes(`${area}-${group}-${serial}`);
}

const before = (text: string, at: number): string => text.slice(Math.max(0, at - NEAR), at);

/** The numbers found in one text so far. */
class Numbers {
  readonly text: string;
  found: Spotted[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Adds a finding; returns whether there is room for more. */
  add(kind: string, what: string, start: number, end: number): boolean {
    this.found ??= [];
    if (this.found.length < MOST_SPOTTED)
      this.found.push({ kind, severity: 'medium', start, end, message: `Holds ${what}.` });
    return this.found.length < MOST_SPOTTED;
  }

  get all(): readonly Spotted[] {
    return this.found?.sort((a, b) => a.start - b.start) ?? NOTHING_SPOTTED;
  }
}

const hasDigits = ({ digits }: NumberRun): boolean => digits >= FEWEST_DIGITS;
const hasCardsDigits = ({ digits }: NumberRun): boolean => digits > 11;

function takeCard(numbers: Numbers, hit: string, start: number): boolean {
  const { text } = numbers;
  const end = start + hit.length;
  const said = (): boolean => SAYS_CARD.test(`${before(text, start)} ${text.slice(end, end + NEAR)}`);
  return !isCard(hit.replace(/\D/g, ''), said) || numbers.add('pii.card', 'the number of a payment card', start, end);
}

function takeIban(numbers: Numbers, hit: string, start: number): void {
  const length = ibanEnd(hit);
  if (length === undefined) return;
  const end = start + length;
  if (!/^[A-Za-z0-9]/.test(numbers.text.slice(end, end + 1)))
    numbers.add('pii.iban', 'the number of a bank account (IBAN)', start, end);
}

function takeSsn(numbers: Numbers, hit: string, start: number): boolean {
  const digits = hit.replace(/\D/g, '');
  if (!isSsn(digits.slice(0, 3), digits.slice(3, 5), digits.slice(5))) return true;
  return numbers.add('pii.ssn', 'what looks like a US social security number', start, start + hit.length);
}

const takeBareSsn = (numbers: Numbers, hit: string, start: number): boolean =>
  !SAYS_SSN.test(before(numbers.text, start)) || takeSsn(numbers, hit, start);

const CARDS: NumberForm<Numbers> = { form: CARD, fits: hasCardsDigits, take: takeCard };
const SSNS: NumberForm<Numbers> = { form: SSN, fits: hasDigits, take: takeSsn };
const BARE_SSNS: NumberForm<Numbers> = { form: BARE_SSN, fits: hasDigits, take: takeBareSsn };

function find(text: string): readonly Spotted[] {
  if (text.length < FEWEST_DIGITS) return NOTHING_SPOTTED;
  const runs = numberRuns(text);
  const isNumbered = runs.some(hasDigits);
  if (!isNumbered && !IBAN_HINT.test(text)) return NOTHING_SPOTTED;
  const numbers = new Numbers(text);
  if (isNumbered) eachIn(numbers, runs, CARDS);
  for (const { 0: hit, index } of text.matchAll(IBAN)) takeIban(numbers, hit, index);
  if (!isNumbered) return numbers.all;
  eachIn(numbers, runs, SSNS);
  eachIn(numbers, runs, BARE_SSNS);
  return numbers.all;
}

/** The same, with pauses after each form. */
function* findInSteps(text: string): Steps<readonly Spotted[]> {
  const numbers = new Numbers(text);
  const runs = yield* numberRunsInSteps(text);
  yield* eachInSteps(numbers, runs, CARDS);
  yield;
  yield* eachMatch(text, IBAN, ({ 0: hit }, start) => {
    takeIban(numbers, hit, start);
    return true;
  });
  yield;
  yield* eachInSteps(numbers, runs, SSNS);
  yield;
  yield* eachInSteps(numbers, runs, BARE_SSNS);
  return numbers.all;
}

/** Numbers for a person's money or identity, each verified by its checksum or by its issuing rules. */
export const identityNumbers: Detector = {
  name: 'identity-numbers',
  kinds: ['pii.card', 'pii.iban', 'pii.ssn'],
  maturity: 'stable',
  needs: TRAIT.digit,
  sees: [
    { text: 'card 4539 1488 0343 6467, valid until May', kind: 'pii.card' },
    { text: '{"pan":"378282246310005"}', kind: 'pii.card' },
    { text: 'charged to Maestro 675964982648', kind: 'pii.card' },
    { text: 'Pay to DE89 3704 0044 0532 0130 00 please', kind: 'pii.iban' },
    { text: 'iban=GB82WEST12345698765432', kind: 'pii.iban' },
    { text: 'SSN 536-90-4399', kind: 'pii.ssn' },
    { text: 'the social security number is 536904399', kind: 'pii.ssn' },
    { text: 'id 5 3 6-90-4 3 9 9', kind: 'pii.ssn' },
  ],
  ignores: [
    'card 4539 1488 0343 6468',
    'at 1717171717171 and 1732545678901 ms',
    'order 0000000000000000 of 9999999999999999',
    'DE89 3704 0044 0532 0130 01 has a wrong check digit',
    'GB82WEST12345698765432EXTRA',
    'part 000-12-3456, 666-12-3456 and 900-12-3456',
    'SSN 123-45-6789 is the example of every form',
    'call 536-904-3990',
    'commit 536904399 of 12',
    '2025-11-25 and 10.1145/3411764.3445645',
    'total $4539148803436467',
  ],
  find,
  findInSteps,
};
