import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { uninterrupted } from '../../src/cli/uninterrupted.ts';
import { makeHome } from './adopt-home.ts';

describe('what may not be interrupted', () => {
  it('is done to its end, and whoever stops the process is heard again behind it', async () => {
    const before = process.listenerCount('SIGINT');
    let isDone = false;
    const done = await uninterrupted(async () => {
      process.kill(process.pid, 'SIGINT');
      await sleep(20);
      isDone = true;
      return 7;
    });
    expect([done, isDone, process.listenerCount('SIGINT')]).toEqual([7, true, before]);
    await expect(uninterrupted(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(process.listenerCount('SIGINT')).toBe(before);
  });

  it('is adoption: stopped while it writes, it has adopted everything, and has left nothing else', {
    timeout: 60_000,
  }, async () => {
    const { home, files, state } = makeHome();
    const folders = [path.dirname(files.desktop), path.dirname(files.cursor)];
    const before = folders.map((folder) => readdirSync(folder));
    const child = spawn(process.execPath, [path.resolve('dist/cli/main.js'), 'adopt', '--yes', '--secrets', 'file'], {
      env: { PATH: process.env.PATH, HOME: home, SALLYPORT_STATE: state.root },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('close', (code) => resolve(code)));
    // The kept old files are there before the first client's file changes.
    while (!existsSync(state.adoptions) && child.exitCode === null) await sleep(1);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    for (const file of [files.desktop, files.cursor]) expect(readFileSync(file, 'utf8')).toContain('sallyport');
    expect(folders.map((folder) => readdirSync(folder))).toEqual(before);
  });
});
