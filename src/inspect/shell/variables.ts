import { EVERYTHING } from './words.ts';

/** What a variable holds: one word, or those of a list. */
export type Words = readonly string[];

/** The longest value that is kept; a longer one is unknown. `A=$A$A` doubles with every line. */
export const LONGEST_VALUE = 1_024;
/** A variable may have one of several values, after a branch or in a loop; with more of them it is unknown. */
export const MOST_VALUES = 32;
const MOST_NAMES = 1_000;
const MOST_LINKS = 20;

/** Whether a path does not depend on the folder it is read in; one that begins with a variable may not either. */
const isFixed = (path: string): boolean => /^(?:[/~$\ue000]|[a-z]:)/i.test(path);
const plain = (path: string): string => path.replace(/^(?:\.\/+)+/, '').replace(/(?<=.)\/+$/, '');

/** Going up leads back to where one came from, whatever a folder is linked to. */
function climbed(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    const last = steps.at(-1);
    if (step === '..' && last !== undefined && !/^(?:|~.*|\.\.)$/.test(last)) steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** What is known at one place of a script: values of variables, the folder, and other names of folders and files. */
export class Variables {
  readonly #values: Map<string, readonly Words[]>;
  readonly #links: Map<string, string>;
  /** Names that stand for another: `declare -n`. */
  readonly #names: Map<string, string>;
  /** The folder that commands stand in, from where the script starts unless it is absolute; undefined where it is not known. */
  folder: string | undefined = '';

  constructor(from?: Variables) {
    this.#values = new Map(from === undefined ? [] : from.#values);
    this.#links = new Map(from === undefined ? [] : from.#links);
    this.#names = new Map(from === undefined ? [] : from.#names);
    if (from !== undefined) this.folder = from.folder;
  }

  /** How much a copy takes. */
  get size(): number {
    return this.#values.size + this.#links.size;
  }

  /** The values that a variable may have; undefined where nothing is known of it. */
  valuesOf(name: string): readonly Words[] | undefined {
    return this.#values.get(this.#names.get(name) ?? name);
  }

  /** From now on a name stands for another variable. */
  refer(name: string, to: string): void {
    if (this.#names.size < MOST_LINKS) this.#names.set(name, this.#names.get(to) ?? to);
  }

  set(written: string, values: readonly Words[]): void {
    const name = this.#names.get(written) ?? written;
    const isKept =
      values.length > 0 &&
      values.length <= MOST_VALUES &&
      values.every((words) => words.reduce((sum, word) => sum + word.length, 0) <= LONGEST_VALUE) &&
      (this.#values.size < MOST_NAMES || this.#values.has(name));
    if (isKept) this.#values.set(name, values);
    else this.#values.delete(name);
  }

  forget(name: string): void {
    this.#values.delete(this.#names.get(name) ?? name);
  }

  /** Goes to a folder: `cd`. Where it leads is unknown if it begins at an unknown place, or goes above the start. */
  go(to: string | undefined): void {
    const place = to === undefined || to === '-' ? undefined : this.placeOf(to, true);
    const path = place === undefined ? '' : climbed(place);
    const isKnown = /^[/~]/.test(path) || (this.folder !== undefined && !isFixed(path) && !path.startsWith('..'));
    this.folder = place !== undefined && isKnown && path.length <= LONGEST_VALUE ? path : undefined;
  }

  /** Notes that `name` leads to what `path` names: a link, or something moved. */
  link(name: string, path: string): void {
    if (this.#links.size < MOST_LINKS) this.#links.set(this.#from(plain(name)), this.#from(plain(path)));
  }

  /** A path from where it begins, links in it followed; the last step's only `through` it, as a write does and `rm` does not. */
  placeOf(path: string, through: boolean): string {
    let place = this.#from(plain(path));
    for (let round = 0; round < 3; round++) {
      const found = [...this.#links].find(([name]) => place.startsWith(`${name}/`) || (through && place === name));
      if (found === undefined) break;
      place = found[1] + place.slice(found[0].length);
    }
    return place;
  }

  #from(path: string): string {
    if (this.folder === undefined || this.folder === '' || isFixed(path)) return path;
    if (path === '.' || path === '') return this.folder;
    const place = `${this.folder.replace(/\/$/, '')}/${path}`;
    // Where a link may lie in between, going up leads elsewhere, too; what must not be touched is named all the same.
    const top = /(?:^|\/)\.\.$/.test(path) ? climbed(place) || '.' : place;
    return EVERYTHING.test(top) ? top : place;
  }

  /** What may be so after either of two ways: a variable may have the values of both. */
  join(other: Variables): void {
    for (const [name, values] of other.#values) {
      const own = this.#values.get(name);
      if (own === values) continue;
      const all = new Map([...(own ?? []), ...values].map((words) => [words.join('\0'), words]));
      this.set(name, [...all.values()]);
    }
    for (const [name, to] of other.#names) if (!this.#names.has(name)) this.#names.set(name, to);
    for (const [name, path] of other.#links) if (!this.#links.has(name)) this.#links.set(name, path);
    this.folder ||= other.folder;
  }
}
