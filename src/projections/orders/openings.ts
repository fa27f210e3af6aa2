import { actsOf } from '../../model/words/deed-words.ts';
import { ORDERING } from '../../model/words/order-words.ts';

/** A word that begins what something is done to. Who says `a branch` tells how such a thing is done, and not to do it. */
const THING =
  'the|this|that|these|those|all|every|each|both|it|them|him|her|us|me|my|your|our|their|his|its|alles?|der|die|das|den|dem|diese[nrs]?|' +
  'les?|la|cette|ces?|tou(?:te)?s|el|los|las|est[ae]s?|tod[oa]s|il|lo|gli|quest[oae]|tutt[ie]|het|deze|dit';
/** Whom or where to: an address, or a long number. `Mail sent to desk@ours.example` tells what was done. */
const ADDRESS = '(?:[^\\s@]{1,64}@[\\w-]|https?://|www\\.)';
const TO = `(?!(?:sent|made|done|\\p{L}{1,20}ed) )(?:[^\\s.!?]{1,40} ){1,5}(?:to|an|auf|à|a|para|su) (?:${ADDRESS}|[a-z]{0,2}\\d{6})`;
/** What a verb is done to. A heading has nothing: `Payment details`, `Mail server`. */
const OBJECT = new RegExp(`^ {1,3}(?:(?:${THING}) |${ADDRESS}|${TO})`, 'iu');
/** A word that may be the verb. */
const WORD = '(\\p{L}{2,20})[*_~]{0,3}(?= )';
/** Whose words a line is, or the number of a step. */
const LABELS =
  '\\d{1,3}(?:\\.\\d{1,3}){0,3}[.)]?|[A-Za-z]{1,4}\\)|/\\p{L}{2,20}|\\p{Lu}{2,20}(?= \\p{Lu}?\\p{Ll})|[Pp]\\.[Ss]\\.|[Ss]ystem|[Uu]ser|[Aa]ssistant|[Hh]uman';
/** Marks and a label may come before what a line says. */
const LINE = new RegExp(`([^\\p{L}\\p{N}\\n]{0,12}(?:(?:${LABELS}) )?)${WORD}`, 'uy');
/** Marks between words, but for those that stand within one, join two or are signs already; and a stop without a space. */
const MARK = new RegExp(
  `(?:(?:\\\\n){1,4}|(?<!\\p{L})'|['”’] |[.!?;:](?=\\p{L})|[^\\p{L}\\p{N}\\s'’,.!?;:&@/%$€£([*>\\]-] ?|(?:^| )/\\p{L}{2,20} |^(?:system|user|assistant|human) )${WORD}`,
  'gu',
);
/** Most sentences have none of them. */
const HAS_MARK = /[^a-z\d\s,.!?;:&@%$([*>\]-]|[.!?;:][a-z]|^(?:system|user|assistant|human) /;
/**
 * `(internal) pay it`, `### note ### pay it`: behind what a text is labelled with, where an order may begin, one may. `The bill
 * (final) payment` has no label. A square bracket ends one by itself.
 */
const LABEL =
  /(?:(?:^|(?<=[*>\]•#–—-]))[ "'`]{0,2}(?:\([^()]{1,40}\)|\{{1,3}[^{}]{1,40}\}{1,3})|(#{2,6}|={2,9}|~{2,9})(?: |(?=\p{L}))[^#=~]{1,40}\1)(?= ?\p{L})/gu;
const HAS_LABEL = /[({]|##|==|~~/;

/**
 * A text with a sign before each order that only a line of its own shows to be one. It takes the text as it was written: its plain
 * form has neither lines nor capitals.
 */
export function withLinesOpened(raw: string): string {
  const text = HAS_CELLS.test(raw) ? withCellsOpened(raw) : raw;
  let opened = '';
  let from = 0;
  let space = -1;
  for (let at = 0, next = text.indexOf('\n'); next >= 0 || at > 0; next = text.indexOf('\n', at)) {
    if (space < at) space = indexOf(text, ' ', at);
    LINE.lastIndex = at;
    // Few lines in Chinese have a space: to look for a verb before one takes longer than to see that there is none.
    const { 0: all = '', 1: before = '', 2: verb = '' } = (space - at > REACH ? null : LINE.exec(text)) ?? [];
    if (isOrder(text, at + all.length, verb) && (before.trim() !== '' || CAPITAL.test(verb) || !isWrapped(text, at))) {
      opened += `${text.slice(from, at)}${before}] ${verb}`;
      from = at + all.length;
    }
    if (next < 0) break;
    at = next + 1;
  }
  return from === 0 ? text : opened + text.slice(from);
}
const HAS_CELLS = /\S(?: {2}|\t)\S/;

/** A cell of a table that is printed by spaces begins as a line does: `Leak   Anna   order "a pump" from V-7`. */
const withCellsOpened = (text: string): string =>
  text.replace(CELL, (all, gap: string, verb: string, at: number) =>
    isOrder(text, at + all.length, verb, CELL_OBJECT) ? `${gap}] ${verb}` : all,
  );
const CELL = new RegExp(`(?<=\\S)( {2,}|\\t)${WORD}`, 'gu');
/** In a cell, nothing but an order has a verb before what is quoted. */
const CELL_OBJECT = new RegExp(`${OBJECT.source}|^ {1,3}["„“«]`, 'iu');
const CAPITAL = /^\p{Lu}/u;
/** Behind no more than twelve marks, twenty letters and a few signs stands a space, be each of them two units. */
const REACH = 80;

function indexOf(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}

/** Whether the line before may only go on in this one: the next word had no room there, or it ends as no sentence does. */
function isWrapped(text: string, at: number): boolean {
  const [line = ''] = BEFORE.exec(text.slice(Math.max(0, at - WIDE - 1), at)) ?? [];
  return line.length > WIDE || UNENDED.test(line);
}
const BEFORE = /[^\n]*\n$/;
/** Nobody wraps lines sooner. */
const WIDE = 50;
const UNENDED =
  /(?:,|(?:^|\s)(?:i|we|you|they|who|that|which|to|and|or|not|will|would|can|could|may|might|must|should|shall|do|does|did|the|an?))\s*$/i;

/** The same for orders behind a label or a mark within a plain sentence. */
export function withMarksOpened(text: string): string {
  const labelled = HAS_LABEL.test(text) ? text.replace(LABEL, '$&]') : text;
  if (!HAS_MARK.test(labelled)) return labelled;
  return labelled.replace(MARK, (all, verb: string, at: number) =>
    isOrder(labelled, at + all.length, verb) ? `${all.slice(0, all.lastIndexOf(verb))}] ${verb}` : all,
  );
}

/** Whether a word is a verb for what can be done, in a form of which orders are: `do pay it`, and not `do payments clear`. */
export const isUrged = (verb: string): boolean => !ENDED.test(verb) && isDone(verb);
export const isDone = (verb: string): boolean => ORDERING.has(verb) || actsOf(verb).length > 0;
const ENDED = /(?:[^s]s|ed|ing|ung|tion|sion|ment)$/;

/** `Cancel your booking` alone is what a button says; who orders says more, or ends with a stop. */
function isOrder(text: string, end: number, verb: string, object = OBJECT): boolean {
  if (!isUrged(verb.toLowerCase())) return false;
  const rest = text.slice(end, end + SOON);
  return object.test(rest) && MORE.test(rest);
}
const MORE = /^ +\S+(?:(?: +\S+){2}|[^.!\n]{1,60}[.!](?:\s|$))/;
const SOON = 160;
