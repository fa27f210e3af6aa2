import type { Call } from '../../model/call.ts';
import { accountName, ENTITY_TEXT, exactKey, hostOf, urlName } from '../../model/entity/key.ts';
import { type Entity, type EntityKind, MOST_ENTITIES } from '../../model/entity.ts';
import { isOfSame, type Rewrite } from '../../model/evidence/rewrite.ts';
import { anyItem, type SoleValue } from '../../model/evidence/value-list.ts';
import type { Steps } from '../../model/steps.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import type { Beside, Sighted, View } from '../../model/view.ts';
import { isAnswer as isAnswering } from '../../model/words/answer-words.ts';
import { deedWords } from '../../model/words/name-words.ts';
import type { Value } from '../reading/place.ts';
import type { Argument } from './arguments.ts';
import type { FlowList } from './flow-list.ts';
import { isLeft } from './left.ts';

/** Kinds of values that lead the next reader somewhere, or pay somebody. */
const LEADS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'domain', 'account', 'phone']);
/** Where a text asks for nothing, these are still news; telephone numbers and hosts are in most texts. */
const TELLING: ReadonlySet<EntityKind> = new Set(['email', 'url', 'account']);
/**
 * References to things that get fetched and run: an image, an action, a package at a version. Every repetition is
 * bounded.
 */
const REFERENCE =
  /(?<![\w/@.:-])@?[a-z0-9][\w.-]{0,62}(?:\/[a-z0-9][\w.-]{0,62}){1,4}[@:][a-z0-9][\w.-]{0,62}|(?<![\w/@.:-])[a-z][\w-]{1,62}(?:@|==)\d[\w.-]{0,62}(?![\w@])/gi;
/** Each of them has one of these signs, and most texts have none. */
const REFERENCE_SIGN = /[/@]|==/;
/** A place in a source: `src/server.js:12`. */
const LINE =
  /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|swift|php|cs|cc?|cpp|h|vue|svelte|sh|sql|md|txt|log|json|ya?ml|toml|html?|css):\d+\.?$/i;
/** An account number in an unusual grouping that every bank accepts all the same. */
const GROUPED = /(?<![\w.-])[a-z]{2}\d{2}(?:[.-][a-z\d]{4}){3,7}(?:[.-][a-z\d]{1,3})?(?![\w-])/gi;
const GROUPED_SIGN = /\d\d[.-][a-z\d]{4}/i;
/** A longer value is a text. */
const LONGEST_VALUE = 80;

/** What is needed to trace one call. */
interface Telling {
  readonly list: FlowList;
  readonly view: View;
  /** Whether the call reaches somebody outside. */
  readonly isExternal: boolean;
  /** What the call picks out, or where it goes. */
  readonly chosen: ReadonlySet<string>;
  readonly paths: readonly string[];
  /** Whether it only says something about that. */
  readonly isAnswer: boolean;
  readonly rewrite: Rewrite | undefined;
}

/**
 * Traces what an acting call passes on or picks out and this session knows only from untrusted texts. Values that
 * decide where something goes are traced elsewhere, wherever they were seen. `rewrite`: what the call writes over.
 */
export function* traceOnlyTold(
  list: FlowList,
  view: View,
  call: Call,
  given: readonly Value[],
  rewrite?: Rewrite,
): Steps<void> {
  const chosen = new Set<string>();
  for (const { text, role } of given) if (decides(role)) chosen.add(text);
  const paths = given.filter(({ role }) => role === 'path').map(({ text }) => text);
  const isExternal = call.tool.powers.includes('external');
  const isAnswer = isAnswering(deedWords(call.target.name));
  const telling = { list, view, chosen, paths, isAnswer, isExternal, rewrite };
  // By index, and each in a function of its own: what pauses keeps all that stands in it, and an object for each element.
  for (let i = 0; i < given.length; i++) {
    traceArgument(telling, call, given[i] as Value);
    yield;
  }
}

