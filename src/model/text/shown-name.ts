import { UNSHOWN } from './unshown.ts';

/** A longer one is cut: what it names is in the record. */
const MOST = 80;
const PLAIN = /^[\w./:-]{0,80}$/;
/** What names are made of. Spaces, quotes and line breaks are not: with them a name becomes a sentence. */
const OTHER = /[^\p{L}\p{M}\p{N}_./:@#+%~=&?$-]+/gu;

/**
 * A name that a server chose (a tool's, an address's, a member's) in a sentence of ours. People decide by these sentences,
 * and models follow them: nobody else may write a part of one.
 */
export function shownName(name: string): string {
  if (PLAIN.test(name)) return name;
  const letters = [...name.replace(UNSHOWN, '').replace(OTHER, '-')];
  return letters.length > MOST ? `${letters.slice(0, MOST - 1).join('')}…` : letters.join('');
}
