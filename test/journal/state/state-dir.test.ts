import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStateDir, stateRoot } from '../../../src/journal/state/state-dir.ts';
import { MAIN } from '../../e2e/gateway.ts';
import { scratch } from '../scratch.ts';

describe('where the state is', () => {
  const home = path.resolve('/home/ann');
  it.each([
    ['linux', {}, path.join(home, '.local', 'state', 'sallyport')],
    ['linux', { XDG_STATE_HOME: path.resolve('/x') }, path.join(path.resolve('/x'), 'sallyport')],
    ['linux', { XDG_STATE_HOME: 'relative' }, path.join(home, '.local', 'state', 'sallyport')],
    ['linux', { SALLYPORT_STATE: '/s', XDG_STATE_HOME: '/x' }, path.resolve('/s')],
    ['darwin', { XDG_STATE_HOME: '/x' }, path.join(home, 'Library', 'Application Support', 'sallyport')],
    ['win32', { LOCALAPPDATA: '/local' }, path.join('/local', 'sallyport')],
    ['win32', {}, path.join(home, 'AppData', 'Local', 'sallyport')],
  ] as const)('%s %j', (platform, env, expected) => {
    expect(stateRoot({ platform, env, home })).toBe(expected);
  });
});

describe.runIf(process.platform !== 'win32')('opening', () => {
  it('makes every folder for this user only, whatever the umask', () => {
    const before = process.umask(0o000);
    try {
      const dir = openStateDir(path.join(scratch(), 'deep', 'state'));
      const { root, journal, approvals, sessions, clients, frozen, keys, tokens, credentials } = dir;
      for (const folder of [root, journal, approvals, sessions, clients, frozen, keys, tokens, credentials]) {
        expect(statSync(folder).mode & 0o777).toBe(0o700);
      }
    } finally {
      process.umask(before);
    }
  });

  it('opens what is there already', () => {
    const root = path.join(scratch(), 'state');
    expect(openStateDir(root)).toEqual(openStateDir(root));
  });

  it.each([0o720, 0o702, 0o777])('refuses a root that others can write to (%o)', (mode) => {
    const root = path.join(scratch(), 'state');
    mkdirSync(root);
    chmodSync(root, mode);
    expect(() => openStateDir(root)).toThrow(/written by others.*chmod 700/);
  });

  it('refuses a folder inside that others can write to', () => {
    const dir = openStateDir(path.join(scratch(), 'state'));
    chmodSync(dir.approvals, 0o777);
    expect(() => openStateDir(dir.root)).toThrow(/approvals can be written by others/);
  });

  it('refuses a link', () => {
    const root = path.join(scratch(), 'state');
    symlinkSync(scratch(), root);
    expect(() => openStateDir(root)).toThrow(/not a folder of its own/);
  });

  it.each(['state', 'state/below'])('says in words that a file stands where %s should be', (name) => {
    const folder = scratch();
    writeFileSync(path.join(folder, 'state'), '');
    const root = path.join(folder, name);
    expect(() => openStateDir(root)).toThrow(
      `the state directory ${root} cannot be made, because ${path.join(folder, 'state')} is a file`,
    );
    expect(() => openStateDir(root)).toThrow('--state or SALLYPORT_STATE');
  });

  it.runIf(process.platform === 'linux')('says where it may not be made', () => {
    expect(() => openStateDir('/sys/sallyport')).toThrow(
      'the state directory /sys/sallyport cannot be made: this user may not write into /sys; make that possible, or name',
    );
  });

  // Linux alone has such a file system everywhere. In a process of its own: what is tried for ever cannot be timed out here.
  it.runIf(process.platform === 'linux')('says in words that a file system takes no folders, and ends', () => {
    const ended = spawnSync(process.execPath, [MAIN, 'token', 'add', 'ci', '--state', '/proc/sallyport/state'], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(ended.stderr).toContain('/proc/sallyport is on a file system that takes no folders');
    expect(ended.status).toBe(1);
  });
});
