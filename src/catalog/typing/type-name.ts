import { latinName } from '../../model/text/latin.ts';

/** Names types after servers and tools, as far as letters and digits go, and no two the same. */
export function openTypeNames(): (...words: readonly string[]) => string {
  const taken = new Set<string>();
  return (...words) => {
    const bare = words.map(pascal).join('');
    const base = /^[A-Z]/.test(bare) ? bare : `Tool${bare}`;
    let name = base;
    for (let i = 2; taken.has(name); i++) name = `${base}X${i}`;
    taken.add(name);
    return name;
  };
}

/** Capitalises a letter after a digit, as the tool that makes types of schemas does. */
const pascal = (word: string): string =>
  latinName(word)
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.replace(/^[a-z]|\d[a-z]/g, (found) => found.toUpperCase()))
    .join('');
