import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSource, type Source } from '../../config/source.ts';
import { placeAt } from '../../discover/client-file.ts';
import { isBroken } from '../../discover/formats/format.ts';
import { readToml } from '../../discover/formats/toml.ts';
import type { Path, Place } from '../../model/complaint.ts';
import { isObject } from '../../model/json.ts';
import { bad, type Check, doubtful, good } from './check.ts';

export interface Where {
  readonly home: string;
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
}

/** How a client starts a server. */
interface Entry {
  readonly command: string;
  readonly args: readonly string[];
  /** Without it the client starts us in a folder of its own choice. */
  readonly cwd: boolean;
}

/** Where clients keep their servers. */
function filesOf({ home, folder, platform, env }: Where): [client: string, file: string][] {
  const desktop =
    platform === 'darwin'
      ? path.join(home, 'Library', 'Application Support', 'Claude')
      : platform === 'win32'
        ? path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'Claude')
        : path.join(home, '.config', 'Claude');
  return [
    ['Claude Desktop', path.join(desktop, 'claude_desktop_config.json')],
    ['Claude Code', path.join(home, '.claude.json')],
    ['Claude Code', path.join(folder, '.mcp.json')],
    ['Cursor', path.join(home, '.cursor', 'mcp.json')],
    ['Cursor', path.join(folder, '.cursor', 'mcp.json')],
    ['VS Code', path.join(folder, '.vscode', 'mcp.json')],
    ['Gemini CLI', path.join(home, '.gemini', 'settings.json')],
    ['Codex', path.join(home, '.codex', 'config.toml')],
    ['opencode', path.join(home, '.config', 'opencode', 'opencode.json')],
    ['opencode', path.join(folder, 'opencode.json')],
  ];
}

/** Looks at how clients start Sallyport: they do so in a folder of their own, with a short PATH. */
export async function checkClients(where: Where): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [client, file] of filesOf(where)) {
    if (!existsSync(file)) continue;
    const about = `client ${client}`;
    const text = await readFile(file, 'utf8').catch(() => '');
    const source = file.endsWith('.toml') ? tomlSource(file, text) : readSource(file, text);
    checks.push(...brokenIn(file, source, about));
    for (const entry of entriesBelow(source.value, 0)) {
      const words = [entry.command, ...entry.args];
      if (!words.some((word) => /(?:^|[\\/])sallyport(?:[\\/]|$|\.cmd$)/i.test(word))) continue;
      const found = wrongWith(entry, file, about);
      checks.push(...(found.length === 0 ? [good(about, `${file} starts Sallyport by whole paths`)] : found));
    }
  }
  return checks;
}

function wrongWith({ command, args, cwd }: Entry, file: string, about: string): Check[] {
  const checks: Check[] = [];
  const config = args.indexOf('--config');
  const named = config === -1 ? undefined : args[config + 1];
  const isWhole = (name: string): boolean => path.isAbsolute(name) || name.startsWith('${');
  if (!args.includes('serve'))
    checks.push(bad(about, `${file} starts it without \`serve\``, 'Add "serve" to its args.'));
  if (named === undefined) {
    if (!cwd)
      checks.push(bad(about, `${file} names no configuration`, 'Add "--config" and its whole path to the args.'));
  } else if (!isWhole(named)) {
    if (!cwd)
      checks.push(
        bad(about, `${file} names ${named}, relative to a folder of the client's own choice`, 'Write its whole path.'),
      );
  } else if (path.isAbsolute(named) && !existsSync(named)) {
    checks.push(bad(about, `${file} names ${named}, which does not exist`, 'Correct the path after --config.'));
  }
  const script = args.find((arg) => /main\.js$/.test(arg));
  if (script !== undefined && !isWhole(script)) {
    checks.push(
      bad(about, `${file} names ${script}, relative to a folder of the client's own choice`, 'Write its whole path.'),
    );
  } else if (script !== undefined && path.isAbsolute(script) && !existsSync(script)) {
    checks.push(bad(about, `${file} names ${script}, which does not exist`, 'Correct the path.'));
  }
  if (path.isAbsolute(command) && !existsSync(command)) {
    checks.push(bad(about, `${file} starts ${command}, which does not exist`, 'Correct its command.'));
  } else if (!isWhole(command) && /[\\/]/.test(command)) {
    checks.push(
      bad(about, `${file} starts ${command}, relative to a folder of the client's own choice`, 'Write its whole path.'),
    );
  } else if (command === 'sallyport') {
    checks.push(
      doubtful(
        about,
        `${file} starts it by name, and programs started from a desktop have a shorter PATH`,
        'Write the whole path of its command.',
      ),
    );
  }
  return checks;
}

