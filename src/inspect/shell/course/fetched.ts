import { operandsOf, valuesOf } from '../../commands/options.ts';
import { plainFile } from './feed.ts';

const MOST_TREES = 20;
const ARCHIVES = /^(?:tar|bsdtar|gtar|unzip|7z|7za|unrar|expand-archive)$/;

/** What a script has fetched so far: single files, and whole folders. */
export class Fetched {
  readonly files: Set<string>;
  private readonly trees: string[] = [];
  /** Whether the following commands start inside such a folder. */
  private isInside = false;

  constructor(files = new Set<string>()) {
    this.files = files;
  }

  add(file: string): void {
    this.files.add(plainFile(file));
  }
  has(word: string): boolean {
    return this.files.has(plainFile(word));
  }
  /** Whether a word names something inside a fetched folder. */
  holds(word: string): boolean {
    const file = plainFile(word);
    return this.trees.some((tree) => file === tree || file.startsWith(`${tree}/`));
  }
  get isHere(): boolean {
    return this.isInside;
  }

  /** Follows what a command fetches as a whole, such as a clone, and changes of folder. */
  follow(name: string, args: readonly string[], feed: boolean): void {
    if (name === 'cd' || name === 'pushd' || name === 'set-location' || name === 'sl') {
      const to = plainFile(args.at(-1) ?? '').replace(/\/$/, '');
      this.isInside = this.holds(to) || (this.isInside && !/^(?:\/|~|-|\.\.|$)/.test(to));
    } else if (this.trees.length < MOST_TREES) {
      const tree = cloned(name, args);
      if (tree !== undefined) this.trees.push(plainFile(tree).replace(/\/$/, ''));
      else if (ARCHIVES.test(name) && (feed || args.some((arg) => this.has(arg)))) this.unpack(args);
    }
  }

  /** The names inside an archive are unknown, so anything called by a path from here may come from it. */
  private unpack(args: readonly string[]): void {
    if (args.some((arg) => /^-[a-z]*[ltZ]/.test(arg) || arg === '--list') || /^t[a-z]*$/.test(args[0] ?? '')) return;
    const to = valuesOf(args, '-C', '--directory', '-d', '-o', '-DestinationPath').at(-1);
    if (to === undefined || to === '.') this.isInside = true;
    else this.trees.push(plainFile(to).replace(/\/$/, ''));
  }
}

const VALUED = '-b --branch --depth -o --origin -j --jobs -c --config --reference --filter -u --upload-pack -r'.split(
  ' ',
);

/** The folder that a repository is cloned into; undefined if it comes from this machine. */
function cloned(name: string, args: readonly string[]): string | undefined {
  const isClone =
    ((name === 'git' || name === 'hg') && args.includes('clone')) ||
    (name === 'gh' && args[0] === 'repo' && args[1] === 'clone') ||
    (name === 'svn' && /^(?:co|checkout)$/.test(args[0] ?? ''));
  if (!isClone) return undefined;
  const own = args.indexOf('--');
  const said = own > 0 && name === 'gh' ? args.slice(0, own) : args;
  const [from = '', to] = operandsOf(
    said.slice(said.findIndex((arg) => /^(?:clone|co|checkout)$/.test(arg)) + 1),
    VALUED,
  );
  // A folder on this machine is not a stranger's.
  const isOutside =
    /^(?:https?|git|ssh|svn(?:\+ssh)?):|^[\w.-]{1,80}@/.test(from) || (name === 'gh' && from.includes('/'));
  if (!isOutside) return undefined;
  const plain = from.replace(/\/$/, '').replace(/\.git$/, '');
  return to ?? plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf(':')) + 1);
}
