import { REFERENCE } from '../config/reference.ts';
import { type Credential, credentialsOf, type SeeSecrets } from './credentials.ts';
import type { ServerEntry } from './entry.ts';
import type { Held } from './find.ts';
import { baseName, programOf } from './program.ts';
import type { Launch } from './standing.ts';

/** A launch as it may be shown and kept, and what it held. */
export interface Hidden {
  readonly launch: Launch;
  readonly held: readonly Held[];
  /** The same for two launches of one server, whatever tokens they are given. */
  readonly key: string;
}

const COVER = '[hidden]';

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
  kind: words.length === 0 ? 'other' : 'stdio',
  ...(words[0] === undefined ? {} : { command: words[0] }),
  args: words.slice(1),
  env,
  headers: {},
  disabled: false,
  others: [],
});

function cover(text: string, credentials: readonly Credential[], at: string): string {
  const spans = credentials.filter((each) => each.at.join('.') === at).map(({ span }) => span);
  return spans.reduceRight((rest, [from, to]) => rest.slice(0, from) + COVER + rest.slice(to), text);
}

/** What a server is recognised by. A secret in plain text and a reference to it are the same. */
export function launchKey({ command, args = [], url }: Launch): string {
  const alike = (text: string): string => text.replace(REFERENCE, COVER);
  if (url !== undefined) return `url ${alike(urlKey(url))}`;
  const program = programOf([command ?? '', ...args]);
  const isNamed = program?.kind === 'package' || program?.kind === 'image' || program?.kind === 'module';
  const words = isNamed ? [program.kind, program.name, ...program.args] : [baseName(command ?? ''), ...args];
  return `run ${JSON.stringify(words.map(alike))}`;
}

/** Every name of this machine is one. */
function urlKey(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const host = loopbackPort(text) === undefined ? url.host : `localhost:${loopbackPort(text)}`;
  return `${url.protocol}//${host}${url.pathname.replace(/\/$/, '')}${url.search}`;
}

/** The port of an address that leads to this machine. */
export function loopbackPort(text: string): number | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  if (!/^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}
