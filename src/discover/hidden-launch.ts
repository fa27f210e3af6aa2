import { type Credential, credentialsOf, type SeeSecrets } from './credentials.ts';
import type { ServerEntry } from './entry.ts';
import type { HeldSecret } from './find.ts';
import { COVER, type Launch, launchKey } from './launch.ts';

/** A launch as it may be shown and kept, and what it held. */
export interface Hidden {
  readonly launch: Launch;
  readonly held: readonly HeldSecret[];
  /** The same for two launches of one server, whatever tokens they are given. */
  readonly key: string;
}

export function hideLaunch(entry: ServerEntry, see: SeeSecrets): Hidden {
  const credentials = credentialsOf(entry, see);
  const without = (at: string, text: string): string => cover(text, credentials, at);
  const launch: Launch = {
    ...(entry.command === undefined ? {} : { command: entry.command }),
    ...(entry.kind === 'stdio' ? { args: entry.args.map((arg, i) => without(`args.${i}`, arg)) } : {}),
    ...(entry.url === undefined ? {} : { url: without('url', entry.url) }),
  };
  return {
    launch,
    held: credentials.map(({ at, name, masked }) => ({ at: at.join('.'), name, masked })),
    key: launchKey(launch),
  };
}

/** A command line that nobody wrote into a file. */
export const entryOf = (words: readonly string[], env: Readonly<Record<string, string>> = {}): ServerEntry => ({
  kind: words.length === 0 ? 'broken' : 'stdio',
  ...(words[0] === undefined ? {} : { command: words[0] }),
  args: words.slice(1),
  env,
  headers: {},
  disabled: false,
  others: [],
});

function cover(text: string, credentials: readonly Credential[], at: string): string {
  const ranges = credentials.filter((each) => each.at.join('.') === at).map(({ range }) => range);
  return ranges.reduceRight((rest, [from, to]) => rest.slice(0, from) + COVER + rest.slice(to), text);
}
