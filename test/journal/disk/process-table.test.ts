import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import {
  allProcesses,
  ancestors,
  isAlive,
  ownMark,
  processTable,
  type TableSource,
} from '../../../src/journal/disk/process-table.ts';

const never = (): never => {
  throw new Error('not asked for');
};

const linux = (files: { [file: string]: string }): TableSource => ({
  platform: 'linux',
  read: (file) => files[file],
  run: never,
});
const stat = (pid: number, name: string, parent: number, ticks: number): string =>
  `${pid} (${name}) S ${parent} 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 ${ticks} 100 200 18446744073709551615\n`;
const BOOT = { '/proc/sys/kernel/random/boot_id': 'b00t\n' };

const PS = `    1     0 Mon Nov  2 08:00:01 2026     /sbin/launchd
  501     1 Sat Nov 21 10:15:09 2026     /Applications/Claude.app/Contents/MacOS/Claude
  777   501 Sat Nov 21 10:15:10 2026     /bin/sh -c npx sallyport serve
`;

const POWERSHELL = [
  '0 0 0 ',
  '4 0 133000000000000000 ',
  '900 4 133000000000000100 "C:\\Program Files\\Claude\\Claude.exe" --flag',
  '901 900 133000000000000200 cmd.exe /c npx sallyport serve',
  '902 910 133000000000000300 node.exe',
  '910 900 133000000000000900 notepad.exe',
].join('\r\n');

it('lists all processes where the platform prints them at once', () => {
  const pids = (platform: NodeJS.Platform, printed: string): number[] =>
    allProcesses({ platform, read: never, run: () => printed }).map(({ pid }) => pid);
  expect(pids('darwin', PS)).toEqual([1, 501, 777]);
  expect(pids('win32', POWERSHELL)).toEqual([0, 4, 900, 901, 902, 910]);
});

describe('Linux', () => {
  it('reads a name with spaces and parentheses, words apart', () => {
    const table = processTable(
      linux({ ...BOOT, '/proc/7/stat': stat(7, 'a) S 9 (b', 3, 555), '/proc/7/cmdline': 'node\0x.js\0--a b\0' }),
    );
    expect(table(7)).toEqual({ pid: 7, parent: 3, started: 'b00t:555', command: 'node x.js --a b' });
    expect(table(8)).toBeUndefined();
  });

  it('says that it does not understand a form it does not know', () => {
    expect(() => processTable(linux({ '/proc/7/stat': 'nonsense' }))(7)).toThrow(/unknown form/);
  });
});

describe('macOS', () => {
  it('reads ps once', () => {
    const asked: string[] = [];
    const run = (command: string, args: readonly string[]): string => {
      asked.push([command, ...args].join(' '));
      return PS;
    };
    const table = processTable({ platform: 'darwin', read: never, run });
    expect(table(777)).toEqual({
      pid: 777,
      parent: 501,
      started: 'Sat Nov 21 10:15:10 2026',
      command: '/bin/sh -c npx sallyport serve',
    });
    expect(table(1)?.command).toBe('/sbin/launchd');
    expect(table(2)).toBeUndefined();
    expect(asked).toEqual(['ps -axww -o pid=,ppid=,lstart=,command=']);
    expect(ancestors(777, table).map((entry) => entry.pid)).toEqual([501, 1]);
  });

  it('takes an empty list for a failure, not for an empty machine', () => {
    expect(() => processTable({ platform: 'darwin', read: never, run: () => '' })(1)).toThrow(/no process/);
  });
});

describe('Windows', () => {
  const table = processTable({ platform: 'win32', read: never, run: () => POWERSHELL });
  it('reads what PowerShell prints', () => {
    expect(table(901)).toEqual({
      pid: 901,
      parent: 900,
      started: '133000000000000200',
      command: 'cmd.exe /c npx sallyport serve',
    });
    expect(ancestors(901, table).map((entry) => entry.pid)).toEqual([900, 4]);
  });

  it('knows that a parent younger than its child is another process with an old number', () => {
    expect(table(902)?.parent).toBe(0);
    expect(ancestors(902, table)).toEqual([]);
  });

  it('takes an empty list for a failure', () => {
    expect(() => processTable({ platform: 'win32', read: never, run: () => '' })(1)).toThrow(/no process/);
  });
});

it('walks a ring of parents once', () => {
  const table = processTable(
    linux({ ...BOOT, '/proc/7/stat': stat(7, 'a', 8, 1), '/proc/8/stat': stat(8, 'b', 7, 1) }),
  );
  expect(ancestors(7, table).map((entry) => entry.pid)).toEqual([8]);
});

describe('this machine', () => {
  it('knows this process and its parent', () => {
    const parents = ancestors(process.pid, processTable());
    expect(parents[0]?.pid).toBe(process.ppid);
    expect(processTable()(process.pid)?.started).toBe(ownMark().started);
  });

  it('knows the living from the dead, and from those who got their number', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    await once(child, 'spawn');
    const pid = child.pid as number;
    const mark = { pid, started: processTable()(pid)?.started ?? '' };
    expect(isAlive(mark)).toBe(true);
    expect(isAlive({ pid, started: `${mark.started}0` })).toBe(false);
    expect(isAlive({ pid, started: '' })).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(mark)).toBe(false);
    expect(isAlive(ownMark())).toBe(true);
    expect(isAlive({ pid: process.pid, started: 'earlier' })).toBe(false);
    expect(isAlive({ pid: 0, started: '' })).toBe(false);
    expect(isAlive({ pid: -1, started: '' })).toBe(false);
  });

  it('takes a zombie for dead, though its number still answers', () => {
    const pid = process.ppid;
    const source = (state: string) => {
      const text = stat(pid, 'node', 1, 7);
      return linux({ ...BOOT, [`/proc/${pid}/stat`]: text.replace(/\) \w /, `) ${state} `) });
    };
    expect(isAlive({ pid, started: '' }, processTable(source('S')))).toBe(true);
    expect(isAlive({ pid, started: '' }, processTable(source('Z')))).toBe(false);
  });

  it.runIf(process.platform === 'linux')('takes a child that its parent never asked for as dead', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
    const mark = { pid: Number(printed.toString()), started: '' };
    try {
      await vi.waitFor(() => expect(isAlive(mark)).toBe(false), { timeout: 10_000 });
      expect(() => process.kill(mark.pid, 0)).not.toThrow();
    } finally {
      parent.kill('SIGKILL');
    }
  });
});
