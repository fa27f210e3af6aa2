import { countOf } from '../../model/count.ts';
import type { Screen } from '../screen.ts';

/** The exit code of a command that could read only a part of what it was asked for. */
export const PARTLY = 3;

/** So many are named. */
const MOST_NAMED = 3;

/** The chains that a command has to leave out, since a later version of Sallyport wrote them. */
export class LaterChains {
  readonly #writers = new Set<string>();
  #told = 0;

  readonly hear = (writer: string): void => {
    this.#writers.add(writer);
  };

  /** Which these are and what to do; undefined where there is none. */
  get text(): string | undefined {
    return laterText([...this.#writers]);
  }

  /** Says so on stderr, once. Returns the exit code: another than 0 where something was left out. */
  tell(screen: Pick<Screen, 'err'>): number {
    if (this.text === undefined) return 0;
    if (this.#told < this.#writers.size) screen.err(`sallyport: ${this.text}`);
    this.#told = this.#writers.size;
    return PARTLY;
  }
}

export function laterText(writers: readonly string[]): string | undefined {
  if (writers.length === 0) return undefined;
  const named = writers.slice(0, MOST_NAMED).join(', ');
  const more = writers.length > MOST_NAMED ? ` and ${writers.length - MOST_NAMED} more` : '';
  const them = writers.length === 1 ? 'it' : 'them';
  return `not read: ${countOf(writers.length, 'chain')} of the record that a later version of Sallyport wrote (${named}${more}); update this one to read ${them}`;
}