function traceArgument(telling: Telling, call: Call, argument: Value): void {
  const { view, rewrite } = telling;
  const { text, role } = argument;
  // A target is picked out by a distinctive name, as a document is by its number.
  // What a page calls one of its parts is picked out there, whatever its other parts say.
  if (role === 'target' && text.length <= LONGEST_VALUE && /[\d_/@#.-]/.test(text) && !isPart(view, call, text))
    trace(telling, argument, argument.key);
  if (decides(role) || role === 'plumbing') return;
  let last = 0;
  // One value that leads somewhere is reason enough to look at a text.
  let isKnown = false;
  for (const { key, kind, start, end } of leadsIn(argument)) {
    // A domain inside an email address or a link is part of it.
    if (start < last) continue;
    last = end;
    if (kind === 'domain' && role === 'path' && isFile(text, start, end)) continue;
    const value = { at: argument.at, text: text.slice(start, end), role };
    if (view.memory.isConfirmed(call.target, argument.at, key) && !isInstructed(view, { ...value, kind, key }))
      continue;
    const left = (): boolean => rewrite !== undefined && isLeft(view, rewrite, argument, { start, end });
    const how = { part: start, isLeft: left, isTelling: TELLING.has(kind) && !isKnown };
    // The first spelling that is found is enough.
    if (
      spellingsOf({ ...value, kind, key }).some(([one, under]) => trace(telling, { ...value, text: one }, under, how))
    )
      isKnown = !isListed(view, call, argument, key);
  }
  if (REFERENCE_SIGN.test(text))
    for (const { 0: name, index } of bounded(text, REFERENCE))
      if (!LINE.test(name)) {
        const place = { start: index, end: index + name.length };
        const left = (): boolean => rewrite !== undefined && isLeft(view, rewrite, argument, place);
        trace(telling, { at: argument.at, text: name, role }, exactKey(name), { part: index, isLeft: left });
      }
}

/** Whether a text has a value that instructs its reader: to what a person let pass before, that is news. */
export const isInstructed = ({ memory }: View, value: SoleValue): boolean =>
  spellingsOf(value).some(([text]) => memory.search(text).some(({ labels }) => labels.includes('instructed')));

/** What a person let pass is no reason for a question, so it must not stand for what follows in the text. */
const isListed = ({ memory }: View, { target }: Call, { at }: Argument, key: string): boolean =>
  memory.listedFrom?.(target, anyItem(at), key) !== undefined;

/** Whether a host ends a path as a file's name does: `docs/README.md`, and not `//drop.sh`, `drop.sh:/in` or `drop.sh/in`. */
const isFile = (text: string, start: number, end: number): boolean =>
  end === text.length && !/[\\/]{2}$/.test(text.slice(0, start));

const isPart = ({ memory }: View, { target }: Call, text: string): boolean => {
  const found = memory.search(text);
  return found.length > 0 && found.every(({ isLinked, upstream }) => isLinked === true && upstream === target.upstream);
};

/**
 * What a call itself calls the number of an order or a parcel pays nobody, however much it looks like an account's. Invoices and
 * customers are paid, and stay; so do orders to pay, and what has an account's own form: a text may call that what it likes.
 */
const RECORD =
  /(?:^|[^\p{L}])(?:(?<!(?:payment|money|standing|bank|postal|transfer|wire)[ _-])orders?|parcels?|shipments?|consignments?|tracking|tickets?|cases?|deliver(?:y|ies)|bookings?|skus?|po|bestellung(?:en)?|sendung(?:en)?|commandes?|pedidos?)(?:[ _-]?(?:no|nr|num|number|code|id))?[\s:#='"().-]{0,5}$/iu;
const BEFORE = 40;
const isRecord = (text: string, { start, end }: Entity): boolean =>
  !/[a-z]/i.test(text.slice(start, end)) && RECORD.test(text.slice(Math.max(0, start - BEFORE), start));

/** The values in a text that lead somewhere, in order. */
function leadsIn({ text, entities }: Value): readonly Entity[] {
  const isGrouped = GROUPED_SIGN.test(text);
  if (entities.length === 0 && !isGrouped) return entities;
  const found = entities.filter((one) => LEADS.has(one.kind) && !(one.kind === 'account' && isRecord(text, one)));
  if (!isGrouped) return found;
  for (const { 0: account, index } of bounded(text, GROUPED))
    found.push({ key: `account:${accountName(account)}`, kind: 'account', start: index, end: index + account.length });
  return found.sort((one, other) => one.start - other.start);
}

type Spelling = readonly [text: string, key: string];

/**
 * How a text may have spelled the same value: an account number in one piece or in groups, a link without its scheme or
 * without what was appended to it.
 */
function spellingsOf({ text, kind, key }: SoleValue): readonly Spelling[] {
  if (kind === 'account') {
    const whole = text.replace(/[\s.-]/g, '');
    return [whole, ...[' ', '-', '.'].map((sign) => whole.replace(/.{4}(?=.)/g, `$&${sign}`))].map((one) => [one, key]);
  }
  if (kind !== 'url') return [[text, key]];
  const bare = text.replace(/[?#].*$/, '');
  const given: Spelling[] = [[text, key]];
  // A host alone is not a link.
  if (bare !== text && /^[^/]*\/\/[^/]+\/./.test(bare)) given.push([bare, `url:${urlName(bare)}`]);
  return given.flatMap(([one, under]) => [
    [one, under],
    [one.replace(/^[a-z][a-z0-9+.-]{1,20}:\/\/(?:www\.)?/i, ''), under],
  ]);
}

/** The matches of a pattern, at most as many as there may be entities. */
function* bounded(text: string, form: RegExp): Generator<RegExpExecArray> {
  let left = MOST_ENTITIES;
  for (const hit of text.slice(0, ENTITY_TEXT).matchAll(form)) {
    if (left-- <= 0) return;
    yield hit;
  }
}

/** `isTelling`: the value leads somewhere by itself; other values count only where a text asks for something beside them. */
interface How {
  readonly part: number;
  /** Whether the value is left where it stood in what the call writes over. */
  readonly isLeft?: () => boolean;
  readonly isTelling?: boolean;
}

/** Returns whether the value was found. */
function trace(
  telling: Telling,
  { at, text, role }: Argument,
  key: string | undefined,
  { part, isLeft = () => false, isTelling = false }: How = { part: 0 },
): boolean {
  const { list, view, isExternal } = telling;
  if (key === undefined || !isOnlyTold(view, key, text)) return false;
  // A call that writes a number down does not dial it, even if the text says to call it.
  const how = { isHere: role === 'target', isNoted: !isExternal && role !== 'target' };
  const asking = askingWith(telling, text, isLeft, how);
  const isAsked =
    asking !== undefined && !isEcho(view, key, asking) && !(role !== 'target' && isBack(telling, asking, key));
  const source = isAsked ? asking : isTelling ? newsOf(telling, key, text) : undefined;
  if (source === undefined) return false;
  const to = { at, ...(role === undefined ? {} : { role }), ...(part === 0 ? {} : { part }) };
  const via = role === 'target' ? 'overlap' : 'entity';
  list.push(to, via, { ...source, isOnly: true, ...(isAsked ? { isAsked } : {}) });
  return true;
}

/**
 * Whether a call answers to the very thing that a text was read from, by all that it picks out: who reads it there has the value
 * already, as those have who read an answer to a ticket. Who pays by such a note takes an account from it as from us.
 */
function isBack({ list, view, chosen, isAnswer }: Telling, { call, upstream }: Sighted, key: string): boolean {
  if (!isAnswer || key.startsWith('account:')) return false;
  const picks = upstream === list.receiver && chosen.size > 0 ? view.memory.picksOf(call) : undefined;
  if (picks === undefined) return false;
  for (const one of chosen) if (!picks.includes(one)) return false;
  return true;
}

/** Where a text asks for something beside a value. What is left as it stood in what is written over goes nowhere. */
function askingWith({ view, rewrite }: Telling, text: string, isLeft: () => boolean, how: Beside): Sighted | undefined {
  const asking = view.memory.asksWith(text, how);
  if (rewrite === undefined) return asking;
  if (asking !== undefined) return isLeft() ? view.memory.asksWith(text, { ...how, rewrite }) : asking;
  // Of a file that is written whole, what was read tells better whether the value is left there.
  const isMoved = rewrite.replaced === undefined || !isLeft();
  return isMoved ? view.memory.asksWith(text, { ...how, rewrite, isMoved }) : undefined;
}

/**
 * The first text that held a value, where nobody asks for anything. Not counted as news: a value that goes back to
 * where it was read, one that a page shows as its link, or one that leads to a place this session deals with anyway.
 */
function newsOf(telling: Telling, key: string, text: string): Sighted | undefined {
  const { view, rewrite } = telling;
  const { memory } = view;
  const first = memory.search(text).findLast((source) => !isEcho(view, key, source));
  if (first === undefined || isKnownPlace(view, key)) return undefined;
  const isLink = memory.find(key).some(({ isLinked }) => isLinked);
  const isBack =
    isReadBy(view, first, telling) || (rewrite !== undefined && isOfSame(first, memory.picksOf(first.call), rewrite));
  return isLink || isBack ? undefined : first;
}

/**
 * Whether a text was read by all that a call picks out: who shares a repository with it, or a table, writes to another file of that,
 * or another cell.
 */
function isReadBy({ memory }: View, { call }: Sighted, { chosen, paths }: Telling): boolean {
  const made = memory.madeWith(call);
  const picks = memory.picksOf(call) ?? [];
  const isOf = (value: string): boolean => made.includes(value) || picks.includes(value);
  return chosen.size > 0 && [...chosen, ...paths].every(isOf);
}

/** Whether the place a link leads to was given to a tool before, or was a field of a result. */
function isKnownPlace({ memory }: View, key: string): boolean {
  if (!key.startsWith('url:')) return false;
  const labels = hostOf(key.slice('url:'.length)).split('.');
  for (let from = 0; from + 1 < labels.length; from++) {
    const domain = `domain:${labels.slice(from).join('.')}`;
    if (memory.given(domain) !== undefined || memory.find(domain).some(({ shape }) => shape === 'field')) return true;
  }
  return false;
}

/**
 * Whether a value may be known only from texts that nobody vouches for: no result had it as a field, and it was not
 * named before a text held it.
 */
function isOnlyTold({ memory }: View, key: string, text: string): boolean {
  const used = memory.used(key);
  if (used !== undefined && memory.search(text, used).length === 0) return false;
  return memory.find(key).every(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'));
}

/** Whether a text was read after the value had gone to a tool: it may only repeat what that tool was told. */
function isEcho({ memory }: View, key: string, { step }: Sighted): boolean {
  const given = memory.given(key);
  return given !== undefined && step > given;
}
