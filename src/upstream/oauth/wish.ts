import { createHash } from 'node:crypto';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import type { Challenge } from './challenge.ts';
import type { Shelf } from './shelf.ts';

/**
 * Says that a server wants a person to sign in. Left for `sallyport login`, another process, which finds in it what was
 * asked for, and for `sallyport servers`, which shows what is missing. Holds no secret.
 */
export interface Wish {
  /** The name in the configuration. */
  readonly upstream: string;
  /** The address of the MCP server. */
  readonly server: string;
  readonly challenge: Challenge;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const SUFFIX = '.wish.json';
const nameOf = (server: string): string => createHash('sha256').update(server).digest('hex').slice(0, 32) + SUFFIX;

export const leaveWish = (shelf: Shelf, wish: Wish): Promise<void> =>
  shelf.replace(nameOf(wish.server), `${JSON.stringify(wish)}\n`);

export const takeWish = (shelf: Shelf, server: string): Promise<void> => shelf.remove(nameOf(server));

/** The wish for a server; undefined where there is none that makes sense. */
export const readWish = async (shelf: Shelf, server: string): Promise<Wish | undefined> =>
  wishOf(await shelf.read(nameOf(server)));

export async function listWishes(shelf: Shelf): Promise<Wish[]> {
  const names = (await shelf.list()).filter((name) => name.endsWith(SUFFIX));
  const wishes = await Promise.all(names.map(async (name) => wishOf(await shelf.read(name))));
  return wishes.filter((wish) => wish !== undefined);
}

function wishOf(text: string | undefined): Wish | undefined {
  const value = jsonOf(text ?? '');
  if (!isObject(value) || !isObject(value.challenge)) return undefined;
  const { upstream, server, at, challenge } = value;
  if (typeof upstream !== 'string' || typeof server !== 'string' || typeof at !== 'number') return undefined;
  const { metadata, scopes, error } = challenge;
  const texts = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : undefined;
  return {
    upstream,
    server,
    at,
    challenge: {
      metadata: typeof metadata === 'string' ? metadata : undefined,
      scopes: texts,
      error: typeof error === 'string' ? error : undefined,
    },
  };
}
