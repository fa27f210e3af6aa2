import type { Complaint, Locate, Path } from '../model/complaint.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';
import { latinName } from '../model/text/latin.ts';
import { configSchema } from './schema.ts';

/** A client's own file in our form: what to validate, and how its places map back. */
export interface Foreign {
  readonly value: JsonObject;
  readonly warnings: readonly Complaint[];
  readonly locate: Locate;
  /** A path in our form, as the client's file has it. */
  readonly given: (path: Path) => Path;
}

/** Keys that mean something to clients and nothing to us. */
const SILENT = new Set(['type', 'name', 'enabled', 'gallery', 'version', 'icon', 'transport', 'autoApprove']);
/** The same keys as Gemini and Windsurf spell them. */
const URL_KEYS = ['url', 'httpUrl', 'serverUrl'];
const KINDS: Readonly<Record<string, 'stdio' | 'http' | 'sse'>> = {
  stdio: 'stdio',
  local: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  streamableHttp: 'http',
  remote: 'http',
  sse: 'sse',
};

/** Reads the file of Claude Desktop, Claude Code, Cursor, VS Code and their kin; undefined where it is none of those. */
export function readForeign(value: unknown, locate: Locate): Foreign | undefined {
  if (!isObject(value)) return undefined;
  const top = foreignKey(value);
  const entries = top === undefined ? undefined : value[top];
  if (top === undefined || !isObject(entries)) return undefined;
  const warnings: Complaint[] = [];
  const warn = (path: Path, what: string): void => {
    warnings.push({ path, what, place: locate(path, { key: true }) });
  };
  const names = new Map<string, string>();
  const servers: Record<string, Json> = {};
  for (const [given, entry] of Object.entries(entries)) {
    if (isOurselves(given, entry)) {
      warn([top, given], `"${given}" is Sallyport itself, which would stand in front of itself: it is left out`);
      continue;
    }
    // Whoever is called so keeps it, wherever they stand.
    const has = (each: string): boolean => names.has(each) || (each !== given && Object.hasOwn(entries, each));
    const name = readableName(given, { has });
    names.set(name, given);
    if (name !== given) warn([top, given], `server "${given}" is called "${name}" here`);
    servers[name] = isObject(entry) ? convert(entry, (key, what) => warn([top, given, key], what)) : entry;
  }
  for (const key of Object.keys(value)) {
    // The rest is the client's own: its windows, its theme, its history.
    if (key !== top && key !== '$schema' && key in configSchema.shape) {
      warn([key], `"${key}" is not read from a client's file; write a servers.config.yaml for it`);
    }
  }
  const pathOf = ([first, name, ...rest]: Path): Path => {
    if (first !== 'servers') return [top];
    return name === undefined ? [top] : [top, names.get(String(name)) ?? name, ...rest];
  };
  return { value: { servers }, warnings, given: pathOf, locate: (path, point) => locate(pathOf(path), point) };
}

/** Whether an entry starts Sallyport: that of a client that was adopted, or a copy of it. */
function isOurselves(name: string, entry: Json): boolean {
  if (/^sallyport$/i.test(name.trim())) return true;
  if (!isObject(entry)) return false;
  const words = [entry.command, ...(Array.isArray(entry.args) ? entry.args : [])];
  return words.some((word) => typeof word === 'string' && /^(.*[\\/])?sallyport(@[^\\/]*|\.cmd|\.exe)?$/i.test(word));
}

function foreignKey(value: JsonObject): 'mcpServers' | 'servers' | undefined {
  if (isObject(value.mcpServers)) return 'mcpServers';
  const { servers } = value;
  if (!isObject(servers)) return undefined;
  const ours = Object.keys(value).some((key) => key !== 'servers' && key !== '$schema' && key in configSchema.shape);
  const theirs = 'inputs' in value || Object.values(servers).some((entry) => isObject(entry) && 'type' in entry);
  return theirs && !ours ? 'servers' : undefined;
}

function convert(entry: JsonObject, warn: (key: string, what: string) => void): JsonObject {
  const server: Record<string, Json> = {};
  for (const key of ['command', 'args', 'env', 'cwd', 'headers', 'description', 'disabled']) {
    const given = entry[key];
    if (given !== undefined && given !== null) server[key] = translate(given);
  }
  const urlKey = URL_KEYS.find((key) => typeof entry[key] === 'string');
  if (urlKey !== undefined) server.url = translate(entry[urlKey] as string);
  if (entry.enabled === false) server.disabled = true;
  const kind = entry.type ?? entry.transport;
  if (typeof kind === 'string') {
    const transport = KINDS[kind];
    if (transport === undefined) warn('type' in entry ? 'type' : 'transport', `unknown type "${kind}"`);
    else server.transport = transport;
  }
  const isOpen = !Object.keys(isObject(server.headers) ? server.headers : {}).some((key) =>
    /^authorization$/i.test(key),
  );
  // Clients sign in to such servers where they are asked to; we do so with `sallyport login`.
  if (typeof server.url === 'string' && /^https:/i.test(server.url) && isOpen) server.auth = { oauth: {} };
  // Some clients write env values as numbers; every process gets them as text.
  if (isObject(server.env)) {
    server.env = Object.fromEntries(
      Object.entries(server.env).map(([key, item]) => [
        key,
        item !== null && typeof item === 'object' ? item : String(item),
      ]),
    );
  }
  const known = new Set([...Object.keys(server), ...SILENT, ...URL_KEYS, 'command', 'cwd', 'args', 'env', 'headers']);
  for (const key of Object.keys(entry)) {
    if (!known.has(key)) warn(key, `"${key}" is a key of the client and has no effect here`);
  }
  return server;
}

/** Clients' references in our spelling: `${X}` and `${X:-y}` of Claude Code, `${workspaceFolder}` of VS Code. */
function translate(value: Json): Json {
  if (Array.isArray(value)) return value.map(translate);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, translate(item)]));
  if (typeof value !== 'string') return value;
  return value
    .replaceAll(/\$\{workspace(Folder|Root)\}/g, '${workspace}')
    .replaceAll('${userHome}', '${home}')
    .replaceAll(/\$\{([A-Z_][A-Z0-9_]*(?::-[^}]*)?)\}/g, '${env:$1}');
}

/** A name we accept, as near to the given one as it gets: `My Server!` becomes `My-Server`, `Größe` becomes `Grosse`. */
export function readableName(given: string, taken: { has(name: string): boolean }): string {
  const base =
    latinName(given)
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .replaceAll(/_{2,}/g, '_')
      .replaceAll(/^[-_]+|[-_]+$/g, '')
      .slice(0, 36) || 'server';
  let name = base;
  for (let copy = 2; taken.has(name); copy++) name = `${base}-${copy}`;
  return name;
}
