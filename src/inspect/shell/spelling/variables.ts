import { EVERYTHING } from '../words.ts';
import { SOMETHING, START } from './expansion.ts';

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
const FROM_START = /^\ue000\$\{?PWD\}?\ue001(?:\/|$)/;
const plain = (path: string): string => path.replace(/^(?:\.\/+)+/, '').replace(/(?<=.)\/+$/, '');

/** Going up leads back to where one came from, whatever a folder is linked to. */
function climbed(path: string): string {
  const steps: string[] = [];
  for (const step of path.split('/')) {
    const last = steps.at(-1);
    if (step === '..' && last !== undefined && !/^(?:|~.*|\.\.|.*\ue001)$/.test(last)) steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** Whether a folder may lie outside of that which the script begins in. */
const isAway = (folder: string): boolean => isFixed(folder) || /^\.\.(?:\/|$)/.test(folder);

/** What is known at one place of a script: values of variables, the folder, and other names of folders and files. */
export class Variables {
  readonly #values: Map<string, readonly Words[]>;
  readonly #links: Map<string, string>;
  /** Names that stand for another: `declare -n`. */
  readonly #names: Map<string, string>;
  /** The folder that commands stand in, from where the script starts unless it is absolute, or begins somewhere unknown. */
  folder = '';
  /** Those that `popd` goes back to. */
  #stack: readonly string[] = [];
  /** Where `cd -` goes. */
  #before = SOMETHING;

  constructor(from?: Variables) {
    this.#values = new Map(from === undefined ? [] : from.#values);
    this.#links = new Map(from === undefined ? [] : from.#links);
    this.#names = new Map(from === undefined ? [] : from.#names);
    if (from !== undefined) [this.folder, this.#stack, this.#before] = [from.folder, from.#stack, from.#before];
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
    else this.forget(name);
  }

  forget(name: string): void {
    const own = this.#names.get(name) ?? name;
    // Else it would be the folder that the shell stands in.
    if (own === 'PWD') this.#values.set(own, [[SOMETHING]]);
    else this.#values.delete(own);
  }

  /** Goes to a folder: `cd`. */
  go(to: string): void {
    const place = FROM_START.test(to) ? to.replace(FROM_START, '') : this.placeOf(to, true);
    const path = climbed(place);
    this.#stand(path.length <= LONGEST_VALUE ? path : SOMETHING);
  }

  /** `pushd` */
  goFor(to: string): void {
    this.#stack = [...this.#stack.slice(-MOST_LINKS), this.folder];
    this.go(to);
  }

  /** `popd` */
  goBack(): void {
    this.#stand(this.#stack.at(-1) ?? SOMETHING);
    this.#stack = this.#stack.slice(0, -1);
  }

  /** `cd -` */
  goBefore(): void {
    this.#stand(this.#before);
  }

  #stand(folder: string): void {
    [this.folder, this.#before] = [folder, this.folder];
  }

  /** Whether the script may stand outside of the folder that it began in. */
  get isAway(): boolean {
    return isAway(this.folder);
  }

  /** The folder as a path that holds wherever the script goes. */
  get standing(): string {
    if (this.folder === '') return START;
    return isFixed(this.folder) ? this.folder : `${START}/${this.folder}`;
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
    if (this.folder === '' || isFixed(path)) return path;
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
    if (this.folder === '' || isAway(other.folder)) this.folder = other.folder;
    if (this.#stack.length !== other.#stack.length) this.#stack = [];
    if (this.#before !== other.#before) this.#before = SOMETHING;
  }
}
