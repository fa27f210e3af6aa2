import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isObject } from '../../model/json.ts';
import {
  ancestors,
  isAlive,
  ownMark,
  type ProcessEntry,
  type ProcessMark,
  type ProcessTable,
  processTable,
} from '../disk/process-table.ts';

/** The process of an AI client that started a Sallyport. Its descendants may be the agent's doing and cannot approve. */
export interface Client extends ProcessMark {
  /** For people: which program it was. */
  readonly command: string;
}

const SHELL = /^-?(?:sh|bash|dash|zsh|ksh|fish|ash|busybox|cmd|powershell|pwsh)(?:\.exe)?$/i;
const LAUNCHER =
  /^(?:npm|npx|pnpm|pnpx|yarn|bunx|uvx|uv|env|nice|timeout|tsx|corepack|volta|mise|asdf|direnv)(?:\.exe|\.cmd|\.js)?$/i;
const INIT =
  /^(?:init|systemd|launchd|tini|dumb-init|catatonit|docker-init|runit|s6-svscan|services\.exe|wininit\.exe)$/i;

const program = (word: string): string => word.replace(/^.*[\\/]/, '');

/** Whether a process only launches another for a client: `sh -c …`, `npx …`, `npm exec …`. */
export function isLauncher(command: string): boolean {
  const words = command.replace(/^"([^"]*)"/, '$1').split(' ');
  const first = program(words[0] ?? '');
  if (SHELL.test(first)) return words.slice(1).some((word) => /^(?:-[a-z]*c|\/[cks])$/i.test(word));
  if (LAUNCHER.test(first)) return true;
  // npm and its kind are scripts that node runs.
  return (
    /^node(?:\.exe)?$/i.test(first) && /(?:^|[\\/])(?:npm|npx|pnpm|yarn)(?:-cli)?(?:\.c?js)?$/.test(words[1] ?? '')
  );
}

/** Every parent from the nearest up to the client itself, launchers in between included: they may end before it. */
export function clientsAbove(parents: readonly ProcessEntry[]): Client[] {
  const clients: Client[] = [];
  for (const parent of parents) {
    if (parent.pid <= 1 || INIT.test(program(parent.command.split(' ')[0] ?? ''))) break;
    clients.push({ pid: parent.pid, started: parent.started, command: parent.command.slice(0, 200) });
    if (!isLauncher(parent.command)) break;
  }
  return clients;
}

/**
 * Notes which client started this process, in `clients/`. Called by a Sallyport that serves over stdio. Returns what was
 * noted. Throws where the platform does not show parents or the folder cannot be written.
 */
export function registerClient(dir: string, table: ProcessTable = processTable()): readonly Client[] {
  sweepClients(dir);
  const clients = clientsAbove(ancestors(process.pid, table));
  if (clients.length === 0) return clients;
  const { pid, started } = ownMark();
  const draft = path.join(dir, `${pid}-${Date.now()}.tmp`);
  writeFileSync(draft, JSON.stringify({ pid, started, clients }), { flag: 'wx', mode: 0o600 });
  renameSync(draft, draft.replace(/tmp$/, 'json'));
  return clients;
}

/** The nearest parent of a process that is a client; undefined where none is. Throws like `registerClient`. */
export function clientAmong(dir: string, pid: number, table: ProcessTable = processTable()): Client | undefined {
  const known = readClients(dir);
  for (const parent of ancestors(pid, table)) {
    const client = known.find(({ pid, started }) => {
      // Where a start time is unknown the pid alone decides: in doubt it is the client.
      return pid === parent.pid && (started === parent.started || started === '' || parent.started === '');
    });
    if (client !== undefined) return client;
  }
  return undefined;
}

/** All clients noted by any process, whether they still run or not. */
export function readClients(dir: string): Client[] {
  return readdirSync(dir).flatMap((name) => (name.endsWith('.json') ? clientsIn(path.join(dir, name)) : []));
}

/** A client is forgotten when it has ended, not when a Sallyport it started has. */
function sweepClients(dir: string): void {
  for (const name of readdirSync(dir)) {
    const file = path.join(dir, name);
    const clients = name.endsWith('.json') ? clientsIn(file) : [];
    if (clients.length > 0 && !clients.some((client) => isAlive(client))) rmSync(file, { force: true });
  }
}

function clientsIn(file: string): Client[] {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const clients: readonly unknown[] = isObject(value) && Array.isArray(value.clients) ? value.clients : [];
    return clients.flatMap((client) =>
      isObject(client) && typeof client.pid === 'number' && typeof client.started === 'string'
        ? [{ pid: client.pid, started: client.started, command: String(client.command ?? '') }]
        : [],
    );
  } catch {
    return [];
  }
}