/** A client's file in TOML, as `readSource` has the others. */
function tomlSource(file: string, text: string): Source {
  const read = readToml(text);
  if (isBroken(read)) {
    const { what, offset } = read;
    return {
      value: {},
      complaints: [{ path: [], what, place: placeAt(file, text, offset, true) }],
      locate: () => undefined,
    };
  }
  const locate = (at: Path): Place | undefined => {
    const offset = read.offsetOf(at);
    return offset === undefined ? undefined : placeAt(file, text, offset);
  };
  return { value: read.value, complaints: [], locate };
}

/** What keeps a client from starting its servers, ours or not: it says so nowhere that a person looks. */
function brokenIn(file: string, { value, complaints, locate }: Source, about: string): Check[] {
  const [first] = complaints;
  const where = (place: Place | undefined): string =>
    place === undefined ? file : `${file}:${place.line}:${place.column}`;
  if (first !== undefined)
    return [
      bad(
        about,
        `${where(first.place)} cannot be read: ${first.what}`,
        'Correct it: the client reads no server there.',
      ),
    ];
  return serversBelow(value, mapIn(file), []).flatMap(({ path: at, entry }) => {
    const why = whyBroken(entry);
    if (why === undefined) return [];
    const said = `${where(locate(at, { key: true }))} server "${at.at(-1)}" ${why}`;
    return [doubtful(about, said, 'Give it a command or a url, or remove the entry.')];
  });
}

/** Under which key a client keeps its servers by name. The others' keys mean something else to it. */
const mapIn = (file: string): string =>
  file.endsWith('.toml')
    ? 'mcp_servers'
    : file.endsWith('opencode.json')
      ? 'mcp'
      : path.basename(path.dirname(file)) === '.vscode'
        ? 'servers'
        : 'mcpServers';

function serversBelow(value: unknown, map: string, at: Path): { path: Path; entry: unknown }[] {
  // Claude Code has some for each project, two levels down; no client goes further.
  if (!isObject(value) || at.length > 3) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === map && isObject(inner)
      ? Object.entries(inner).map(([name, entry]) => ({ path: [...at, key, name], entry }))
      : serversBelow(inner, map, [...at, key]),
  );
}

/** Why an entry starts nothing; undefined where it does, or is switched off. */
function whyBroken(entry: unknown): string | undefined {
  if (!isObject(entry)) return 'is no object';
  if (entry.enabled === false || entry.disabled === true || entry.type === 'sdk') return undefined;
  const { command } = entry;
  const url = entry.url ?? entry.httpUrl ?? entry.serverUrl;
  if (url === undefined && command === undefined) return 'has neither a command nor a url';
  if (typeof url === 'string' && url.trim() === '') return 'has an empty url';
  const program = Array.isArray(command) ? (command[0] ?? '') : command;
  return typeof program === 'string' && program.trim() === '' ? 'has an empty command' : undefined;
}

/** Anything with a `command`, wherever it stands: clients differ in the names of what is around it. */
function entriesBelow(value: unknown, depth: number): Entry[] {
  if (typeof value !== 'object' || value === null || depth > 6) return [];
  const { command, args, cwd } = value as { command?: unknown; args?: unknown; cwd?: unknown };
  const words = (list: unknown): string[] =>
    Array.isArray(list) ? list.filter((word): word is string => typeof word === 'string') : [];
  if (typeof command === 'string') return [{ command, args: words(args), cwd: typeof cwd === 'string' }];
  if (Array.isArray(command)) {
    const [first = '', ...rest] = words(command);
    return [{ command: first, args: rest, cwd: typeof cwd === 'string' }];
  }
  return Object.values(value).flatMap((inner) => entriesBelow(inner, depth + 1));
}
