import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sha256 } from '../../model/json/canonical.ts';
import { parseStrict } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import { Stamp } from '../disk/stamp.ts';
import { readWhole, replaceWhole } from '../disk/whole-file.ts';
import { underLock } from './lock.ts';

/** One thing that a person has looked at and allowed to run. */
export interface Trusted {
  readonly what: 'command' | 'configuration' | 'inspector';
  /** A server's or inspector's name, or the path of a configuration. For people; the hash is what counts. */
  readonly name: string;
  readonly hash: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is started or connected to, as the configuration has it: references such as `${env:X}` unresolved. */
export interface Launch {
  readonly command?: string | undefined;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string | undefined;
  readonly url?: string | undefined;
}

/**
 * Identifies a command by program, arguments, folder and variables; an HTTP server by its address. Any variable may
 * change what runs (`HOME` and `GIT_SSH_COMMAND` as well as `NODE_OPTIONS`), so all count, with their values as written:
 * the text of a reference, not the secret behind it.
 */
export function launchHash(launch: Launch): string {
  if (launch.command === undefined) return sha256(JSON.stringify(['url', launch.url ?? '']));
  const variables = Object.entries(launch.env ?? {}).sort(([one], [other]) => (one < other ? -1 : 1));
  return sha256(JSON.stringify(['command', launch.command, launch.args ?? [], variables, launch.cwd ?? '']));
}

/** Identifies a configuration file by its path and its content. */
export const configurationHash = (file: string, content: string): string =>
  sha256(JSON.stringify(['configuration', path.resolve(file), content]));

/** Identifies the code of an inspector, wherever it is kept. */
export const inspectorHash = (text: string): string => sha256(JSON.stringify(['inspector', text]));

export interface TrustStore {
  /** Reads the file again only when it has changed. */
  isTrusted(hash: string): boolean;
  /** Rejects where the file cannot be written, or is damaged: then it says what to do. */
  trust(entries: readonly Trusted[]): Promise<void>;
  /** Oldest first. */
  list(): readonly Trusted[];
}

const MOST_BYTES = 4_000_000;

/** What a user trusts, in `trust.json` of the state directory. A file that cannot be read trusts nothing. */
export function openTrust(file: string, onFault: (message: string) => void = () => undefined): TrustStore {
  let known: readonly Trusted[] = [];
  let hashes: ReadonlySet<string> = new Set();
  const stamp = new Stamp(file);

  const take = (read: readonly Trusted[] | string): void => {
    if (typeof read === 'string') onFault(`${file} is damaged, so nothing is trusted: ${read}`);
    known = typeof read === 'string' ? [] : read;
    hashes = new Set(known.map((entry) => entry.hash));
  };
  const look = (): void => {
    try {
      stamp.whenChanged(() => take(parseTrust(readText(file))));
    } catch {
      // There is no file, or none that we may look at: that trusts nothing.
      take([]);
    }
  };

  return {
    isTrusted(hash) {
      look();
      return hashes.has(hash);
    },
    list() {
      look();
      return known;
    },
    trust: (entries) =>
      underLock(path.join(path.dirname(file), 'locks'), path.basename(file), async () => {
        const text = await readWhole(file, MOST_BYTES);
        const before = text === undefined ? [] : parseTrust(text);
        if (typeof before === 'string') throw new Error(`${file} is damaged (${before}); move it away and trust again`);
        const added = entries.filter(({ hash }) => !before.some((entry) => entry.hash === hash));
        if (added.length > 0) await replaceWhole(file, `${JSON.stringify([...before, ...added], null, 1)}\n`);
      }),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parseTrust(text: string): readonly Trusted[] | string {
  const parsed = parseStrict(text);
  if (!parsed.ok) return parsed.message;
  if (!Array.isArray(parsed.value)) return 'it is not a list';
  const entries: readonly unknown[] = parsed.value;
  if (entries.every(isTrustedEntry)) return entries;
  return `entry ${entries.findIndex((entry) => !isTrustedEntry(entry)) + 1} is not what we write`;
}

function isTrustedEntry(entry: unknown): entry is Trusted {
  return (
    isObject(entry) &&
    (entry.what === 'command' || entry.what === 'configuration' || entry.what === 'inspector') &&
    typeof entry.hash === 'string' &&
    [entry.name, entry.by].every((value) => typeof value === 'string') &&
    typeof entry.at === 'number'
  );
}
