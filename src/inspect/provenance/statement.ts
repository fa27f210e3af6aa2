import type { Call } from '../../model/call.ts';
import type { Argument } from './arguments.ts';

/** What a statement changes, and where: `insert into visits (guest_id, …`. */
const CHANGES =
  /(?:^|;)\s{0,20}(insert\s{1,9}into|replace\s{1,9}into|update|delete\s{1,9}from|alter\s{1,9}table|drop\s{1,9}table|truncate(?:\s{1,9}table)?)\s{1,9}(["`\w.]{1,120})(?:\s{0,9}\(([\w\s,"`]{1,400})\))?/gi;
/** One word without a sign stands in any text. */
const NAME = /[_\d]/;
const MOST = 8;

/** By what a text may ask for a call that runs a statement: what that does, and the names of what it is done to. */
interface Stating {
  readonly acts: readonly string[];
  readonly names: readonly string[];
}

const NOTHING: Stating = Object.freeze({ acts: Object.freeze([]), names: Object.freeze([]) });

/** What statements do, as far as their first words tell: a tool that runs any is named after none. */
export function statementsIn({ tool }: Call, given: readonly Pick<Argument, 'text'>[]): Stating {
  if (!tool.powers.includes('execute')) return NOTHING;
  const acts = new Set<string>();
  const names = new Set<string>();
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
  }
  return { acts: [...acts], names: [...names] };
}
