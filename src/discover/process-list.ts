import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { wordsOf } from './program.ts';

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly words: readonly string[];
  /** Whether its input and output are pipes, as a client keeps them to a stdio server; undefined where that cannot be seen. */
  readonly isPiped?: boolean;
  readonly cwd?: string;
}

/** A process as `ps` and its like print it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  /** The words of the command line, joined by spaces. */
  readonly command: string;
}

/** Where a process's words were joined, quotes and spaces tell them apart, as far as they can. */
export const fromListed = ({ pid, parent, command }: ListedProcess): RunningProcess => ({
  pid,
  parent,
  words: wordsOf(command),
});

/** The processes of a Linux. What ends meanwhile is left out. */
export function linuxProcesses(proc = '/proc'): RunningProcess[] {
  return pidsIn(proc).flatMap((pid) => {
    const folder = `${proc}/${pid}`;
    const line = read(`${folder}/cmdline`);
    const stat = read(`${folder}/stat`);
    if (line === undefined || stat === undefined || line === '') return [];
    const [input, output, cwd] = [link(`${folder}/fd/0`), link(`${folder}/fd/1`), link(`${folder}/cwd`)];
    // The program's name stands in parentheses, and may hold spaces and parentheses itself.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return [
      {
        pid,
        parent,
        words: commandWords(line),
        ...(input === undefined || output === undefined ? {} : { isPiped: isPipe(input) && isPipe(output) }),
        ...(cwd === undefined ? {} : { cwd }),
      },
    ];
  });
}

/** The process that holds each socket, by its inode. Those of other users cannot be seen. */
export function socketOwners(proc = '/proc'): Map<string, number> {
  const owners = new Map<string, number>();
  for (const pid of pidsIn(proc)) {
    for (const fd of list(`${proc}/${pid}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`${proc}/${pid}/fd/${fd}`) ?? '')?.[1];
      if (inode !== undefined) owners.set(inode, pid);
    }
  }
  return owners;
}

const pidsIn = (proc: string): number[] =>
  list(proc)
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

const isPipe = (target: string): boolean => /^(?:pipe|socket):/.test(target);

/** A program that renames itself leaves one text with spaces, such as `npm exec …`. */
function commandWords(line: string): string[] {
  const words = line.replace(/\0+$/, '').split('\0');
  const [only = ''] = words;
  return words.length === 1 && /\s/.test(only.trim()) ? wordsOf(only) : words;
}

/** Undefined where it is gone, or another user's. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function link(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
