import type { JsonObject } from '../model/json.ts';
import type { Property } from '../model/tool/properties.ts';
import type { Power } from '../model/tool.ts';
import { actsOf } from '../model/words/deed-words.ts';
import { opening, wordsOf } from '../model/words/name-words.ts';
import { wordSet } from '../model/words/word-set.ts';
import { roleOf } from './roles.ts';
import { isActing, isReading, isThing, verbsOfDescription } from './verbs.ts';

/** Things that one reads: a tool named by one returns it. */
const GIVEN = wordSet(
  `log logs history list lists feed inbox mailbox thread threads directory calendar detail details info information data
  note notes record records rate rates price prices stats statistics report reports status summary summaries timetable
  forecast weather profile balance balances transactions entries items lines catalog catalogue index overview events results
  responses submissions comments reviews messages text transcript transcripts document documents files metadata invoice invoices
  statement statements state states position positions grade grades gradebook score scores quote quotes roster members roles
  reviews deals slots bookings courses availability inventory headlines news articles annotations readings measurements`,
);
/** The same as the last part of a word: `preisliste`. */
const GIVEN_WITHIN = /^\p{L}{3,}(?:liste|übersicht|uebersicht|verzeichnis|lijst|overzicht)$/u;
const isGivenThing = (word: string): boolean => GIVEN.has(word) || GIVEN_WITHIN.test(word);
/** `Open requests of a team`: what waits for an answer stands in a queue, whose name may be a verb as well. `Open gates by number` acts. */
const ARE_OPEN =
  /^\W*open (?:\p{L}{3,} )?(?:requests|orders|tickets|tasks|issues|cases|jobs|applications|claims|approvals|questions|complaints|enquiries|inquiries|appointments|invitations|referrals|reviews|changes|transfers|payments|refunds|returns) (?:of|by|in)(?!\p{L})/iu;
/** Forms in which it is returned: `(CSV)`. */
const FORM = /\((?:as )?(?:json|csv|xml|yaml|html|markdown|ical|text)\b/i;
/** `All the grades`, `Who is enrolled`, `Top players`, `Customer reviews of a product`: says what is given. */
const SAYS_WHAT =
  /^(?:all|every|each|current|latest|last|recent|top|full|available|known|upcoming|past|who|which|what|how (?:many|much|long))\b|^(?!an?\b|the\b)(?:\p{L}+ ){1,3}(?:of|in|on|for|from|at) (?:an?|the|one|all|every|each|this)\b/iu;
/** Numbers that say how much of it, or of which time. */
const HOW_MUCH = /^(?:lines?|rows?|tail|last|recent|count|n|year|month|day|week|radius|zoom|max|min)$/;
/** Switches that say how it is shown. */
const HOW_SHOWN =
  /(?:^|_)(?:only|include|with|show|verbose|full|detailed|all|recursive|unread|descending|raw|previous|extended)(?:_|$)/;
/** Arguments that name a place that is written to. */
export const IS_OUTPUT = /^(?:save|output|out|dest|destination|local|download|target)/i;
/** Words for what is to be done, now or from now on. */
const TOLD = /^(?:action|operation|op|method|verb|state|status|mode|enabled|active|new)$/;

const READS: ReadonlySet<Power> = new Set(['read']);

/**
 * Whether a tool only returns something, where its name has no verb, or one that is as often a noun (`log`, `mail`): it is
 * named or described by something that one reads, none of its words speaks of an act, and all its arguments select what is
 * returned. Taking a tool that acts for one that reads is the worse mistake, so one doubt is enough to say no.
 */
export function isLookUp(definition: JsonObject, properties: readonly Property[]): boolean {
  const { name, description } = definition;
  if (typeof name !== 'string' || typeof description !== 'string') return false;
  const called = wordsOf(name);
  if (called.some((word) => isActing(word) || (isReading(word) && !isThing(word) && !GIVEN.has(word)))) return false;
  const last = called.at(-1) ?? '';
  const first = called[0] ?? '';
  const isNamedSo = isGivenThing(last) || (last === 'queue' && ARE_OPEN.test(description));
  // `mail` sends mail; a `mail inbox` is read, and so is what a `mail search` finds.
  if (isThing(first) && !(called.length > 1 && (isNamedSo || isReading(last)))) return false;
  const verbs = verbsOfDescription(description);
  const said = opening(description);
  const isGiven =
    isNamedSo || said.some((word) => GIVEN.has(word)) || FORM.test(description) || SAYS_WHAT.test(description.trim());
  const isRead = verbs.length > 0 && verbs.every((verb) => isReading(verb));
  if (said.length === 0 || !(isRead || (verbs.length === 0 && isGiven))) return false;
  const told = last === 'queue' ? description.replace(ARE_OPEN, ' ') : description;
  return !speaksOfActs(wordsOf(told.replace(KINDS, ' '))) && properties.every(picksOut);
}

/** Words for acts, except where they only qualify a thing: `payment history`. */
const speaksOfActs = (words: readonly string[]): boolean =>
  words.some((word, i) => {
    // The verb itself was looked at, and `search mail` is about mail.
    if (GIVEN.has(word) || GIVEN.has(words[i + 1] ?? '') || isThing(word)) return false;
    return isActing(word) || (!isReading(word) && actsOf(word).length > 0);
  });

/** The kinds of things that are named before it: `requests of employees (leave, expenses, changes)`. */
const KINDS = /(?<=s )\((?:\p{L}{1,30}, ){1,8}(?:(?:and|or) )?\p{L}{1,30}s\)/gu;

function picksOut(property: Property): boolean {
  const { name, types } = property;
  const words = wordsOf(name);
  if (types.includes('object') || TOLD.test(words.at(-1) ?? '') || TOLD.test(words[0] ?? '')) return false;
  if (types.includes('boolean')) return HOW_SHOWN.test(words.join('_'));
  const role = roleOf(property, READS)?.role;
  if (role === undefined && types.some((type) => type === 'number' || type === 'integer'))
    return words.some((word) => HOW_MUCH.test(word));
  if (role === 'path') return !IS_OUTPUT.test(name);
  return role === undefined || role === 'target' || role === 'query' || role === 'plumbing';
}
