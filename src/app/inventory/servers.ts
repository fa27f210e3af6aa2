import type { Lockfile } from '../../catalog/lockfile/lockfile.ts';
import { REFERENCE } from '../../config/reference.ts';
import type { Config, ServerConfig } from '../../config/schema.ts';
import type { Find, HeldSecret, Standing } from '../../discover/find.ts';
import { hideLaunch } from '../../discover/hidden-launch.ts';
import { entryOfServer } from '../../discover/sources/own.ts';
import { mayNameSecret } from '../../model/words/secret-name.ts';
import type { Usage, Use } from '../../projections/usage.ts';
import { seeSecrets } from '../discovering.ts';

/** A credential that a server is given, and where it comes from. Never its value. */
export interface HeldCredential {
  /** The variable, header or flag. */
  readonly name: string;
  readonly from: 'plain text' | 'env' | 'file' | 'keychain' | 'sign-in';
}

export interface ServerStock {
  readonly server: string;
  readonly runs: string;
  /** Whether all that it offers is known: else what was called alone. */
  readonly isLocked: boolean;
  readonly tools: readonly string[];
  readonly prompts: readonly string[];
  /** Templates of resources, and resources that were read. */
  readonly resources: readonly string[];
  /** Marks of its data: configured, and seen on results. */
  readonly data: readonly string[];
  readonly credentials: readonly HeldCredential[];
  /** Secrets in plain text, wherever it was seen. */
  readonly secrets: readonly HeldSecret[];
  readonly standing: Standing | undefined;
  /** In the time that counts. */
  readonly calls: number;
  readonly last: number;
}

export interface ServerParts {
  readonly usage: Usage;
  readonly lockfile: Lockfile;
  readonly find: Find | undefined;
}

export function serverStock(
  name: string,
  server: Config['servers'][string],
  { usage, lockfile, find }: ServerParts,
): ServerStock {
  const locked = lockfile.servers.get(name);
  const uses = [...usage.agents.values()]
    .flatMap((each) => [...each.uses.values()])
    .filter(({ target }) => target.upstream === name);
  const named = (kind: Use['kind'], known: Iterable<string> = []): string[] => {
    const used = uses.filter((each) => each.kind === kind && each.isReal);
    return [...new Set([...known, ...used.map(({ target }) => target.name)])].sort();
  };
  const { launch, held } = hideLaunch(entryOfServer(server), seeSecrets);
  return {
    server: name,
    runs: launch.url ?? [launch.command ?? '', ...(launch.args ?? [])].join(' '),
    isLocked: locked !== undefined,
    tools: named('tool', locked?.tools.keys()),
    prompts: named('prompt', locked?.prompts.keys()),
    resources: named('resource', locked?.resourceTemplates.keys()),
    data: [...new Set([...(server.labels ?? ['untrusted']), ...(usage.data.get(name) ?? [])])].sort(),
    credentials: [...held.map((each) => ({ name: each.name, from: 'plain text' }) as const), ...referred(server)],
    secrets: find?.held ?? held,
    standing: find?.standing,
    calls: uses.reduce((sum, { allowed }) => sum + allowed, 0),
    last: Math.max(0, ...uses.map(({ last }) => last)),
  };
}

/** Credentials that stand elsewhere. A variable is one by its name; what a keychain or a file keeps is one. */
function referred(server: ServerConfig): HeldCredential[] {
  const { args, env, headers, url, auth } = server;
  const texts: [name: string, text: string][] = [
    ...Object.entries(env),
    ...Object.entries(headers),
    ...args.map((text, i): [string, string] => [/^--?([\w-]+)/.exec(args[i - 1] ?? '')?.[1] ?? `arg-${i}`, text]),
    ...(url === undefined ? [] : [['url', url] as [string, string]]),
  ];
  const found = texts.flatMap(([name, text]) =>
    [...text.matchAll(REFERENCE)].flatMap(({ 2: body = '' }): HeldCredential[] => {
      const [, from, what = ''] = /^(env|file|keychain):(.*)$/.exec(body) ?? [];
      if (from === 'file' || from === 'keychain') return [{ name, from }];
      return from === 'env' && (mayNameSecret(name) || mayNameSecret(what)) ? [{ name, from }] : [];
    }),
  );
  return auth === undefined ? found : [...found, { name: 'access token', from: 'sign-in' }];
}
