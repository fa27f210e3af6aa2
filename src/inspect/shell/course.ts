import type { Deed } from './deeds.ts';
import { type Feed, feedInside, plainFile } from './feed.ts';
import { Fetched } from './fetched.ts';
import { FORGETS, type Memory } from './history.ts';
import { type Origin, originOf } from './powershell-origins.ts';
import { isInput } from './program.ts';

/** A script inside another: whether the same shell runs it, and the feed of its input. */
export interface Script {
  readonly text: string;
  readonly isOwn: boolean;
  readonly feed: Feed | undefined;
}

/** What kind of program reads a command's input, where that decides what the input means. */
export type Reader = 'shell' | 'code' | 'sql';

const MOST_LINKS = 20;
const MOST_GIVEN = 1_000;

/** What is known of a script, as far as it has been read. */
export class Course {
  readonly deeds: Deed[] = [];
  readonly scripts: Script[] = [];
  readonly readers = new Set<Reader>();
  readonly fetched = new Fetched();
  readonly variables = new Map<string, Feed>();
  /** Variables set to plain words, which may later be used as a command. */
  readonly literals = new Map<string, string>();
  /** Variables that a script for PowerShell gives a value, whatever it is. */
  readonly given = new Set<string>();
  /** Where such variables have their values from. */
  readonly origins = new Map<string, Origin>();
  readonly memory = new Set<Memory>();
  readonly links: string[] = [];
  readonly isOwn: boolean;
  readonly feed: Feed | undefined;

  /** Files and variables that hold fetched or decoded content. */
  get files(): Set<string> {
    return this.fetched.files;
  }

  constructor(isOwn: boolean, feed: Feed | undefined) {
    this.isOwn = isOwn;
    this.feed = feed;
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

  give(name: string | undefined): void {
    if (name !== undefined && this.given.size < MOST_GIVEN) this.given.add(name);
  }

  /** Notes where a variable of PowerShell has its value from. */
  fill(name: string, value: string): void {
    const origin = originOf(value, this.origins);
    const old = this.origins.get(name);
    // Which of two values it has is not known: the worse one counts.
    if (origin === undefined || (origin === 'made' && this.given.has(name))) {
      if (old === 'made') this.origins.delete(name);
    } else if (this.origins.size < MOST_GIVEN) this.origins.set(name, origin);
  }

  end(): void {
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
