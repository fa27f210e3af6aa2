import type { JsonPointer } from '../../model/json.ts';
import type { Field } from '../../model/view.ts';
import { wordsOf } from '../../model/words/name-words.ts';
import { isOfOwnPart } from '../../model/words/part-words.ts';
import { nameAt } from '../reading/place.ts';
import { houseOf } from './house.ts';

/** A field of a result, and where in its record that is. */
export class Place {
  readonly at: JsonPointer;
  readonly key: string;
  /** Whose it is. Of an account that is the bank: an account of another one is another's. */
  readonly house: string | undefined;
  readonly name: string;
  /** The object that it is in, and the list entry that holds it, with the slash behind it. */
  readonly parent: JsonPointer;
  readonly entry: JsonPointer;
  readonly depth: number;
  /** Whether it is an entry of a list itself. */
  readonly isEntry: boolean;
  /** The same place in any entry of its lists. */
  readonly anywhere: JsonPointer;

  constructor({ at, key }: Field) {
    this.at = at;
    this.key = key;
    this.house = houseOf(key);
    this.name = plain(at);
    this.parent = at.slice(0, at.lastIndexOf('/'));
    this.entry = /^.*\/\d+\//.exec(at)?.[0] ?? '';
    this.depth = at.split('/').length;
    this.isEntry = /\/\d+$/.test(at);
    this.anywhere = at.replace(/\/\d+(?=\/|$)/g, '/*');
  }

  /** Whether it is in the list entry that holds another one, if any does. */
  isWithEntryOf({ entry }: Place): boolean {
    return this.entry.startsWith(entry);
  }
}

const plain = (at: JsonPointer): string => nameAt(at).replace(/[-_ ]/g, '').toLowerCase();

/**
 * Whether a field is the record's own, seen from another: not deeper, in an object beside it or around it, and no entry of a list
 * that the other is not in. Two that are called the same at one depth are those of two people or things.
 */
export function isOwn(own: Place, other: Place): boolean {
  if (own.isEntry || !other.isWithEntryOf(own) || own.parent === other.parent) return false;
  return own.depth < other.depth || (own.depth === other.depth && own.name !== other.name);
}

/** Whether more such fields are in a list of the same record: people who meet, not one who came with somebody. */
export const isOneOfSeveral = (places: readonly Place[], own: Place, other: Place): boolean =>
  places.some(
    (one) => one.anywhere === other.anywhere && one.key !== other.key && isOfKind(one, other) && one.isWithEntryOf(own),
  );
export const isOfKind = (one: Place, { key }: Place): boolean => one.key.startsWith(key.slice(0, key.indexOf(':') + 1));

/** Whether a field is that of somebody or something with a part of its own in the record: the customer beside the shop. */
export const isOfAnother = (own: Place, other: Place): boolean =>
  other.name === 'to' ||
  isOfOwnPart(wordsOf(other.at), other.house === undefined ? [] : wordsOf(nameAt(other.at)), wordsOf(own.at));
/** Whether a field is in a list that the other is not in, as files are in a folder. */
export const isListed = (own: Place, other: Place): boolean => other.isEntry || other.entry !== own.entry;

/** Where answers are to go instead of to the sender. */
export const isForReplies = ({ name }: Place): boolean => name.endsWith('replyto');
/** Who wrote it, unless nobody can answer there: a form writes to its shop in a guest's name. */
export const isSender = (one: Place, { parent }: Place): boolean =>
  parent === one.parent && isWriter(one) && !UNANSWERED.test(one.key);
/** Where a letter says who wrote it. */
export const isWriter = ({ name }: Place): boolean => SENDER.has(name);
const UNANSWERED = /^email:(?:.*[-_.+])?(?:(?:no|not|nicht)[-_.]?(?:reply|antworten)|notifications?)(?:[-_.+].*)?@/;
const SENDER: ReadonlySet<string> = new Set(['from', 'sender', 'author', 'reporter']);

/** What an argument is called, unless everything is called that. */
export function called(at: JsonPointer): string | undefined {
  const name = plain(at);
  return ANYTHING.test(name) ? undefined : name;
}
const ANYTHING = /^(?:.*ids?|uuid|key|name|number|no|title|type|kind|label|value|status|state|date|time)$/;
