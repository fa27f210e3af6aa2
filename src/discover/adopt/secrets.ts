import type { Path } from '../../model/complaint.ts';
import type { Credential } from '../credentials.ts';
import type { ServerEntry } from '../entry.ts';

/** A place that keeps secrets from now on. Handed in by app. */
export interface SecretShelf {
  /** How the configuration refers to a name: `${keychain:NAME}`, `${file:PATH}`. */
  readonly reference: (name: string) => string;
  /** What is kept under a name; undefined where nothing is. */
  readonly read: (name: string) => Promise<string | undefined>;
  /** Whether it can keep this value at all. */
  readonly accepts: (value: string) => boolean;
  readonly write: (name: string, value: string) => Promise<void>;
  /** For people. */
  readonly place: string;
}

/** A secret that is to be put on the shelf. */
export interface KeptSecret {
  readonly name: string;
  readonly value: string;
  readonly shelf: SecretShelf;
}

/** An entry with references in place of its secrets, and the secrets. `kept` are those of earlier entries. */
export async function referSecrets(
  server: string,
  entry: ServerEntry,
  credentials: readonly Credential[],
  shelves: readonly SecretShelf[],
  kept: readonly KeptSecret[],
): Promise<{ readonly entry: ServerEntry; readonly secrets: readonly KeptSecret[] }> {
  const secrets: KeptSecret[] = [];
  const changed = new Map<string, string>();
  // From the end, so that earlier places stay valid.
  for (const { at, name, range } of [...credentials].sort((one, other) => other.range[0] - one.range[0])) {
    const key = JSON.stringify(at);
    const text = changed.get(key) ?? textAt(entry, at);
    // What only looked like a reference is escaped in the configuration, and stays as it is on the shelf.
    const value = text.slice(...range).replaceAll('$${', '${');
    const shelf = shelves.find((each) => each.accepts(value));
    if (shelf === undefined) throw new Error(`its secret ${name} can be kept nowhere`);
    const free = await freeName(`${server}-${name}`, value, shelf, [...kept, ...secrets]);
    secrets.push({ name: free, value, shelf });
    changed.set(key, text.slice(0, range[0]) + shelf.reference(free) + text.slice(range[1]));
  }
  const put = (at: Path, text: string): string => changed.get(JSON.stringify(at)) ?? text;
  const all = (holder: 'env' | 'headers'): Record<string, string> =>
    Object.fromEntries(Object.entries(entry[holder]).map(([key, text]) => [key, put([holder, key], text)]));
  return {
    entry: {
      ...entry,
      args: entry.args.map((text, i) => put(['args', i], text)),
      env: all('env'),
      headers: all('headers'),
      ...(entry.url === undefined ? {} : { url: put(['url'], entry.url) }),
    },
    secrets,
  };
}

function textAt(entry: ServerEntry, [holder, key]: Path): string {
  if (holder === 'env') return entry.env[String(key)] ?? '';
  if (holder === 'headers') return entry.headers[String(key)] ?? '';
  if (holder === 'args') return entry.args[Number(key)] ?? '';
  return entry.url ?? '';
}

/** A name that is not in use: what another set-up keeps there is never overwritten. */
async function freeName(
  wanted: string,
  value: string,
  shelf: SecretShelf,
  kept: readonly KeptSecret[],
): Promise<string> {
  const base = wanted
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? base : `${base}-${copy}`;
    const taken = kept.find((each) => each.name === name)?.value ?? (await shelf.read(name));
    if (taken === undefined || taken === value) return name;
  }
}
