import type { Property } from '../model/tool/properties.ts';
import type { Power, Role } from '../model/tool.ts';
import { opening, wordsOf } from '../model/words/name-words.ts';
import * as words from './role-words.ts';

/** What decides a role: the argument's name in words, its schema, and what its tool can do. */
interface Question {
  readonly property: Property;
  /** `user id` for `userId`. */
  readonly name: string;
  readonly words: readonly string[];
  /** The arguments beside it in words, itself included. */
  readonly beside: readonly string[];
  readonly description: string;
  /** The first words of the tool's own description. */
  readonly about: readonly string[];
  readonly powers: ReadonlySet<Power>;
}

interface Clue {
  readonly role: Role;
  readonly reason: string;
  /** Whether a tool that acts on this reaches somebody or something outside. */
  readonly reaches?: true;
  readonly fits: (question: Question) => boolean;
}

const ends = (phrases: words.Phrases) => (question: Question) => phrases(question.words);
const said = (pattern: RegExp) => (question: Question) => pattern.test(question.description);
const does = ({ powers }: Question, power: Power): boolean => powers.has(power);
const mayAct = (question: Question): boolean =>
  does(question, 'write') || does(question, 'external') || does(question, 'destructive');
const isText = ({ property }: Question): boolean => property.types.length === 0 || property.types.includes('string');
const isNumber = ({ property }: Question): boolean =>
  !property.types.includes('string') && property.types.some((type) => type === 'number' || type === 'integer');
const isSwitch = ({ property }: Question): boolean =>
  property.types.length > 0 && property.types.every((type) => type === 'boolean' || type === 'null');
const isAboutFiles = said(/\b(file|director(y|ies)|folder|path)s?\b/);
/** An element of a page goes nowhere: what is pressed there is picked out. */
const isPartOfPage = said(/\belement (?:reference|selector)|\b(?:css|element) selector/);
/** What picks out an element of a page, as browsers' tools call it. */
const PICKS = /^(?:\w+ )?(?:ref|reference|selector|uid|locator|xpath|target)$/;
const isAboutRunning = said(/\b(execut|run|evaluat|javascript|python|shell)/);
const ADDRESS_FORMAT = /^(email|idn-email|uri|iri|url|hostname|idn-hostname|ipv4|ipv6)$/;

/**
 * The first that fits wins: from what is certain, and dangerous to mistake, to what is merely common. Words are matched
 * whole and in any spelling, since names were chosen by others.
 */
