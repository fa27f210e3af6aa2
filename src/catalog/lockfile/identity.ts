import type { ServerConfig } from '../../config/schema.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Conceal } from './conceal.ts';
import type { Identity } from './lockfile.ts';
import { packageOf } from './package.ts';

/** What a server said of itself when it was listed. */
export interface Greeting {
  readonly serverInfo: JsonObject;
  readonly protocol: string;
}

/**
 * Where a server comes from. `server` is the configuration as written: references stay references. What looks like a secret
 * all the same is taken out, since the file is meant for git.
 */
export function identityOf(server: ServerConfig, { serverInfo, protocol }: Greeting, hide: Conceal): Identity {
  const { command, url } = server;
  const args = hiddenList(server.args, hide);
  const start = command === undefined ? {} : { command: hide(command), ...(args.length === 0 ? {} : { args }) };
  return {
    ...start,
    ...(command === undefined ? {} : packageOf(command, args)),
    ...(url === undefined ? {} : { url: hiddenUrl(url, hide) }),
    ...textIn(serverInfo.name, 'name'),
    ...textIn(serverInfo.version, 'version'),
    protocol,
  };
}

const textIn = <K extends string>(value: Json | undefined, key: K): { readonly [key in K]?: string } =>
  typeof value === 'string' ? ({ [key]: value.slice(0, 200) } as { [key in K]: string }) : {};

/** Secrets are hidden in the whole list at once: the option before a value (`--token`) tells that it is one. */
function hiddenList(args: readonly string[], hide: Conceal): string[] {
  const text = hide(JSON.stringify(args).replaceAll('","', '", "'));
  try {
    const hidden: unknown = JSON.parse(text);
    if (Array.isArray(hidden)) return hidden.map((each) => hide(String(each)).replace(/(\[hidden\])\*+/g, '$1'));
  } catch {
    // Hiding took a quote along: each is hidden by itself.
  }
  return args.map((each) => hide(each).replace(/(\[hidden\])\*+/g, '$1'));
}

/** Names and passwords in an address, and values of its query, are never needed to recognise it. */
function hiddenUrl(url: string, hide: Conceal): string {
  const [address = '', query] = url.split(/\?(.*)/s, 2);
  const bare = hide(address).replace(/^(\w+:\/\/)[^/@]*@/, '$1');
  const place = bare
    .split('/')
    .map((part) => (isReference(part) ? part : /^(?=.*\d)[\w-]{24,}$/.test(part) ? HIDDEN : part))
    .join('/');
  if (query === undefined) return place;
  const hidden = query
    .split('&')
    .map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s, 2);
      return value === undefined || value === '' || isReference(value) ? pair : `${hide(name)}=${HIDDEN}`;
    })
    .join('&');
  return `${place}?${hidden}`;
}

const HIDDEN = '[hidden]';
const isReference = (text: string): boolean => /^\$\{[^}]*\}$/.test(text);
