import type { Listing } from '../model/upstreams.ts';

/** Clients put instructions before every conversation: they must stay short, whatever the servers say. */
const MAX_EACH = 2_000;
const MAX_ALL = 12_000;

const OWN = `Sallyport stands in front of the servers below. Each call is judged before it reaches one. A call may be refused: the answer says by which rule and what to do instead. A call may be held for a person: the answer has an id; when it has been approved, call sallyport__resume with that id rather than sending the call again.`;

/** What the model is told of the union: our own words, then each server's under its name, quoted line by line so that it cannot pass for ours. */
export function unionInstructions(listings: readonly Listing[]): string {
  let all = OWN;
  let left = 0;
  for (const { upstream, instructions } of listings) {
    const text = instructions?.trim() ?? '';
    if (text === '') continue;
    const cut = text.length > MAX_EACH ? `${text.slice(0, MAX_EACH)} …` : text;
    const part = `\n\n## ${upstream}\n${cut.replace(/^/gm, '> ')}`;
    if (all.length + part.length > MAX_ALL) left++;
    else all += part;
  }
  return left === 0 ? all : `${all}\n\n(Instructions of ${left} more servers are left out for length.)`;
}
