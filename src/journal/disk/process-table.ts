import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { codeOf } from '../../model/caught.ts';

/** One process of this machine. Two processes that had the same pid differ in `started`. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
  /** The command line, its words joined by spaces. */
  readonly command: string;
  /** It has ended, and its parent has not taken note of it yet. Known on Linux only. */
  readonly isZombie?: true;
}

/** Looks a process up; undefined where there is none of that pid. Throws where the platform does not let us look. */
export type ProcessTable = (pid: number) => ProcessEntry | undefined;

/** Where a table is read from; tests hand in what platforms really print. */
export interface TableSource {
  readonly platform: NodeJS.Platform;
  /** The text of a file; undefined where there is none. */
  readonly read: (file: string) => string | undefined;
  /** What a program prints. Throws if it fails. */
  readonly run: (command: string, args: readonly string[]) => string;
}

const SYSTEM: TableSource = {
  platform: process.platform,
  read(file) {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ESRCH' || code === 'EACCES') return undefined;
      throw error;
    }
  },
  run: (command, args) =>
    execFileSync(command, args, {
      encoding: 'utf8',
      // Otherwise `ps` writes dates in the user's language.
      env: { ...process.env, LC_ALL: 'C' },
      timeout: 20_000,
      maxBuffer: 32_000_000,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
};

/** A table of the processes that run now. On Linux each look is fresh; elsewhere all are read once, at the first look. */
export function processTable(source: TableSource = SYSTEM): ProcessTable {
  if (source.platform === 'linux') return (pid) => linuxProcess(source, pid);
  let all: Map<number, ProcessEntry> | undefined;
  return (pid) => {
    all ??= source.platform === 'win32' ? windowsProcesses(source) : unixProcesses(source);
    return all.get(pid);
  };
}

/** Every process that runs, where the platform prints them all at once: anywhere but on Linux. */
export const allProcesses = (source: TableSource = SYSTEM): ProcessEntry[] => [
  ...(source.platform === 'win32' ? windowsProcesses(source) : unixProcesses(source)).values(),
];

function linuxProcess(source: TableSource, pid: number): ProcessEntry | undefined {
  const stat = source.read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses, and may hold spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const parent = Number(fields[1]);
  const ticks = fields[19];
  if (!Number.isInteger(parent) || ticks === undefined) throw new Error(`/proc/${pid}/stat has an unknown form`);
  // Ticks are counted from the boot: the same numbers come again after the next one.
  const boot = source.read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const command = (source.read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim();
  const entry = { pid, parent, started: `${boot}:${ticks}`, command };
  return fields[0] === 'Z' ? { ...entry, isZombie: true } : entry;
}

function unixProcesses(source: TableSource): Map<number, ProcessEntry> {
  const all = new Map<number, ProcessEntry>();
  const line = /^\s*(\d+)\s+(\d+)\s+(\w{3}\s+\w{3}\s+\d+\s+[\d:]+\s+\d{4})\s+(.*)$/;
  for (const text of source.run('ps', ['-axww', '-o', 'pid=,ppid=,lstart=,command=']).split('\n')) {
    const found = line.exec(text);
    if (found === null) continue;
    const [, pid, parent, started = '', command = ''] = found;
    const entry = { pid: Number(pid), parent: Number(parent), started: started.replace(/\s+/g, ' '), command };
    all.set(entry.pid, entry);
  }
  if (all.size === 0) throw new Error('ps listed no process');
  return all;
}

const POWERSHELL =
  'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.ParentProcessId) ' +
  '$(if ($_.CreationDate) { $_.CreationDate.ToFileTimeUtc() } else { 0 }) $($_.CommandLine)" }';

function windowsProcesses(source: TableSource): Map<number, ProcessEntry> {
  const all = new Map<number, ProcessEntry>();
  const printed = source.run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', POWERSHELL]);
  for (const text of printed.split(/\r?\n/)) {
    const found = /^(\d+) (\d+) (\d+) ?(.*)$/.exec(text);
    if (found === null) continue;
    const [, pid, parent, started = '', command = ''] = found;
    all.set(Number(pid), { pid: Number(pid), parent: Number(parent), started, command });
  }
  if (all.size === 0) throw new Error('powershell listed no process');
  // Windows reuses the pids of parents that are gone. A "parent" younger than its child is another process.
  for (const entry of all.values()) {
    const parent = all.get(entry.parent);
    const isYounger = parent !== undefined && BigInt(parent.started) > BigInt(entry.started);
    if (isYounger) all.set(entry.pid, { ...entry, parent: 0 });
  }
  return all;
}

/** The parents of a process, nearest first, itself left out. Throws where the platform does not let us look. */
export function ancestors(pid: number, table: ProcessTable): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  const met = new Set([pid]);
  for (let next = table(pid)?.parent ?? 0; next > 0 && !met.has(next); ) {
    met.add(next);
    const entry = table(next);
    if (entry === undefined) break;
    found.push(entry);
    next = entry.parent;
  }
  return found;
}

/** A process as others can recognise it later. */
export interface ProcessMark {
  readonly pid: number;
  /** '' where the platform did not tell. */
  readonly started: string;
}

let ours: ProcessMark | undefined;

/** The mark of this process. */
export function ownMark(): ProcessMark {
  ours ??= { pid: process.pid, started: startOf(process.pid) };
  return ours;
}

/** Whether the process that left this mark still runs; a zombie does not. In doubt it does. */
export function isAlive(mark: ProcessMark, table: ProcessTable = processTable()): boolean {
  if (!Number.isInteger(mark.pid) || mark.pid <= 0) return false;
  if (mark.pid === process.pid) return mark.started === ownMark().started;
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const entry = lookUp(mark.pid, table);
  if (entry?.isZombie === true) return false;
  const started = entry?.started ?? '';
  return started === '' || mark.started === '' || started === mark.started;
}

const startOf = (pid: number): string => lookUp(pid, processTable())?.started ?? '';

function lookUp(pid: number, table: ProcessTable): ProcessEntry | undefined {
  try {
    return table(pid);
  } catch {
    return undefined;
  }
}
