import type { Listing } from '../model/upstreams.ts';

/** Clients put instructions before every conversation, so they must stay short, however much servers say. */
const LONGEST_EACH = 2_000;
const LONGEST_ALL = 12_000;

/** What servers say of themselves, under their names and quoted line by line, so that it cannot pass for our words. */
export function unionInstructions(listings: readonly Listing[]): string {
  let all = '';
  let left = 0;
  for (const { upstream, instructions } of listings) {
    const text = instructions?.trim() ?? '';
    if (text === '') continue;
    const cut = text.length > LONGEST_EACH ? `${text.slice(0, LONGEST_EACH)} …` : text;
    const part = `${all === '' ? '' : '\n\n'}## ${upstream}\n${cut.replace(/^/gm, '> ')}`;
    if (all.length + part.length > LONGEST_ALL) left++;
    else all += part;
  }
  return left === 0 ? all : `${all}\n\n(Instructions of ${left} more servers are left out for length.)`;
}
