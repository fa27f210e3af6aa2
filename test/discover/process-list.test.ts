import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromListed, linuxProcesses, socketOwners } from '../../src/discover/process-list.ts';
import { put, scratch } from './home.ts';

describe('processes', () => {
  it('are read from /proc, with what their input and output are', () => {
    const proc = scratch();
    const make = (pid: number, line: string, parent: number, input?: string): void => {
      put(path.join(proc, `${pid}`, 'cmdline'), line);
      put(path.join(proc, `${pid}`, 'stat'), `${pid} (a (b) c) S ${parent} 1 1 0`);
      if (input === undefined) return;
      put(path.join(proc, `${pid}`, 'fd', 'x'), '');
      symlinkSync(input, path.join(proc, `${pid}`, 'fd', '0'));
      symlinkSync('pipe:[5]', path.join(proc, `${pid}`, 'fd', '1'));
      symlinkSync('/home/ann', path.join(proc, `${pid}`, 'cwd'));
    };
    make(7, 'node\0/x/a b.js\0\0', 1, 'socket:[9]');
    make(8, 'npm exec mail --all\0\0\0', 7, '/dev/null');
    make(9, '', 1);
    make(10, 'other\0', 1);
    put(path.join(proc, 'net', 'tcp'), '');
    expect(linuxProcesses(proc)).toEqual([
      { pid: 10, parent: 1, words: ['other'] },
      { pid: 7, parent: 1, words: ['node', '/x/a b.js'], isPiped: true, cwd: '/home/ann' },
      { pid: 8, parent: 7, words: ['npm', 'exec', 'mail', '--all'], isPiped: false, cwd: '/home/ann' },
    ]);
    expect(socketOwners(proc)).toEqual(new Map([['9', 7]]));
    expect(linuxProcesses(path.join(proc, 'nowhere'))).toEqual([]);
  });

  it('are taken apart where a platform prints them in one line', () => {
    expect(fromListed({ pid: 3, parent: 2, command: '"C:\\a b\\node.exe" x.js' })).toEqual({
      pid: 3,
      parent: 2,
      words: ['C:\\a b\\node.exe', 'x.js'],
    });
  });

  it.runIf(process.platform === 'linux')('of this machine are seen as they are', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume(); console.log(1)', 'a b'], { stdio: 'pipe' });
    await once(child.stdout, 'data');
    const found = linuxProcesses().find(({ pid }) => pid === child.pid);
    child.kill();
    expect(found).toMatchObject({ parent: process.pid, isPiped: true, cwd: process.cwd() });
    expect(found?.words.at(-1)).toBe('a b');
  });
});
