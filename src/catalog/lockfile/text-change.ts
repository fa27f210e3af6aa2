import { type Change, quoted } from './change.ts';

/** What changed in a text for people and models. `name` is what it is called: "the description". */
export function textChange(name: string, before: string | undefined, after: string | undefined): Change[] {
  if (before === after) return [];
  if (before === undefined || before === '') return [{ grade: 'low', says: `${name} is new: ${quoted(after ?? '')}` }];
  if (after === undefined || after === '') return [{ grade: 'low', says: `${name} is gone; it was ${quoted(before)}` }];
  if (spaced(before) === spaced(after)) return [{ grade: 'none', says: `${name} is spaced otherwise` }];
  const addresses = addressesIn(after).filter((each) => !before.includes(each));
  const reaches = addresses.map((each): Change => ({ grade: 'medium', says: `${name} now names ${quoted(each)}` }));
  return [rewording(name, spaced(before), spaced(after)), ...reaches];
}

function rewording(name: string, before: string, after: string): Change {
  if (after.startsWith(before)) return { grade: 'low', says: `${name} goes on: ${quoted(after.slice(before.length))}` };
  if (before.startsWith(after))
    return { grade: 'low', says: `${name} ends earlier, without ${quoted(before.slice(after.length))}` };
  const [old, now] = [wordsIn(before), wordsIn(after)];
  const shared = now.filter((word) => old.includes(word)).length;
  // A different text is about something else, however similar its arguments are.
  const isAnew = shared < Math.max(old.length, now.length) * 0.3;
  const [was, is] = differing(before, after);
  if (isAnew) return { grade: 'medium', says: `${name} was written anew: ${quoted(after)}; it was ${quoted(before)}` };
  return { grade: 'low', says: `${name} was reworded: ${quoted(is)} where it said ${quoted(was)}` };
}

const spaced = (text: string): string => text.replace(/\s+/g, ' ').trim();
const wordsIn = (text: string): string[] =>
  text
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 400) ?? [];
/** Where a text points to: sites, pages of applications, people. */
export const addressesIn = (text: string): string[] =>
  text.match(/\b(?:(?:https?|wss?|ui):\/\/[^\s"'<>)\]]{3,200}|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)/g)?.slice(0, 5) ?? [];

/** The differing parts of two texts, widened to whole words, without what is the same before and after. */
function differing(a: string, b: string): [string, string] {
  const shortest = Math.min(a.length, b.length);
  let start = 0;
  while (start < shortest && a[start] === b[start]) start++;
  let end = 0;
  while (end < shortest - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const from = Math.max(0, a.lastIndexOf(' ', start - 1) + 1);
  const tail = a.slice(a.length - end);
  const word = tail.search(/\s/);
  const back = word < 0 ? 0 : end - word;
  return [a.slice(from, a.length - back), b.slice(from, b.length - back)];
}
