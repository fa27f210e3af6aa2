import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { messageOf } from '../model/caught.ts';
import type { Complaint } from '../model/complaint.ts';
import { encodingFault } from './encoding.ts';
import { ConfigError } from './error.ts';
import { readKeychain } from './keychain.ts';
import type { OAuthConfig } from './oauth.ts';
import { OAUTH_TEXTS, REFERENCE, spots } from './reference.ts';
import type { Config, ServerConfig } from './schema.ts';

/** Where references are looked up. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder of the configuration: `${file:…}` is relative to it. */
  readonly folder: string;
  /** Where the client works: `${workspace}`. */
  readonly workspace: string;
  readonly keychain?: (name: string) => Promise<string>;
}

export interface Resolved {
  readonly config: Config;
  /** Servers that cannot start because a value is missing, with what to do. They are `disabled` in `config`. */
  readonly wanting: ReadonlyMap<string, string>;
}

/**
 * Replaces references by values. `${session.id}` and `${session.dir}` stay. A server with a missing value is disabled; a
 * missing value elsewhere throws `ConfigError`.
 */
export async function resolveReferences(config: Config, around: Surroundings): Promise<Resolved> {
  const values = new Map<string, string>();
  const wanting = new Map<string, string>();
  const complaints: Complaint[] = [];
  for (const { path: at, text } of spots(config)) {
    for (const [whole, literal, body] of text.matchAll(REFERENCE)) {
      if (literal !== undefined || body === undefined || values.has(whole)) continue;
      const server = at[0] === 'servers' ? String(at[1]) : undefined;
      if (server !== undefined && config.servers[server]?.disabled === true) continue;
      try {
        const value = await lookUp(body, around);
        if (value === undefined) continue;
        values.set(whole, value);
      } catch (error) {
        const what = `${whole}: ${messageOf(error)}`;
        if (server === undefined) complaints.push({ path: at, what });
        else if (!wanting.has(server)) wanting.set(server, what);
      }
    }
  }
  if (complaints.length > 0) throw new ConfigError(complaints);
  const fill = (text: string): string =>
    text.replaceAll(REFERENCE, (whole, literal) => literal ?? values.get(whole) ?? whole);
  const servers = Object.fromEntries(
    Object.entries(config.servers).map(([name, server]) => [
      name,
      filled(server, fill, around.folder, wanting.has(name)),
    ]),
  );
  const http = { ...config.http, tokens: mapValues(config.http.tokens, fill) };
  return { config: { ...config, servers, http }, wanting };
}

const mapValues = (record: Record<string, string>, change: (text: string) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, text]) => [key, change(text)]));

function filled(server: ServerConfig, fill: (text: string) => string, folder: string, wanting: boolean): ServerConfig {
  return {
    ...server,
    ...(server.command === undefined ? {} : { command: fill(server.command) }),
    ...(server.cwd === undefined ? {} : { cwd: absolute(fill(server.cwd), folder) }),
    ...(server.url === undefined ? {} : { url: fill(server.url) }),
    ...(server.roots === undefined ? {} : { roots: server.roots.map((root) => addressed(fill(root), folder)) }),
    args: server.args.map(fill),
    env: mapValues(server.env, fill),
    headers: mapValues(server.headers, fill),
    ...(server.auth === undefined ? {} : { auth: { oauth: filledOAuth(server.auth.oauth, fill) } }),
    disabled: server.disabled || wanting,
  };
}

function filledOAuth(oauth: OAuthConfig, fill: (text: string) => string): OAuthConfig {
  const change: { -readonly [Key in (typeof OAUTH_TEXTS)[number]]?: string } = {};
  for (const key of OAUTH_TEXTS) {
    const text = oauth[key];
    if (text !== undefined) change[key] = fill(text);
  }
  return { ...oauth, ...change };
}

// A session's folder is not known yet; upstream/ fills it in.
const absolute = (folder: string, base: string): string =>
  folder.startsWith('${') ? folder : path.resolve(base, folder);

/** A root may be written as clients write theirs. */
const addressed = (root: string, base: string): string => (/^file:/i.test(root) ? root : absolute(root, base));

/** The value of a reference; undefined for those of a session. Throws with what is missing, where, and what to do. */
async function lookUp(body: string, around: Surroundings): Promise<string | undefined> {
  if (body === 'workspace') return around.workspace;
  if (body === 'home') return os.homedir();
  const colon = body.indexOf(':');
  const kind = body.slice(0, colon);
  const rest = body.slice(colon + 1);
  if (kind === 'env') return fromEnvironment(rest, around.env);
  if (kind === 'file') return fromFile(rest, around.folder);
  if (kind === 'keychain') return (around.keychain ?? readKeychain)(rest);
  if (kind === 'input') {
    throw new Error('an editor would ask for this value, Sallyport cannot; write ${env:X} or ${keychain:X} instead');
  }
  return undefined;
}

function fromEnvironment(rest: string, env: Surroundings['env']): string {
  const split = rest.indexOf(':-');
  const name = split < 0 ? rest : rest.slice(0, split);
  const value = env[name];
  if (value !== undefined && value !== '') return value;
  if (split >= 0) return rest.slice(split + 2);
  const state = value === undefined ? 'not set' : 'empty';
  throw new Error(`the environment variable ${name} is ${state}; set it where Sallyport is started`);
}

async function fromFile(rest: string, folder: string): Promise<string> {
  const file = path.resolve(
    folder,
    rest.replace(/^~(?=[\\/])/, () => os.homedir()),
  );
  let bytes: Buffer | undefined;
  try {
    bytes = await readRegular(file);
  } catch (error) {
    throw new Error(
      `${file} cannot be read (${messageOf(error)}); make it readable for this user, or correct its path`,
    );
  }
  if (bytes === undefined)
    throw new Error(
      `${file} is not a regular file, and a pipe or device may never end; write the value into a file, or set a variable and write \${env:NAME}`,
    );
  if (bytes.length > MOST_BYTES) throw new Error(`${file} is too large for a value: is this the right file?`);
  const fault = encodingFault(bytes);
  if (fault !== undefined) throw new Error(`${file}: ${fault}; save it as UTF-8`);
  // Editors of Windows put the mark there, and no server knows a key that begins with it.
  const text = bytes.toString('utf8').replace(/^\ufeff|\r?\n$/g, '');
  if (text === '') throw new Error(`${file} is empty; write the value into it`);
  return text;
}

const MOST_BYTES = 65_536;

/** What a file holds, as far as it tells whether that is too much. Undefined for a pipe or a device: all servers would wait for its end. */
async function readRegular(file: string): Promise<Buffer | undefined> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_BYTES + 1), 0, MOST_BYTES + 1, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
