import type { Listing } from '../model/upstreams.ts';

/** Clients put instructions before every conversation: they must stay short, whatever the servers say. */
const MAX_EACH = 2_000;
const MAX_ALL = 12_000;

/** What servers say of themselves, each under its name and quoted line by line, so that it cannot pass for our words. '' where none says anything. */
export function unionInstructions(listings: readonly Listing[]): string {
  let all = '';
  let left = 0;
  for (const { upstream, instructions } of listings) {
    const text = instructions?.trim() ?? '';
    if (text === '') continue;
    const cut = text.length > MAX_EACH ? `${text.slice(0, MAX_EACH)} …` : text;
    const part = `${all === '' ? '' : '\n\n'}## ${upstream}\n${cut.replace(/^/gm, '> ')}`;
    if (all.length + part.length > MAX_ALL) left++;
    else all += part;
  }
  return left === 0 ? all : `${all}\n\n(Instructions of ${left} more servers are left out for length.)`;
}
