import { LONGEST } from '../length.ts';
import { plainFile } from './feed.ts';

/** What kind of program reads a text, where that decides what it means. */
export type Reader = 'shell' | 'code' | 'javascript' | 'sql';
/** Copies of copies double what is held: a short line would fill the memory. */
const MOST_HELD = 8 * LONGEST;
/** Who runs a file. If that is done by its own name, its first line, or its ending, says by what. */
export type Runner = Reader | 'itself';

interface Written {
  readonly texts: Set<string>;
  readonly runBy: Set<Runner>;
}

/**
 * What a line writes to files, and by whom it runs them: whoever writes a script and starts it does what that says. In whatever
 * order the two stand, as a function stands before what calls it. Files of one name are the same one here, as the line may have
 * gone from folder to folder in between.
 */
export class Writings {
  /** Files that hold fetched content, and those that hold decoded content. */
  readonly fetched = new Set<string>();
  readonly decoded = new Set<string>();
  readonly #files = new Map<string, Written>();
  #held = 0;

  /** Notes a text that is written to a file, and says who ran that already, without it; undefined where more is held than is kept. */
  write(file: string, text: string): readonly Runner[] | undefined {
    const { texts, runBy } = this.#of(file);
    if (texts.has(text)) return [];
    if (this.#held + text.length > MOST_HELD) return undefined;
    this.#held += text.length;
    texts.add(text);
    return [...runBy];
  }

  /** Notes that a file is run, and says what was written to it before. */
  run(file: string, by: Runner): string {
    this.#of(file).runBy.add(by);
    return this.textOf(file);
  }

  textOf(file: string): string {
    return [...(this.#files.get(nameIn(file))?.texts ?? [])].join('\n');
  }

  #of(file: string): Written {
    const name = nameIn(file);
    const known = this.#files.get(name) ?? { texts: new Set(), runBy: new Set() };
    this.#files.set(name, known);
    return known;
  }
}

const nameIn = (file: string): string => /[^\\/]*$/.exec(plainFile(file))?.[0] ?? '';
