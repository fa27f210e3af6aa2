import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ProcessTable } from '../../../src/journal/disk/process-table.ts';
import {
  clientAmong,
  clientsAbove,
  isLauncher,
  readClients,
  registerClient,
} from '../../../src/journal/state/clients.ts';
import { runModule, scratch } from '../scratch.ts';

const tableOf = (rows: readonly (readonly [pid: number, parent: number, command: string])[]): ProcessTable => {
  const all = new Map(rows.map(([pid, parent, command]) => [pid, { pid, parent, started: `s${pid}`, command }]));
  return (pid) => all.get(pid);
};

describe('launchers', () => {
  it.each([
    'sh -c sallyport serve',
    '/bin/bash -lc "exec x"',
    'C:\\Windows\\System32\\cmd.exe /d /s /c npx sallyport',
    'cmd /c x',
    'npm exec sallyport serve',
    'npx -y sallyport',
    '/usr/bin/env node x',
    'node /usr/lib/node_modules/npm/bin/npx-cli.js -y sallyport',
    'node /usr/local/bin/npx -y sallyport',
    'powershell.exe -c x',
  ])('%s stands between', (command) => expect(isLauncher(command)).toBe(true));
  it.each(['claude', 'node /opt/claude/cli.js', '-bash', 'bash', 'zsh -i', '/usr/bin/code --type=x', 'node', ''])(
    '%s is itself',
    (command) => expect(isLauncher(command)).toBe(false),
  );
});

describe('clients', () => {
  const parents = (rows: readonly string[]) =>
    clientsAbove(rows.map((command, i) => ({ pid: 100 - i, parent: 99 - i, started: 's', command }))).map(
      (client) => client.command,
    );
  it('is the parent, and behind launchers the first that is none', () => {
    expect(parents(['claude', 'bash', 'gnome-terminal'])).toEqual(['claude']);
    expect(parents(['sh -c x', 'npm exec x', 'claude', 'bash'])).toEqual(['sh -c x', 'npm exec x', 'claude']);
  });
  it('is never init, or what stands in for it', () => {
    expect(parents(['/lib/systemd/systemd --user', 'x'])).toEqual([]);
    expect(parents(['sh -c x', '/sbin/launchd'])).toEqual(['sh -c x']);
    expect(clientsAbove([{ pid: 1, parent: 0, started: 's', command: 'node app.js' }])).toEqual([]);
  });

  it('is found above its children by number and start', () => {
    const dir = scratch();
    const table = tableOf([
      [process.pid, 50, 'node serve'],
      [50, 40, 'claude'],
      [40, 1, 'zsh'],
      [60, 50, 'bash -c sallyport approve'],
      [61, 60, 'node approve'],
      [41, 40, 'node approve'],
    ]);
    expect(registerClient(dir, table)).toEqual([{ pid: 50, started: 's50', command: 'claude' }]);
    expect(clientAmong(dir, 61, table)?.command).toBe('claude');
    expect(clientAmong(dir, 41, table)).toBeUndefined();
    const later: ProcessTable = (pid) => {
      const entry = table(pid);
      return entry?.pid === 50 ? { ...entry, started: 'later' } : entry;
    };
    expect(clientAmong(dir, 61, later)).toBeUndefined();
  });

  it('is not guessed at where parents cannot be read', () => {
    const dir = scratch();
    const blind: ProcessTable = () => {
      throw new Error('no /proc');
    };
    expect(() => clientAmong(dir, 61, blind)).toThrow('no /proc');
    expect(() => registerClient(dir, blind)).toThrow('no /proc');
  });

  it('is this process for what it starts, and forgotten when it has ended', async () => {
    const dir = scratch();
    const register = `
      import { registerClient } from 'dist:journal/state/clients.js';
      console.log(JSON.stringify(registerClient(process.argv[1])));`;
    const [client] = JSON.parse(await runModule(register, [dir]));
    expect(client.pid).toBe(process.pid);
    // The one that registered is gone, its client is not.
    expect(clientAmong(dir, process.pid)?.pid).not.toBe(process.pid);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
    await once(child, 'spawn');
    expect(clientAmong(dir, child.pid as number)?.pid).toBe(process.pid);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const dead = { pid: 2 ** 30, started: 'x', clients: [{ pid: 2 ** 30, started: 'x', command: 'gone' }] };
    writeFileSync(path.join(dir, '1-1.json'), JSON.stringify(dead));
    writeFileSync(path.join(dir, '2-2.json'), '{"clients":');
    await runModule(register, [dir]);
    expect(readdirSync(dir)).not.toContain('1-1.json');
    expect(readdirSync(dir)).toContain('2-2.json');
    expect(readClients(dir).every(({ pid }) => pid === process.pid)).toBe(true);
  });
});
