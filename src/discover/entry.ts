import { isObject, type Json, type JsonObject } from '../model/json.ts';
import type { Client } from './client.ts';
import { translateText } from './variables.ts';

/** One server as a client has it, in the same form for all clients. References are in our spelling: `${env:X}`. */
export interface ServerEntry {
  /** `part`: built into the client, and nobody else can start it. `broken`: it cannot start anywhere. */
  readonly kind: 'stdio' | 'http' | 'sse' | 'part' | 'broken';
  readonly command?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly disabled: boolean;
  /** Keys that mean something to the client and nothing to us. */
  readonly others: readonly string[];
  /** Why it cannot be behind Sallyport. */
  readonly trouble?: string;
}

const URL_KEYS = ['url', 'httpUrl', 'serverUrl', 'uri', 'baseUrl', 'base_url'];
const ENV_KEYS = ['env', 'environment', 'envs'];
const HEADER_KEYS = ['headers', 'http_headers'];
const READ = new Set([
  ...URL_KEYS,
  ...ENV_KEYS,
  ...HEADER_KEYS,
  ...['command', 'cmd', 'args', 'cwd', 'type', 'transport', 'disabled', 'enabled', 'env_vars', 'source'],
  ...['bearer_token_env_var', 'env_http_headers', 'requestOptions'],
]);
/** Decorative keys: nothing is lost without them. */
const SILENT = new Set(['name', 'description', 'gallery', 'version', 'icon', 'display_name', 'bundled', 'schema']);
const PARTS = new Set(['builtin', 'platform', 'frontend', 'inline_python', 'sdk']);

/** Reads a client's file for one server. Whatever it has there, the result is an entry. */
export function readEntry(client: Pick<Client, 'id' | 'title' | 'shape'>, raw: Json): ServerEntry {
  if (!isObject(raw)) return { ...NOTHING, trouble: 'it is not an object' };
  const given = client.shape === 'zed' && isObject(raw.command) ? { ...raw, ...unfolded(raw.command) } : raw;
  const words = wordsOf(given);
  const url = URL_KEYS.map((key) => given[key]).find((value) => typeof value === 'string');
  const text = (value: Json | undefined): string => translateText(String(value ?? ''), client.id);
  const sent =
    isObject(given.requestOptions) && isObject(given.requestOptions.headers) ? given.requestOptions.headers : {};
  const headers = { ...texts(first(given, HEADER_KEYS), text), ...texts(sent, text), ...namedHeaders(given) };
  const env = { ...texts(first(given, ENV_KEYS), text), ...passedOn(given.env_vars) };
  const kind = kindOf(given, words, url);
  const trouble = troubleOf(client, given, words, url);
  return {
    kind,
    args: kind === 'stdio' ? words.slice(1).map(text) : [],
    env: kind === 'stdio' ? env : {},
    headers: kind === 'stdio' ? {} : headers,
    disabled: given.disabled === true || given.enabled === false,
    others: Object.keys(given).filter((key) => !READ.has(key) && !SILENT.has(key)),
    ...(kind === 'stdio' && words[0] !== undefined ? { command: text(words[0]) } : {}),
    ...(kind !== 'stdio' && url !== undefined ? { url: text(url) } : {}),
    ...(typeof given.cwd === 'string' ? { cwd: text(given.cwd) } : {}),
    ...(trouble === undefined ? {} : { trouble }),
  };
}

const NOTHING: ServerEntry = { kind: 'broken', args: [], env: {}, headers: {}, disabled: false, others: [] };

/** Zed used to write `command: { path, args, env }`. */
const unfolded = (command: JsonObject): JsonObject => ({
  command: command.path ?? null,
  ...(command.args === undefined ? {} : { args: command.args }),
  ...(isObject(command.env) ? { env: command.env } : {}),
});

/** The program and its arguments. */
function wordsOf(given: JsonObject): Json[] {
  const command = given.command ?? given.cmd;
  const args = Array.isArray(given.args) ? given.args : [];
  if (Array.isArray(command)) return [...command, ...args];
  return typeof command === 'string' ? [command, ...args] : [];
}

const first = (given: JsonObject, keys: readonly string[]): JsonObject =>
  keys.map((key) => given[key]).find(isObject) ?? {};

// Some clients write numbers; every process gets them as text.
const texts = (values: JsonObject, text: (value: Json) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([key, value]) => (value === null ? [] : [[key, text(value)]])));

const passedOn = (names: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    (Array.isArray(names) ? names : []).flatMap((name) =>
      typeof name === 'string' ? [[name, `\${env:${name}}`]] : [],
    ),
  );

/** Codex names the variables that headers come from. */
function namedHeaders(given: JsonObject): Record<string, string> {
  const named = isObject(given.env_http_headers) ? given.env_http_headers : {};
  const bearer = given.bearer_token_env_var;
  return {
    ...Object.fromEntries(Object.entries(named).map(([header, name]) => [header, `\${env:${String(name)}}`])),
    ...(typeof bearer === 'string' ? { Authorization: `Bearer \${env:${bearer}}` } : {}),
  };
}

function kindOf(given: JsonObject, words: readonly Json[], url: Json | undefined): ServerEntry['kind'] {
  const type = given.type ?? given.transport;
  if (isPart(given)) return 'part';
  if (isEmpty(words[0]) || (words.length === 0 && isEmpty(url ?? ''))) return 'broken';
  if (words.length > 0) return 'stdio';
  return type === 'sse' ? 'sse' : 'http';
}

const isPart = ({ type, source, command }: JsonObject): boolean =>
  (typeof type === 'string' && PARTS.has(type)) || (source === 'extension' && command === undefined);

const isEmpty = (value: Json | undefined): boolean => typeof value === 'string' && value.trim() === '';

function troubleOf(
  client: Pick<Client, 'title'>,
  given: JsonObject,
  words: readonly Json[],
  url: Json | undefined,
): string | undefined {
  if (isPart(given)) return `it is a part of ${client.title}, and no server of its own`;
  if (words.length === 0 && url === undefined) return 'it has neither a command nor an address';
  if (isEmpty(words[0])) return 'its command is empty';
  if (isEmpty(url)) return 'its address is empty';
  if (words.length > 0 && url !== undefined) return 'it has both a command and an address';
  if (words.some((word) => typeof word === 'object')) return 'its arguments are not all text';
  const nested = [first(given, ENV_KEYS), first(given, HEADER_KEYS)].flatMap((values) => Object.entries(values));
  const odd = nested.find(([, value]) => typeof value === 'object' && value !== null);
  if (odd !== undefined) return `${odd[0]} is not text`;
  if (typeof given.envFile === 'string') return `it reads variables from ${given.envFile}, which Sallyport does not`;
  if (Array.isArray(given.env_keys) && given.env_keys.length > 0) {
    return `${client.title} keeps its secrets (${given.env_keys.join(', ')}) where no other program gets them`;
  }
  const asked = /\$\{(?:input|command|config):[^}]*\}|\$\{\{[^}]*\}\}/.exec(JSON.stringify(given))?.[0];
  if (asked !== undefined) return `it needs ${asked}, which only ${client.title} can fill in`;
  return undefined;
}
