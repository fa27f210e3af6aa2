import { messageOf } from '../../model/caught.ts';
import type { Path } from '../../model/complaint.ts';
import type { Json } from '../../model/json.ts';

/** A client's file, read. */
export interface Parsed {
  readonly value: Json;
  /** Where the key or item at a path begins in the text; undefined where nothing stands there. */
  readonly offsetOf: (path: Path) => number | undefined;
  /** Keys that stand twice in the same object: what a client makes of them is anybody's guess. */
  readonly doubles: readonly Path[];
}

/** A file that cannot be read, and where it stops making sense. */
export interface Broken {
  readonly offset: number;
  readonly what: string;
}

/** Takes entries out of a set of servers and puts others in their place; all else in the file stays as it is written. */
export interface Edit {
  /** Where the set stands. */
  readonly key: Path;
  /** At least one. Names, or the numbers of items of a list. */
  readonly remove: readonly (string | number)[];
  readonly put: readonly (readonly [name: string, value: Json])[];
}

/** Throws nothing: a text of whatever kind is parsed or broken. */
export type Read = (text: string) => Parsed | Broken;

export const isBroken = (read: Parsed | Broken): read is Broken => 'what' in read;

/** What a parser threw, as what is wrong with the text. */
export const brokenBy = (error: unknown, offset: number): Broken => ({
  offset,
  // Deep nesting overflows a parser's stack.
  what: error instanceof RangeError ? 'nests too deep to be read' : messageOf(error),
});
