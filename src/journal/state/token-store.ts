import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { BEARER_LEAD, bearerOf, isBearer } from '../../model/bearer.ts';
import { codeOf, messageOf } from '../../model/caught.ts';
import { isObject } from '../../model/json.ts';
import { Stamp } from '../disk/stamp.ts';
import { createWhole } from '../disk/whole-file.ts';

/** What is known of a token; the token itself is not kept. */
export interface KnownToken {
  readonly name: string;
  /** The agent whose client it was given to. */
  readonly agent?: string;
  /** The configuration whose agent that is. Not of tokens that are nobody's. */
  readonly config?: string;
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** From then on it is void. Milliseconds since 1970. */
  readonly expires?: number;
}

export type TokenFound =
  | { readonly kind: 'known'; readonly token: KnownToken }
  /** `why` is fit for whoever presented it. */
  | { readonly kind: 'unknown' | 'expired' | 'fault'; readonly why: string };

export interface TokenStore {
  /** Cheap for a token that was found before. */
  find(secret: string): TokenFound;
}

interface Kept extends KnownToken {
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** A token that was added or revoked counts in every process within this time. */
const LOOK_EVERY_MS = 250;
const MOST = 10_000;

/**
 * Finds tokens in `tokens/`, which holds a file for each: its name and a salted hash. A token is 256 random bits, which
 * nobody guesses, so one round of SHA-256 is enough; slow hashes are for what people choose. Other processes add and
 * revoke tokens by making and removing files. A folder that cannot be read holds no tokens.
 */
export function openTokenStore(dir: string, now: () => number = Date.now): TokenStore {
  let kept: readonly Kept[] = [];
  let fault: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  const stamp = new Stamp(dir);
  const found = new Map<string, Kept>();

  const look = (): void => {
    try {
      stamp.whenChanged(() => {
        kept = readKept(dir);
        found.clear();
      });
      fault = undefined;
    } catch (error) {
      kept = [];
      found.clear();
      fault = messageOf(error);
    }
  };

  return {
    find(secret) {
      const time = now();
      if (time - lookedAt >= LOOK_EVERY_MS || time < lookedAt) {
        lookedAt = time;
        look();
      }
      if (fault !== undefined) return { kind: 'fault', why: 'the list of tokens cannot be read just now' };
      if (!isBearer(secret)) {
        const why = secret.startsWith(BEARER_LEAD)
          ? 'this token is mistyped or cut short: its checksum does not fit'
          : `this token is not known here; one that \`sallyport token add\` made begins with ${BEARER_LEAD}`;
        return { kind: 'unknown', why };
      }
      const key = hashOf(NO_SALT, secret).toString('base64');
      const one = found.get(key) ?? kept.find(({ salt, hash }) => timingSafeEqual(hash, hashOf(salt, secret)));
      if (one === undefined) return { kind: 'unknown', why: 'this token is not known here, or was revoked' };
      found.set(key, one);
      if (one.expires !== undefined && time >= one.expires)
        return { kind: 'expired', why: `this token expired on ${new Date(one.expires).toISOString()}` };
      return { kind: 'known', token: one };
    },
  };
}

/** Makes a token and returns it; it cannot be read back later. Undefined where the name is taken. */
export async function addToken(dir: string, token: KnownToken): Promise<string | undefined> {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const secret = bearerOf(randomBytes(32));
  const salt = randomBytes(16);
  const text = JSON.stringify({
    ...token,
    salt: salt.toString('base64url'),
    hash: hashOf(salt, secret).toString('base64url'),
  });
  return (await createWhole(fileOf(dir, token.name), text)) ? secret : undefined;
}

/** False where there is no token of that name. */
export function revokeToken(dir: string, name: string): boolean {
  try {
    rmSync(fileOf(dir, name));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** By name. Empty where the folder was never made; throws where it cannot be read. */
export function listTokens(dir: string): KnownToken[] {
  try {
    return readKept(dir)
      .map(({ salt, hash, ...token }) => token)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const NO_SALT = Buffer.alloc(0);
const hashOf = (salt: Buffer, secret: string): Buffer => createHash('sha256').update(salt).update(secret).digest();

/** In hexadecimal: some file systems fold case. */
const fileOf = (dir: string, name: string): string => path.join(dir, `${Buffer.from(name).toString('hex')}.json`);

/** Skips damaged files: nobody has their tokens. */
function readKept(dir: string): Kept[] {
  const files = readdirSync(dir).filter((file) => /^[0-9a-f]+\.json$/.test(file));
  return files.slice(0, MOST).flatMap((file) => readOne(path.join(dir, file)) ?? []);
}

function readOne(file: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isObject(value)) return undefined;
    const { name, agent, config, by, at, expires, salt, hash } = value;
    const digest = Buffer.from(String(hash), 'base64url');
    if (typeof name !== 'string' || typeof at !== 'number' || digest.length !== 32) return undefined;
    // Nonsense in place of a date must not mean "never".
    if (expires !== undefined && typeof expires !== 'number') return undefined;
    if (agent !== undefined && typeof agent !== 'string') return undefined;
    return {
      name,
      ...(agent === undefined ? {} : { agent }),
      ...(typeof config === 'string' ? { config } : {}),
      by: String(by),
      at,
      ...(expires === undefined ? {} : { expires }),
      salt: Buffer.from(String(salt), 'base64url'),
      hash: digest,
    };
  } catch {
    return undefined;
  }
}
