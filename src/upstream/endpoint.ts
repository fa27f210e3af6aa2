import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ServerConfig } from '../config/schema.ts';
import { fillPlaceholders, namesSession, type Placeholders, serverEnvironment, type Variables } from './environment.ts';
import { OpenError } from './failure.ts';
import type { Program } from './stdio/command.ts';

/** Where a server is, with every reference and placeholder resolved. */
export type Endpoint =
  | ({ readonly kind: 'stdio' } & Program)
  | { readonly kind: 'http' | 'sse'; readonly url: URL; readonly headers: Variables };

export type Resolve = (text: string) => string | Promise<string>;

/** Resolves a server's configuration. Rejects with an `OpenError` that says what is wrong with it. */
export async function resolveEndpoint(
  config: ServerConfig,
  placeholders: Placeholders,
  resolve: Resolve,
): Promise<Endpoint> {
  const fill = async (text: string): Promise<string> => resolve(fillPlaceholders(text, placeholders));
  const fillAll = async (texts: Readonly<Record<string, string>>): Promise<Variables> =>
    Object.fromEntries(
      await Promise.all(Object.entries(texts).map(async ([name, text]) => [name, await fill(text)] as const)),
    );
  if (config.command !== undefined) {
    const [command, args, env, cwd] = await Promise.all([
      fill(config.command),
      Promise.all(config.args.map(fill)),
      fillAll(config.env),
      config.cwd === undefined ? undefined : fill(config.cwd),
    ]);
    return { kind: 'stdio', command, args, env: serverEnvironment(process.env, env, process.platform), cwd };
  }
  if (config.url === undefined) throw new OpenError('it has neither `command` nor `url`; give one of them');
  const [text, headers] = await Promise.all([fill(config.url), fillAll(config.headers)]);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new OpenError('`url` must be a whole address that starts with http:// or https://');
  }
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  return { kind: config.transport === 'sse' ? 'sse' : 'http', url, headers };
}

/** A secret from a file often ends in a line break, on which HTTP would throw at each call; this names the header, not its value. */
function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw new OpenError(
      `header ${JSON.stringify(name)} holds a character that HTTP does not allow, such as a line break`,
    );
  }
}

/** Whether each session needs an endpoint of its own: then what was opened for listing cannot be handed on. */
export const variesBySession = (config: ServerConfig): boolean =>
  namesSession([
    ...config.args,
    ...Object.values(config.env),
    config.cwd ?? '',
    config.url ?? '',
    ...Object.values(config.headers),
  ]);

/** The keys of a server's configuration that decide how it is run. All others are about its results and tools. */
export function launchText({ labels, tools, description, ...launch }: ServerConfig): string {
  return JSON.stringify(launch);
}
