import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { findState, loginName, openState, readState } from '../../src/cli/state.ts';
import { fillRecord, makeState, runCli, scratch } from './stage.ts';

it('finds the state directory it is told, and looks at it only to open it', () => {
  const root = scratch();
  expect(findState(`${root}/none`).trust).toContain('none');
  if (process.platform !== 'win32') {
    mkdirSync(`${root}/open`);
    chmodSync(`${root}/open`, 0o777);
    expect(() => openState(`${root}/open`)).toThrow(/written by others/);
  }
  expect(loginName()).not.toBe('');
  writeFileSync(`${root}/file`, '');
  expect(() => readState(`${root}/file`)).toThrow(/file is a file, and no state directory; name a folder with --state/);
});

it('makes no state directory that was mistyped, in any command that reads or decides, and says what to do', {
  timeout: 120_000,
}, async () => {
  const folder = scratch();
  const state = path.join(folder, 'mistyped');
  const config = path.join(folder, 'servers.config.yaml');
  writeFileSync(config, 'servers:\n  it: { command: it }\n');
  const commands = [
    ['pending'],
    ['sessions'],
    ['servers'],
    ['servers', '--config', config],
    ['inventory', '--config', config],
    ['freeze'],
    ['freeze', '--server', 'it'],
    ['log'],
    ['show', 'x'],
    ['except', 'x'],
    ['verify'],
    ['checkpoint'],
    ['restore', '--dry-run'],
    ['token', 'list'],
    ['trust', '--list', '--config', config],
    ['replay', '--config', config],
  ];
  for (const command of commands) {
    const { code, err } = await runCli([...command, '--state', state], {}, folder);
    expect({ command, code }).toEqual({ command, code: 1 });
    expect(err).toMatch(
      /there is no record .*mistyped[\s\S]*--state|mistyped\/journal: there is no record here yet; --state/,
    );
    expect(existsSync(state), command.join(' ')).toBe(false);
  }
  const frozen = await runCli(['freeze', '--server', 'it', '--state', state], {}, folder);
  expect(frozen.err).toContain('nothing was frozen');
});

it('leaves a copy of a record as it is, in any command that only reads', { timeout: 120_000 }, async () => {
  const original = makeState();
  await fillRecord(original);
  const folder = scratch();
  const copy = path.join(folder, 'copy');
  cpSync(original.journal, path.join(copy, 'journal'), { recursive: true });
  const config = path.join(folder, 'servers.config.yaml');
  writeFileSync(config, 'servers:\n  it: { command: it }\n');
  const before = readdirSync(copy, { recursive: true });
  const commands = [
    ['log'],
    ['show', 'call0001'],
    ['sessions'],
    ['servers'],
    ['servers', '--config', config],
    ['inventory', '--config', config],
    ['token', 'list'],
    ['trust', '--list', '--config', config],
    ['verify'],
  ];
  for (const command of commands) {
    const { code, err } = await runCli([...command, '--state', copy], {}, folder);
    expect({ command, code, err: code === 0 ? '' : err }).toEqual({ command, code: 0, err: '' });
    expect(readdirSync(copy, { recursive: true }), command.join(' ')).toEqual(before);
  }
});

it('says what there is before the first call, where nobody named a state directory', { timeout: 60_000 }, async () => {
  const home = scratch();
  const env = { HOME: home, SALLYPORT_STATE: '', XDG_STATE_HOME: '', LOCALAPPDATA: home };
  const config = path.join(home, 'servers.config.yaml');
  writeFileSync(config, 'servers:\n  it: { command: it }\n');
  for (const command of [
    ['inventory', '--config', config],
    ['servers', '--config', config],
    ['trust', '--list', '--config', config],
  ]) {
    const { code, out } = await runCli(command, env, home);
    expect({ command, code }).toEqual({ command, code: 0 });
    expect(out).toMatch(/\bit\b/);
  }
  expect(readdirSync(home)).toEqual(['servers.config.yaml']);
});
