import { leftovers } from '../commands/files.ts';
import { lackedBy } from '../commands/leftovers.ts';
import { type Feed, feedInside, plainFile } from './course/feed.ts';
import { Fetched } from './course/fetched.ts';
import { FORGETS, type Memory } from './course/history.ts';
import { Loops } from './course/loops.ts';
import { Moves } from './course/moves.ts';
import type { Reader, Writings } from './course/writings.ts';
import { type Deed, listed } from './deeds.ts';
import { type Origin, type Origins, originOf } from './powershell/origins.ts';
import { isInput } from './program.ts';

/** A script inside another: whether the same shell runs it, and what is known of its input. */
export interface Script {
  readonly text: string;
  readonly isOwn: boolean;
  readonly feed: Feed | undefined;
  readonly printed: string;
  readonly moves: Moves;
}

/** Where nobody knows. */
const ANYWHERE = '$unknown';
const OWN = /^\$\{?psscriptroot\}?(?:[\\/](?!.*\.\.)|$)/i;
const HERE = /^(?:\.|\$\{?pwd\}?)(?=[\\/]|$)[\\/]?/i;

/** A path without the steps that it goes back on, where it says so. */
function climbed(path: string): string {
  const steps: string[] = [];
  for (const step of path.split(/[\\/]/)) {
    if (step === '..' && steps.length > 1 && steps.at(-1) !== '') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('\\');
}

const MOST_LINKS = 20;
const MOST_GIVEN = 1_000;
const LONGEST_FOLDER = 300;
const IN_HOME = /^(?:~|(?:[a-z]:)?[\\/](?:users|home)[\\/][\w.-]{1,60})[\\/]/i;
/** What does not depend on the folder that it is read in. */
const FIXED = /^(?:[\\/~$%-]|\w+:)/i;

/** Where variables have their values from. */
class Held implements Origins {
  readonly #origins = new Map<string, Origin>();
  /** Those that were asked for and hold what is made again: what they are given later matters, where that comes round. */
  readonly #relied = new Set<string>();

  get(name: string): Origin | undefined {
    const origin = this.#origins.get(name);
    if (origin === 'made') this.#relied.add(name);
    return origin;
  }

  made(): readonly string[] {
    return [...this.#origins].flatMap(([name, origin]) => (origin === 'made' ? [name] : []));
  }

  /** Which of two values it has is not known: the worse one counts. Not kept is what was relied upon before. */
  give(name: string, origin: Origin | undefined, isAgain: boolean): { readonly isKept: boolean } {
    const wasMade = this.#origins.get(name) === 'made';
    const isMade = origin === 'made' && (wasMade || !isAgain);
    if (wasMade && !isMade) this.#origins.delete(name);
    const isKnown = origin !== undefined && (isMade || origin !== 'made');
    if (isKnown && this.#origins.size < MOST_GIVEN) this.#origins.set(name, origin);
    return { isKept: isMade || !this.#relied.has(name) };
  }
}

/** What is known of a script, as far as it has been read. */
export class Course {
  readonly deeds: Deed[] = [];
  readonly scripts: Script[] = [];
  readonly readers = new Set<Reader>();
  readonly fetched: Fetched;
  /** Files that it runs, and by whom. */
  readonly ran = new Set<string>();
  readonly variables = new Map<string, Feed>();
  /** Variables set to plain words, which may later be used as a command. */
  readonly literals = new Map<string, string>();
  /** Variables that a script for PowerShell gives a value, whatever it is. */
  readonly given = new Set<string>();
  /** Where such variables have their values from. */
  readonly origins = new Held();
  /** How often any was given one: what was found out about it before may not hold any more. */
  changes = 0;
  /** Where commands of PowerShell stand; undefined below where the script began. */
  folder: string | undefined;
  /** How far below where the script began that is, at least. */
  #depth = 0;
  readonly #before: [folder: string | undefined, depth: number][] = [];
  readonly loops = new Loops();
  readonly memory = new Set<Memory>();
  readonly links: string[] = [];
  /** Folders that go with all that is in them, each named from where the script begins. */
  readonly #lost = new Set<string>();
  /** Removals of such as are made again if others go as well, which may come later. */
  readonly #halves: { readonly deed: Deed; readonly lacked: readonly string[] }[] = [];
  #hasMoved = false;
  readonly isOwn: boolean;
  readonly feed: Feed | undefined;
  readonly moves: Moves;
  readonly isPowershell: boolean;

  /** Files that hold fetched content. */
  get files(): Set<string> {
    return this.fetched.files;
  }

  get writings(): Writings {
    return this.moves.writings;
  }

  /** Where the content of a file comes from, if that matters to whoever runs it. */
  feedOfFile(file: string): Feed | undefined {
    const name = plainFile(file);
    return this.files.has(name) ? 'fetched' : this.writings.decoded.has(name) ? 'decoded' : undefined;
  }

  /** Notes that such content goes to a file. */
  keep(feed: Feed, file: string): void {
    (feed === 'fetched' ? this.files : this.writings.decoded).add(plainFile(file));
  }

  constructor(isOwn: boolean, feed: Feed | undefined, moves = new Moves(), isPowershell = false) {
    this.isOwn = isOwn;
    this.feed = feed;
    this.moves = moves;
    this.isPowershell = isPowershell;
    this.fetched = new Fetched(moves.writings.fetched);
  }

  /** A script that is to be read as well; its own shell's only where that is said. */
  hand(text: string, { isOwn = false, feed, printed = '', moves = this.moves.inside() }: Partial<Script> = {}): void {
    this.scripts.push({ text, isOwn, feed, printed, moves });
  }

  /**
   * Clearing the history in another shell's memory changes nothing, unless it is then written to the history file. Which shell
   * it is is asked only then: going up from each of many nested commands takes long.
   */
  remember(memory: readonly Memory[], isShellsOwn: () => boolean): void {
    for (const one of memory) {
      if (one === 'clears' && this.isOwn && isShellsOwn()) this.deeds.push(FORGETS);
      this.memory.add(one);
    }
  }

  /** Notes that a variable of PowerShell has a value, and where from; of no value nothing is known. */
  give(name: string, value = ''): void {
    this.changes++;
    const { isKept } = this.origins.give(name, originOf(value, this.origins), this.given.has(name));
    if (!isKept) this.deeds.push(listed);
    if (this.given.size < MOST_GIVEN) this.given.add(name);
  }

  /** Any variable may have got another value: from a file that is read in, or by its name. */
  unsettle(): void {
    for (const name of this.origins.made()) this.give(name);
  }

  /** Whether commands of PowerShell stand elsewhere than in somebody's home, where projects are. */
  get isAway(): boolean {
    return this.folder !== undefined && !IN_HOME.test(this.folder);
  }

  /** A path from where it begins. */
  placeOf(written: string): string {
    const path = written.replace(/^\$(?:\{pwd\}|pwd)(?=[\\/])/i, '.');
    return this.folder === undefined || FIXED.test(path) ? written : `${this.folder}\\${path}`;
  }

  /** Goes to a folder of PowerShell: `cd`. Somewhere below where the script began, all is its own. */
  go(written: string): void {
    const to = written.replace(HERE, '');
    if (to === '') return;
    if (OWN.test(to)) [this.folder, this.#depth] = [undefined, 0];
    else if (this.folder === undefined && !FIXED.test(to)) this.#goFromStart(to);
    else {
      const place = climbed(this.placeOf(to));
      const isKnown = /^(?:[\\/~]|[a-z]:)/i.test(place) && !/[$`*]|\.\./.test(place) && place.length <= LONGEST_FOLDER;
      this.folder = isKnown ? place.replace(/[\\/]+$/, '') : ANYWHERE;
    }
  }

  #goFromStart(to: string): void {
    if (/[$`*(]/.test(to)) this.folder = ANYWHERE;
    for (const step of to.split(/[\\/]+/)) {
      if (step === '..') this.#depth--;
      else if (step !== '' && step !== '.') this.#depth++;
      if (this.#depth < 0) this.folder = ANYWHERE;
    }
  }

  /** `pushd` */
  goFor(to: string): void {
    if (this.#before.length < MOST_LINKS) this.#before.push([this.folder, this.#depth]);
    this.go(to);
  }

  /** `popd` */
  goBack(): void {
    [this.folder, this.#depth] = this.#before.pop() ?? [ANYWHERE, 0];
  }

  /** Notes the removal of folders: of `bin` in one command and `obj` in another, only what was built goes. */
  lose(targets: readonly string[], deed: Deed): void {
    const lacked = this.#hasMoved || this.#halves.length >= MOST_LINKS ? undefined : lackedBy(targets);
    if (!this.#hasMoved && this.#lost.size < MOST_GIVEN)
      for (const target of targets) this.#lost.add(plainPlace(target));
    if (lacked === undefined || deed.severity !== 'medium') this.deeds.push(deed);
    else this.#halves.push({ deed, lacked });
  }

  /** From here on a name may be that of something elsewhere. */
  leave(): void {
    for (const { deed, lacked } of this.#halves.splice(0))
      this.deeds.push(lacked.every((one) => this.#lost.has(plainPlace(one))) ? leftovers : deed);
    this.#hasMoved = true;
  }

  end(): void {
    this.leave();
    if (this.memory.has('forgets') || (this.memory.has('clears') && this.memory.has('writes')))
      this.deeds.push(FORGETS);
  }

  /** Records a link: running or removing the link's name affects its target. */
  link(operands: readonly string[]): void {
    const [source = '', target = ''] = operands;
    if (target === '') return;
    if (isInput(source)) this.files.add(plainFile(target));
    else if (this.links.length < MOST_LINKS) this.links.push(plainFile(target));
  }

  isLinked(args: readonly string[]): boolean {
    return args.some((arg) => this.links.some((link) => plainFile(arg).startsWith(`${link}/`)));
  }

  /** The feed of a word: of a substitution in it, or of a variable that was filled earlier. */
  feedOf(raw: string): Feed | undefined {
    const inside = feedInside(raw);
    if (inside !== undefined || this.variables.size === 0 || !raw.includes('$')) return inside;
    for (const [, name = ''] of raw.slice(0, 4096).matchAll(/\$\{?([A-Za-z_]\w{0,60})/g)) {
      const feed = this.variables.get(name);
      if (feed !== undefined) return feed;
    }
    return undefined;
  }
}

const plainPlace = (path: string): string => plainFile(path.replaceAll('\\', '/').replace(/\/+$/, ''));
