import path from 'node:path';
import type { ServerEntry } from './entry.ts';

/** `behind`: it is Sallyport. `bypassing`: Sallyport has the server, and this reaches it without. `unknown`: neither. */
export type Standing = 'behind' | 'bypassing' | 'unknown';

/** What is started, or spoken to. */
export interface Launch {
  readonly command?: string | undefined;
  readonly args?: readonly string[] | undefined;
  readonly url?: string | undefined;
}

/** What Sallyport is known by on this machine. Handed in by app. */
export interface Ourselves {
  /** Whole paths of programs that are us: `dist/cli/main.js` of this installation, and links to it. */
  readonly programs: readonly string[];
  /** Where we serve over HTTP. */
  readonly urls: readonly string[];
  /** What stands in the configurations that Sallyport serves, values put in. */
  readonly servers: readonly Launch[];
}

const OUR_NAME = /^(?:.*[\\/])?sallyport(?:@[^\\/]*|\.cmd|\.exe)?$/i;
const OUR_SCRIPT = /[\\/]sallyport[\\/]dist[\\/]cli[\\/]main\.js$/i;

/** Whether a command or an address is Sallyport itself. What an entry is called proves nothing. */
export function isOurselves(launch: Launch, { programs, urls }: Pick<Ourselves, 'programs' | 'urls'>): boolean {
  if (launch.url !== undefined) return urls.some((url) => sameUrl(url, launch.url ?? ''));
  const words = [launch.command ?? '', ...(launch.args ?? [])];
  const serves = words.indexOf('serve');
  return words
    .slice(0, serves < 0 ? undefined : serves)
    .some((word) => OUR_NAME.test(word) || OUR_SCRIPT.test(word) || programs.includes(word));
}

export function standingOf(entry: ServerEntry, ourselves: Ourselves): Standing {
  if (isOurselves(entry, ourselves)) return 'behind';
  return ourselves.servers.some((server) => sameLaunch(server, entry)) ? 'bypassing' : 'unknown';
}

/** Whether two launches reach the same server: the program by its name, since clients write it with and without its folder. */
export function sameLaunch(one: Launch, other: Launch): boolean {
  if (one.url !== undefined || other.url !== undefined) {
    return one.url !== undefined && other.url !== undefined && sameUrl(one.url, other.url);
  }
  if (one.command === undefined || other.command === undefined) return false;
  const [these = [], those = []] = [one.args, other.args];
  return (
    program(one.command) === program(other.command) &&
    these.length === those.length &&
    these.every((word, i) => word === those[i])
  );
}

const program = (command: string): string => path.win32.basename(command).replace(/\.(?:exe|cmd|bat|ps1)$/i, '');

function sameUrl(one: string, other: string): boolean {
  try {
    const [first, second] = [new URL(one), new URL(other)];
    const end = /\/$/;
    return (
      first.origin === second.origin &&
      first.pathname.replace(end, '') === second.pathname.replace(end, '') &&
      first.search === second.search
    );
  } catch {
    return one === other;
  }
}
