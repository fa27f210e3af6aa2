import { endOf, isApart, Line, type Names } from './outline-line.ts';

/** The lines of one block: where each begins, and its name; undefined for an item, and for a line without a name. */
interface Block {
  readonly starts: number[];
  readonly names: (string | undefined)[];
  /** Which line follows the last running text. */
  below: number;
}

/**
 * Where the lines begin that give values below a running text: `URL: …` below `Description: …`. A printer does not mark where
 * that text ends, so every block must say the same: each begins as the first does, each ends with the same names, and has each
 * of them once. Whoever wrote one of the texts can spoil that, or print whole records, but put nothing into their own. `from`:
 * where the first block begins. Looks at each line twice at most.
 */
export function tailsOf(text: string, from: number, names: Names): ReadonlySet<number> {
  let head: string | undefined;
  let common: readonly string[] | undefined;
  let count = 0;
  for (const block of blocksIn(text, from, names)) {
    head ??= block.names[0];
    const ends = endsOf(block);
    common = common === undefined ? ends : sharedEnd(common, ends);
    if (head === undefined || block.names[0] !== head || common.length === 0) return NONE;
    count++;
  }
  if (count < 2) return NONE;
  const wanted = new Set<string | undefined>(common);
  const tails = new Set<number>();
  for (const { starts, names: told } of blocksIn(text, from, names)) {
    const before = tails.size;
    for (const [i, name] of told.entries()) if (wanted.has(name)) tails.add(starts[i] as number);
    if (tails.size - before !== wanted.size) return NONE;
  }
  return tails;
}

const NONE: ReadonlySet<number> = new Set();

/** What stands between empty lines or rules. */
function* blocksIn(text: string, from: number, names: Names): Generator<Block> {
  const line = new Line();
  let block: Block | undefined;
  for (let start = from; start < text.length; ) {
    const end = endOf(text, start);
    if (isApart(text, start, end)) {
      if (block !== undefined) yield block;
      block = undefined;
    } else {
      block ??= { starts: [], names: [], below: 0 };
      const { name, isItem } = line.read(text, start, end, names);
      block.starts.push(start);
      const count = block.names.push(isItem ? undefined : name?.plain);
      if (name?.isRunning === true) block.below = count;
    }
    start = end + 1;
  }
  if (block !== undefined) yield block;
}

/** The names with which a block ends, below its running text. */
function endsOf({ names, below }: Block): readonly string[] {
  const ends: string[] = [];
  for (let i = names.length - 1; i >= below; i--) {
    const name = names[i];
    if (name === undefined) break;
    ends.push(name);
  }
  return below === 0 ? [] : ends.reverse();
}

function sharedEnd(one: readonly string[], other: readonly string[]): readonly string[] {
  let same = 0;
  while (same < one.length && same < other.length && one.at(-1 - same) === other.at(-1 - same)) same++;
  return one.slice(one.length - same);
}
