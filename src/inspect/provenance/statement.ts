import type { Call } from '../../model/call.ts';
import type { Figure } from '../../model/view.ts';
import type { Argument } from './arguments.ts';

/** What a statement changes, and where: `insert into visits (guest_id, …`. */
const CHANGES =
  /(?:^|;)\s{0,20}(insert\s{1,9}into|replace\s{1,9}into|update|delete\s{1,9}from|alter\s{1,9}table|drop\s{1,9}table|truncate(?:\s{1,9}table)?)\s{1,9}(["`\w.]{1,120})(?:\s{0,9}\(([\w\s,"`]{1,400})\))?/gi;
/** One word without a sign stands in any text. */
const NAME = /[_\d]/;
const MOST = 8;

/** What stands in a statement: a string, a name in quotes, a comment, or a word. */
const TOKEN = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[^*]*\*\/|[\w$.]+/g;
const NUMBER = /^\d+(?:\.\d+)?$/;
/** Between a column and the value that it is set to, or has. */
const IS = /^\s{0,9}=\s{0,9}$/;
/** How much of a statement is searched for values, and how many are taken. */
const LONGEST = 32_768;
const MOST_VALUES = 32;

/** By what a text may ask for a call that runs a statement. */
interface Stating {
  /** What it does. */
  readonly acts: readonly string[];
  /** The names of what that is done to. */
  readonly names: readonly string[];
  /** What it is done with, and numbers with the columns that they are for. */
  readonly values: readonly string[];
  readonly figures: readonly Figure[];
}

const NOTHING: Stating = Object.freeze({
  acts: Object.freeze([]),
  names: Object.freeze([]),
  values: Object.freeze([]),
  figures: Object.freeze([]),
});

/** What statements do, as far as their first words tell: a tool that runs any is named after none. */
export function statementsIn({ tool }: Call, given: readonly Pick<Argument, 'text'>[]): Stating {
  if (!tool.powers.includes('execute')) return NOTHING;
  const acts = new Set<string>();
  const names = new Set<string>();
  const values = new Set<string>();
  const figures: Figure[] = [];
  for (const { text } of given) {
    let left = MOST;
    for (const { 1: verb = '', 2: place = '', 3: columns = '' } of text.matchAll(CHANGES)) {
      if (left-- <= 0) break;
      acts.add((verb.split(/\s/, 1)[0] ?? '').toLowerCase());
      for (const name of [place.slice(place.lastIndexOf('.') + 1), ...columns.split(',')]) {
        const plain = name.replace(/["`\s]/g, '').toLowerCase();
        if (NAME.test(plain)) names.add(plain);
      }
    }
    if (left < MOST) takeValues(text.slice(0, LONGEST), values, figures);
  }
  return { acts: [...acts], names: [...names], values: [...values], figures };
}

/** Takes what other tools are given as arguments: `set balance = 500 where id = 9981` has two values. */
function takeValues(text: string, values: Set<string>, figures: Figure[]): void {
  let column = '';
  let end = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    const name = IS.test(text.slice(end, index)) ? column : '';
    end = index + token.length;
    column = token
      .slice(token.lastIndexOf('.') + 1)
      .replaceAll('"', '')
      .toLowerCase();
    // In double quotes some databases have strings and others names: what a column is set to is no name.
    const isText = token.startsWith("'") || (token.startsWith('"') && name !== '');
    const value = isText ? token.slice(1, -1).replaceAll("''", "'") : token;
    if ((!isText && !NUMBER.test(value)) || value.trim() === '') continue;
    if (values.size >= MOST_VALUES) return;
    values.add(value);
    if (!isText && name !== '') figures.push([name, value]);
  }
}