const CLUES: readonly Clue[] = [
  { role: 'plumbing', reason: 'a switch decides no destination', fits: isSwitch },
  {
    role: 'plumbing',
    reason: 'it limits',
    fits: (question) =>
      isNumber(question) && /^(max|min|num) /.test(question.name) && !words.SURE_AMOUNTS(question.words),
  },
  {
    role: 'plumbing',
    reason: 'its name pages or limits',
    fits: (question) => words.PAGING(question.words) && !words.ALLOWANCES(question.words),
  },
  {
    role: 'credential',
    reason: 'its name is that of a secret',
    fits: (question) => isText(question) && words.SECRETS(question.words),
  },
  { role: 'credential', reason: 'its schema says password', fits: ({ property }) => property.format === 'password' },
  {
    role: 'command',
    reason: 'its name is that of something run',
    fits: (question) =>
      !isNumber(question) &&
      (words.COMMANDS(question.words) ||
        (/^(code|expression|function|snippet|source)$/.test(question.name) &&
          (does(question, 'execute') || isAboutRunning(question))) ||
        (question.name === 'args' && does(question, 'execute'))),
  },
  { role: 'plumbing', reason: 'its name says how, not what', fits: ends(words.MANNERS) },
  {
    role: 'target',
    reason: 'its name says where from',
    fits: (question) =>
      isText(question) &&
      /^(from|source|sender|origin) (account|address|user|email|number|wallet|iban|id)( id)?$/.test(question.name),
  },
  { role: 'query', reason: 'its name is that of a query', fits: ends(words.STATEMENTS) },
  {
    role: 'content',
    reason: 'it is what a payment says',
    fits: ({ name, beside }) => /^(?:payment |remittance )?reference$/.test(name) && beside.some(isAmount),
  },
  {
    role: 'destination',
    reason: 'its schema says address',
    reaches: true,
    fits: ({ property }) => ADDRESS_FORMAT.test(property.format ?? ''),
  },
  {
    role: 'destination',
    reason: 'its name says where to',
    reaches: true,
    fits: (question) => words.ADDRESSES(question.words) && !isEnd(question),
  },
  {
    role: 'destination',
    reason: 'its name says where to, and the tool acts',
    fits: (question) => mayAct(question) && (words.PARTIES(question.words) || words.isCompound(question.words)),
  },
  {
    role: 'destination',
    reason: 'it says where something goes, and the tool acts',
    reaches: true,
    fits: (question) =>
      mayAct(question) &&
      isText(question) &&
      !isAboutFiles(question) &&
      !words.PATHS(question.words) &&
      !words.CONTENTS(question.words) &&
      !isPaired(question) &&
      !isPartOfPage(question) &&
      (question.words.some((word) => /^(target|dest|destination|receiver|receiving|recipient)$/.test(word)) ||
        IS_SENT_TO.test(question.description)),
  },
  {
    role: 'path',
    reason: 'its name is that of a path',
    fits: (question) =>
      !isNumber(question) &&
      (words.PATHS(question.words) ||
        (/^(source|src|destination|dest|target|from|old|new)$/.test(question.name) && isAboutFiles(question))),
  },
  {
    role: 'amount',
    reason: 'its name is that of an amount',
    fits: (question) => words.SURE_AMOUNTS(question.words) || (isNumber(question) && words.AMOUNTS(question.words)),
  },
  { role: 'query', reason: 'its name is that of a query', fits: ends(words.QUERIES) },
  {
    role: 'target',
    reason: 'it picks out an element of a page',
    fits: (question) => isText(question) && /^(?:\w+ )?target$/.test(question.name) && isPartOfPage(question),
  },
  {
    role: 'content',
    reason: 'it describes a thing to people, and something beside it picks that out',
    fits: (question) =>
      /^(?:\w+ )?element$/.test(question.name) &&
      question.beside.some((one) => PICKS.test(one)) &&
      said(/^\W*(?:an? )?human[- ]readable (?:\w+ )?description\b/)(question),
  },
  {
    role: 'destination',
    reason: 'it is the number that its tool calls or writes to',
    fits: (question) => does(question, 'external') && IS_NUMBER.test(question.name) && isDialled(question),
  },
  { role: 'target', reason: 'its name picks out a thing', fits: ends(words.THINGS) },
  {
    role: 'target',
    reason: 'it names what is read',
    fits: (question) => !mayAct(question) && (words.PARTIES(question.words) || words.NAMES_READ(question.words)),
  },
  {
    role: 'content',
    reason: 'it is how the owner of the address beside it is called',
    fits: (question) =>
      does(question, 'external') &&
      question.property.within.length > 0 &&
      /^(?:display )?name$/.test(question.name) &&
      question.beside.some(isAddress),
  },
  {
    role: 'target',
    reason: 'it names what is destroyed or changed',
    fits: (question) =>
      does(question, 'destructive') ? words.NAMES(question.words) : words.NAMES_BEFORE(question.words),
  },
  { role: 'content', reason: 'its name is that of content', fits: ends(words.CONTENTS) },
  {
    role: 'credential',
    reason: 'it is described as a secret',
    fits: said(/\b(api[- ]?key|password|access token|bearer token|secret key)\b/),
  },
  {
    role: 'command',
    reason: 'it is described as something run',
    fits: said(
      /\b(shell command|command line|command to (run|execute)|code to (run|execute)|script to (run|execute))\b/,
    ),
  },
  {
    role: 'destination',
    reason: 'it is described as an address',
    fits: (question) =>
      mayAct(question) &&
      isText(question) &&
      said(/^\W*(the )?(target |full )?(url|uri|e-?mail address|web ?hook|host ?name|phone number)\b/)(question),
  },
  {
    role: 'path',
    reason: 'it is described as a path',
    fits: said(/\b(path (to|of)|file ?path|absolute path|relative path)\b/),
  },
  {
    role: 'target',
    reason: 'it is described as an identifier',
    fits: said(/^\W*(the |an? |unique |internal )*(id|ids|identifier|uuid)( |s\b|$)/),
  },
  {
    role: 'query',
    reason: 'it is described as a query',
    fits: said(/\b(search (query|term|string)|sql (query|statement))\b/),
  },
  { role: 'plumbing', reason: 'it is one of a fixed set', fits: ({ property }) => property.isEnum },
  {
    role: 'destination',
    reason: 'its tool is described as sending something there',
    fits: (question) => mayAct(question) && isText(question) && isSentThere(question),
  },
];

