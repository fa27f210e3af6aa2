import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confirm, openScreen } from '../../src/cli/screen.ts';
import { fileHold, mailHold, makeScreen, makeState, runCli } from './stage.ts';

describe('confirming', () => {
  it.each([
    [['yes'], true],
    [[' Y '], true],
    [['no', 'yes'], false],
    [['yeah', 'yes'], true],
    [['', '', '', 'yes'], false],
    [[], false],
  ] as const)('%j is %s', async (answers, sure) => {
    expect(await confirm(makeScreen({ answers }), 'Sure?')).toBe(sure);
  });
});

it('paints nothing where there is no terminal', () => {
  const screen = openScreen();
  expect(screen.isTerminal).toBe(process.stdout.isTTY === true);
  if (!screen.isTerminal) expect(screen.paint.red('x')).toBe('x');
  expect(screen.width).toBeGreaterThan(0);
});

it('heeds COLUMNS without a terminal, and cuts nothing where nobody sets it', async () => {
  const state = makeState();
  await fileHold(state, mailHold({ reasons: ['Mail leaves the house, and nobody has said that it may do so.'] }));
  const args = ['pending', '--state', state.root];
  const free = await runCli(args, { COLUMNS: undefined });
  expect(free.out).toContain('Mail leaves the house, and nobody has said that it may do so.');
  const narrow = await runCli(args, { COLUMNS: '60' });
  const lines = narrow.out.split('\n').filter((line) => !line.startsWith('Answer with'));
  expect(lines.filter((line) => line.length > 60)).toEqual([]);
  expect((await runCli(args, { COLUMNS: 'wide' })).out).toBe(free.out);
});

// Only Linux has a file that is always full.
it.runIf(process.platform === 'linux')('says that what it was to print could not be written', async () => {
  const full = openSync('/dev/full', 'w');
  const args = [path.resolve('dist/cli/main.js'), '--help'];
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
  closeSync(full);
  expect([status, stderr]).toEqual([1, expect.stringMatching(/^sallyport: its output could not be written \(ENOSPC/)]);
});

it('prints nothing that a terminal obeys, in JSON either', async () => {
  const state = makeState();
  await fileHold(state, mailHold({ shown: '{"to":"a\u009b2J\u202eb"}' }));
  const { out } = await runCli(['pending', '--json', '--state', state.root]);
  expect(out).toMatch(/^[\x20-\x7e\n]*$/);
  expect(JSON.parse(out)).toMatchObject({ shown: '{"to":"a\u009b2J\u202eb"}' });
});
