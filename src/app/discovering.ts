import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from '../discover/client.ts';
import type { SeeSecrets } from '../discover/credentials.ts';
import { type Discovery, discover } from '../discover/discovery.ts';
import { SOURCES, type Source } from '../discover/find.ts';
import {
  eachOnce,
  type Listener,
  LSOF,
  POWERSHELL_LISTENERS,
  parseLsof,
  parseNetTcp,
  parseProcNet,
} from '../discover/listeners.ts';
import { reached, thisMachine } from '../discover/places.ts';
import { fromListed, linuxProcesses, type RunningProcess, socketOwners } from '../discover/process-list.ts';
import { secretDetectors } from '../inspect/secrets.ts';
import { allProcesses } from '../journal/disk/process-table.ts';
import { probeMcp } from '../upstream/probe.ts';
import { askEngines } from './discovering/container-engines.ts';
import { ownPrograms } from './own-program.ts';
import { CONFIG_FILE, homeConfig } from './places/config-place.ts';
import { VERSION } from './version.ts';

export interface DiscoverWish {
  readonly sources?: readonly Source[];
  readonly folder?: string | undefined;
  readonly config?: string | undefined;
  /** Ask ports of this machine what they are. */
  readonly probe?: boolean | undefined;
  readonly progress?: (source: Source, done: number, of: number) => void;
  /** Another machine than this, and where else our program is: for tests. */
  readonly machine?: Machine;
  readonly programs?: readonly string[];
}

/** Milliseconds for the answer of one port. */
const PATIENCE = 1_500;

/** Looks around on this machine. */
export function discoverHere(wish: DiscoverWish): Promise<Discovery> {
  const { machine = thisMachine(), sources = SOURCES } = wish;
  const { folder, progress } = wish;
  const clientInfo = JSON.stringify({ name: 'sallyport', version: VERSION });
  return discover({
    machine,
    sources,
    projects: [process.cwd()],
    configs: configsFor(wish, machine),
    programs: wish.programs ?? ownPrograms(),
    self: process.pid,
    seeSecrets,
    processes: runningProcesses,
    listeners: openListeners,
    engines: () => askEngines(machine.env),
    ...(folder === undefined ? {} : { folder: path.resolve(folder) }),
    ...(wish.probe === true ? { probe: (url: string) => probeMcp(url, { clientInfo, timeout: PATIENCE }) } : {}),
    ...(progress === undefined ? {} : { progress }),
  });
}

/** Those that are there without being told: of this folder, and where `sallyport adopt` puts them. */
function configsFor({ config }: DiscoverWish, machine: Machine): string[] {
  if (config !== undefined) return [path.resolve(config)];
  return [path.resolve(CONFIG_FILE), reached(homeConfig(machine.home), machine)].filter((file) => existsSync(file));
}

/** What detectors know by its form. */
export const seeSecrets: SeeSecrets = (text) =>
  secretDetectors.flatMap((detector) => detector.find(text).map(({ start, end }) => [start, end] as const));

const runningProcesses = (): RunningProcess[] =>
  process.platform === 'linux' ? linuxProcesses() : allProcesses().map(fromListed);

function openListeners(): Listener[] {
  if (process.platform === 'linux') {
    const owners = socketOwners();
    const tables = ['/proc/net/tcp', '/proc/net/tcp6'].filter((file) => existsSync(file));
    return eachOnce(tables.flatMap((file) => parseProcNet(readFileSync(file, 'utf8'), owners)));
  }
  if (process.platform === 'win32') {
    return eachOnce(
      parseNetTcp(run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', POWERSHELL_LISTENERS])),
    );
  }
  return eachOnce(parseLsof(run('lsof', LSOF)));
}

const run = (command: string, args: readonly string[]): string =>
  execFileSync(command, args, {
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 32_000_000,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

export type { Discovery } from '../discover/discovery.ts';
export { type Find, spotText } from '../discover/find.ts';
export { keepSnapshot as keepDiscovery } from './discovering/snapshot.ts';
