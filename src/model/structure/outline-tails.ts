import { mailboxOf } from '../entity/mailbox.ts';
import { endOf, isApart, Line, type Names } from './outline-line.ts';

/** Who wrote a record: what is from somebody is a letter or a comment, and one person may write all that are printed. */
const WRITER =
  /^(?:from|sender|sent by|author|user|username|owner|by|posted by|created by|reporter|submitter|reply to|reply-to)$/;
/** A value that can be nothing but an address on the web. */
const ADDRESS = /^<?https?:\/\/[^\s<>]{1,2000}>?$/i;

const MAIL = /^<?[^\s@<>]{1,64}@[^\s@<>]{1,255}>?$/;

/** The lines of one block: where each begins, and its name; undefined for an item, and for a line without a name. */
interface Block {
  readonly starts: number[];
  readonly names: (string | undefined)[];
  readonly isAddress: boolean[];
  /** Whether it says of whom it is. */
  isOfSomebody: boolean;
  /** Which line follows the last running text. */
  below: number;
}

/**
 * Where the lines begin that give the address of what is told above them: `URL: …` below `Description: …`. A printer does not
 * mark where that text ends, so every block must say the same: each begins as the first does, each ends with the same names,
 * and has each of them once. Whoever wrote one of the texts can spoil that, or print whole records, but put nothing into their
 * own. Whoever wrote all of them could: an account, or a place in a letter, stays words. `from`: where the first block begins.
 * Looks at each line twice at most.
 */
export function tailsOf(text: string, from: number, names: Names): ReadonlySet<number> {
  let head: string | undefined;
  let common: readonly string[] | undefined;
  let count = 0;
  for (const block of blocksIn(text, from, names)) {
    head ??= block.names[0];
    const ends = endsOf(block);
    common = common === undefined ? ends : sharedEnd(common, ends);
    if (head === undefined || block.names[0] !== head || block.isOfSomebody || common.length === 0) return NONE;
    count++;
  }
  if (count < 2 || common?.some((name) => WRITER.test(name)) === true) return NONE;
  const wanted = new Set<string | undefined>(common);
  const tails = new Set<number>();
  for (const { starts, names: told, isAddress } of blocksIn(text, from, names)) {
    let found = 0;
    for (const [i, name] of told.entries()) {
      if (!wanted.has(name)) continue;
      found++;
      if (isAddress[i] === true) tails.add(starts[i] as number);
    }
    if (found !== wanted.size) return NONE;
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
      block ??= { starts: [], names: [], isAddress: [], isOfSomebody: false, below: 0 };
      const { name, isItem, from: at } = line.read(text, start, end, names);
      const value = text.slice(at, end).trim();
      block.starts.push(start);
      const count = block.names.push(isItem ? undefined : name?.plain);
      block.isAddress.push(ADDRESS.test(value));
      if (block.below === 0 && name !== undefined)
        block.isOfSomebody ||= WRITER.test(name.plain) || MAIL.test(value) || mailboxOf(value) !== undefined;
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
