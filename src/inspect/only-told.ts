import { type EntityKind, entitiesOf, MOST_ENTITIES } from '../model/entity.ts';
import { ENTITY_TEXT, exactKey } from '../model/entity-key.ts';
import type { Steps } from '../model/steps.ts';
import type { Role } from '../model/tool.ts';
import type { Sighted, View } from '../model/view.ts';
import { decides } from './decisive-role.ts';
import type { FlowList } from './flow-list.ts';

/** One leaf of the arguments, with what it decides. */
export interface Argument {
  readonly at: string;
  readonly text: string;
  readonly role: Role | undefined;
}

/** By these whoever reads on is led somewhere, or pays somebody. */
const LEADS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'domain', 'account', 'phone']);
/** What is fetched and run where it is named: an image, an action, a package of a version. Every run is bounded. */
const REFERENCE =
  /(?<![\w/@.:-])@?[a-z0-9][\w.-]{0,62}(?:\/[a-z0-9][\w.-]{0,62}){1,4}[@:][a-z0-9][\w.-]{0,62}|(?<![\w/@.:-])[a-z][\w-]{1,62}(?:@|==)\d[\w.-]{0,62}(?![\w@])/gi;
/** A longer value is a text. */
const LONGEST_VALUE = 80;

/**
 * What a call that acts passes on or picks out, and stood nowhere but in texts. Values that decide where something goes are
 * traced wherever they stood.
 */
export function* traceOnlyTold(list: FlowList, view: View, given: readonly Argument[]): Steps<void> {
  for (const argument of given) {
    const { text, role } = argument;
    // A thing is picked out by a name of its own, as a document is by its number.
    if (role === 'target' && text.length <= LONGEST_VALUE && /[\d_/@#.-]/.test(text))
      trace(list, view, argument, exactKey(text));
    if (decides(role) || role === 'plumbing') continue;
    let last = 0;
    // One that leads somewhere is enough to look at a text.
    let isKnown = false;
    for (const { key, kind, start, end } of entitiesOf(text)) {
      // The house in an address or a link is a part of it.
      if (!LEADS.has(kind) || start < last) continue;
      last = end;
      const value = { at: argument.at, text: text.slice(start, end), role };
      const isTelling = kind !== 'domain' && !isKnown;
      // The first spelling that is found is enough.
      if (
        spellingsOf(value.text, kind).some((one) => trace(list, view, { ...value, text: one }, key, start, isTelling))
      )
        isKnown = true;
    }
    for (const { 0: name, index } of references(text))
      trace(list, view, { at: argument.at, text: name, role }, exactKey(name), index);
    yield;
  }
}

/** How a text may have given the same value: an account in one piece or in groups, a link without its beginning. */
function spellingsOf(text: string, kind: EntityKind): readonly string[] {
  if (kind === 'account') {
    const whole = text.replace(/\s/g, '');
    return [whole, whole.replace(/.{4}(?=.)/g, '$& ')];
  }
  return kind === 'url' ? [text, text.replace(/^[a-z][a-z0-9+.-]{1,20}:\/\/(?:www\.)?/i, '')] : [text];
}

/** As many as there are values of other kinds, at most. */
function* references(text: string): Generator<RegExpExecArray> {
  let left = MOST_ENTITIES;
  for (const hit of text.slice(0, ENTITY_TEXT).matchAll(REFERENCE)) {
    if (left-- <= 0) return;
    yield hit;
  }
}

/** Returns whether it was found. `isTelling`: it leads somewhere by itself; others count where a text asks for something there. */
function trace(
  list: FlowList,
  view: View,
  { at, text, role }: Argument,
  key: string | undefined,
  part = 0,
  isTelling = false,
): boolean {
  if (key === undefined || !isOnlyTold(view, key, text)) return false;
  const asking = view.memory.asksWith(text, role === 'target');
  const isAsked = asking !== undefined && !isEcho(view, key, asking);
  const source = isAsked ? asking : isTelling ? firstOf(view, key, text) : undefined;
  if (source === undefined) return false;
  const to = { at, ...(role === undefined ? {} : { role }), ...(part === 0 ? {} : { part }) };
  const via = role === 'target' ? 'overlap' : 'entity';
  list.push(to, via, { ...source, isOnly: true, ...(isAsked ? { isAsked } : {}) });
  return true;
}

/** The text that held a value first. */
const firstOf = (view: View, key: string, text: string): Sighted | undefined =>
  view.memory.search(text).findLast((source) => !isEcho(view, key, source));

/** Whether a value may stand only in texts that nobody vouches for: nothing knows it as a field, and no text came after it. */
function isOnlyTold({ memory }: View, key: string, text: string): boolean {
  const used = memory.used(key);
  if (used !== undefined && memory.search(text, used).length === 0) return false;
  return memory.find(key).every(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'));
}

/** Whether a text was read after the value had gone to a tool: it may say again what that tool was told. */
function isEcho({ memory }: View, key: string, { step }: Sighted): boolean {
  const given = memory.given(key);
  return given !== undefined && step > given;
}