/** `to` beside `from` ends a range, unless something is sent or given there. What it holds may still say otherwise. */
function isEnd(question: Question): boolean {
  const { name, beside } = question;
  if (does(question, 'external') || does(question, 'destructive')) return false;
  const end = /^((?:.* )?)(?:to|until|till)$/.exec(name);
  return (
    end !== null && beside.includes(`${end[1] ?? ''}from`) && !beside.some((one) => isAmount(one) || IS_MAIL.test(one))
  );
}

/** `target` beside `source`: the ends of a pair, such as a word and its translation, unless something is sent or given there. */
const isPaired = (question: Question): boolean =>
  question.name === 'target' &&
  question.beside.includes('source') &&
  !does(question, 'external') &&
  !does(question, 'destructive');

/** Of an issue, a parcel or a telephone: only its tool tells. */
const IS_NUMBER =
  /^(?:(?:contact|customer|client|guest|patient|mobile|target) )?(?:numbers?|nummern?|n[uú]meros?|num[eé]ros?)$/;
/** `Sends a text message`, `Call a guest`: whether a tool reaches people by telephone, as it or the argument is described. */
const isDialled = ({ about, description }: Question): boolean => DIALS.test(about.join(' ')) || DIALS.test(description);
const DIALS =
  /(?:^|[^\p{L}])(?:sms|mms|text messages?|whatsapp|tele(?:ph|f)one?s?|phones?|voice calls?|dials?|fax(?:es)?|handy|mensajes? de texto|kurznachricht(?:en)?|calls? (?:(?:an?|the|any|some) )?(?:number|person|people|customer|client|guest|patient|contact|member|somebody|someone))(?!\p{L})/u;

/** `Ships an order to a warehouse`: whether the argument is called like what stands behind a preposition there. */
function isSentThere({ about, words: called }: Question): boolean {
  const name = called.at(-1) ?? '';
  let isSent = false;
  let left = 0;
  for (const word of about) {
    if (left-- > 0 && (word === name || word === `${name}s`)) return true;
    if (isSent && TOWARDS.has(word)) left = REACH;
    isSent ||= SENDING.test(word);
  }
  return false;
}
const SENDING =
  /^(?:send|ship|deliver|dispatch|forward|transfer|return|transport|rout|hand|consign)(?:s|e|es|ed|ing|y|ment)?$/;
const TOWARDS: ReadonlySet<string> = new Set(['to', 'at', 'into']);
/** How many words behind a preposition may name the place: `to the next free warehouse`. */
const REACH = 4;
const IS_MAIL = /(?:^| )(?:subject|body|text|message|html|attachments?)$/;
const isAmount = (name: string): boolean => words.AMOUNTS(name.split(' '));
const isAddress = (name: string): boolean => name === 'address' || words.ADDRESSES(name.split(' '));

const IS_SENT_TO =
  /\b(iban|e-?mail address|phone number|recipient|to send (it |this |the \w+ )?to|send to|deliver(ed)? to|transfer to)\b/;

/** The role of one argument and why; undefined where nothing tells. `powers` are those of its tool, `about` describes it. */
export function roleOf(property: Property, powers: ReadonlySet<Power>, about = ''): Guess | undefined {
  const parts = wordsOf(property.name);
  const question: Question = {
    property,
    name: parts.join(' '),
    words: parts,
    beside: property.beside.map((each) => wordsOf(each).join(' ')),
    description: property.description.slice(0, 400).toLowerCase(),
    about: opening(about),
    powers,
  };
  return CLUES.find((each) => each.fits(question));
}

/** A role with its reason. */
export type Guess = Pick<Clue, 'role' | 'reason' | 'reaches'>;
