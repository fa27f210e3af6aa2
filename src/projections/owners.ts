/** What stands between a name and an address, and up to four words before it. All of it in plain form. */
const BEHIND_NAME = /(?<![\p{L}\p{N}])((?:[\p{L}.’'-]{1,31} ){1,3}[\p{L}’'-]{2,31})(?:, | [–/-] |: | ?[(<])$/u;
/** Before a family name alone. */
const TITLE = /^(?:mr|mrs|ms|miss|mme|mlle|dr|prof|herr|frau|sra?|sig|signora)$/;
const SHORTEST_NAME = 3;
const LONGEST_NAME = 100;

/**
 * Whether an address stands directly behind the name that it spells, once in a text that has it: `… by Ann Lee (a.lee@…)`. Who
 * writes so says whose it is. Another address behind a name is another thing: `Ann Lee (x33@…)`.
 */
export function isOwners(text: string, address: string): boolean {
  const start = text.indexOf(address);
  const name = BEHIND_NAME.exec(text.slice(Math.max(0, start - LONGEST_NAME), Math.max(0, start)))?.[1];
  const at = address.indexOf('@');
  if (name === undefined || at < 0) return false;
  return isSpelled(name.split(' ').map(lettersOf), lettersOf(address.slice(0, at)), lettersOf(address.slice(at)));
}

/** Whether a mailbox is called by one person's names alone: `a.lee`, `ann.lee`, `lee`, or `ann` in a house of that name. */
function isSpelled(words: readonly string[], local: string, house: string): boolean {
  const family = words.at(-1) ?? '';
  const others = words.slice(0, -1).filter((word) => word !== '');
  const isLong = family.length >= SHORTEST_NAME;
  if (!local.includes(family)) return isLong && others.includes(local) && house.includes(family);
  const rest = local.replace(family, '');
  if (others.includes(rest)) return true;
  if (!isLong) return false;
  return others.some((word) => word.startsWith(rest)) || (rest.length === 1 && others.some((word) => TITLE.test(word)));
}

/** Letters alone, without marks, in lower case. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase();
