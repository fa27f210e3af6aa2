/** Pairs of ASCII characters: 1 for each pair that something begins with. */
export type Pairs = Uint8Array;

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** A single character, a character class or an escape. */
const ATOM = /^(?:\[[^\]]*\]|\\.|[^\\[\](){}?*+|])/;

/**
 * The pairs of characters with which a match of one of these regular expression sources can begin. Sources may contain
 * literal characters, classes and groups of alternatives, which is how token leads are written. Looking up a pair is
 * fast, and few pairs of a text are in the table.
 */
export function pairsOf(sources: readonly string[]): Pairs {
  const pairs = new Uint8Array(128 * 128);
  for (const source of sources)
    for (const [atom, rest] of beginnings(source))
      for (const next of followers(atom, rest))
        for (const one of signsOf(atom)) for (const other of signsOf(next)) pairs[indexOf(one, other)] = 1;
  return pairs;
}

/** Atoms that may follow the first: the same atom if it repeats, and the next one if it need not repeat. */
function followers(atom: string, rest: string): string[] {
  const repeated = /^\{(\d+)[^}]*\}/.exec(rest);
  if (repeated === null) return beginnings(rest).map(([next]) => next);
  const [whole, least] = repeated;
  return least === '1' ? [atom, ...followers(atom, rest.slice(whole.length))] : [atom];
}

const indexOf = (one: string, other: string): number => one.charCodeAt(0) * 128 + other.charCodeAt(0);

/** Whether two UTF-16 units form one of the pairs. */
export const hasPair = (pairs: Pairs, one: number, other: number): boolean =>
  one < 128 && other < 128 && pairs[one * 128 + other] === 1;

/** Most atoms are a letter, and 128 expressions for each would be a fiftieth of a start. */
function signsOf(atom: string): string[] {
  if (/^\w$/.test(atom)) return [atom];
  const pattern = new RegExp(`^${atom}$`);
  return ASCII.filter((sign) => pattern.test(sign));
}

/** Every atom that a source can begin with, each with the source of what follows it. */
function beginnings(source: string): [atom: string, rest: string][] {
  if (source.startsWith('(?:')) {
    const { alternatives, rest } = groupOf(source);
    return alternatives.flatMap((one) => beginnings(one + rest));
  }
  const atom = ATOM.exec(source)?.[0];
  if (atom === undefined) throw new Error(`${source} does not begin with signs that can be told`);
  return [[atom, source.slice(atom.length)]];
}

/** The alternatives in the group that a source begins with. */
function groupOf(source: string): { alternatives: string[]; rest: string } {
  const alternatives: string[] = [];
  let from = 3;
  let depth = 0;
  for (let at = 0; at < source.length; at++) {
    const sign = source[at];
    if (sign === '\\') at++;
    else if (sign === '(') depth++;
    else if ((sign === '|' && depth === 1) || (sign === ')' && --depth === 0)) {
      alternatives.push(source.slice(from, at));
      from = at + 1;
      if (depth === 0) return { alternatives, rest: source.slice(from) };
    }
  }
  throw new Error(`${source} has a group without an end`);
}
