import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { checkRecord, checkRoom, checkState } from '../../../src/app/checkup/machine.ts';
import { fixture, place, RawClient } from '../../e2e/gateway.ts';

it("has a state directory that is one's own, can be written, and keeps to the clock", async () => {
  const at = place({});
  const state = async (root = at.state, now = Date.now) =>
    (await checkState(root, now)).map((check) => [check.about, check.state]);
  expect(await state()).toEqual([['state', 'good']]);
  mkdirSync(at.state, { mode: 0o700 });
  expect(await state()).toEqual([['state', 'good']]);
  expect(await state(at.state, () => Date.now() - 60_000)).toContainEqual(['clock', 'doubtful']);
  chmodSync(at.state, 0o755);
  expect(await state()).toContainEqual(['state', 'doubtful']);
  chmodSync(at.state, 0o777);
  expect(await state()).toEqual([['state', 'bad']]);
  chmodSync(at.state, 0o700);
  writeFileSync(path.join(at.dir, 'file'), '');
  expect(await state(path.join(at.dir, 'file'))).toEqual([['state', 'bad']]);
});

it('counts the processes that record, and those that were killed while they did', async () => {
  const at = place({ servers: { echo: fixture('echo') } });
  const found = async () =>
    (await checkRecord(at.state, Date.now)).map(({ about, state, found: said }) => [about, state, said]);
  expect(await found()).toEqual([['record', 'skipped', 'nothing is recorded yet']]);
  const [kept, killed] = [await new RawClient(at).open(), await new RawClient(at).open()];
  await Promise.all([kept.tools(), killed.tools()]);
  expect(await found()).toContainEqual(['leases', 'good', 'processes that record: 2']);
  killed.child.kill('SIGKILL');
  await killed.exited;
  expect(await found()).toContainEqual([
    'leases',
    'good',
    'processes that record: 1; killed: 1, and the next start closes their chains',
  ]);
  await kept.close();
});

it('does not read for minutes, and says who does', async () => {
  const at = place({});
  const journal = path.join(at.state, 'journal');
  mkdirSync(journal, { recursive: true });
  const file = path.join(journal, 'a.jsonl');
  writeFileSync(file, '');
  truncateSync(file, 101_000_000);
  expect((await checkRecord(at.state, Date.now)).at(-1)).toMatchObject({
    about: 'record',
    state: 'skipped',
    found: expect.stringMatching(/^101 MB were not read: `sallyport verify` does/),
  });
});

it.each([
  [19_999_999, 'bad', '/s: 20 MB are left on its disk'],
  [20_000_000, 'doubtful', '/s: 20 MB are left on its disk'],
  [499_999_999, 'doubtful', '/s: 500 MB are left on its disk'],
  [500_000_000, 'good', '/s is yours and can be written'],
] as const)('of %i bytes that are left says that this is %s', (left, state, found) => {
  expect(checkRoom('/s', left)).toMatchObject({ about: 'state', state, found });
});

describe('a state directory that is not there', () => {
  it('is made at the first start where it can be', async () => {
    const at = place({});
    const root = path.join(at.dir, 'a', 'b');
    expect(await checkState(root, Date.now)).toMatchObject([
      { state: 'good', found: `${root} is made at the first start` },
    ]);
  });

  it('cannot be made below a file', async () => {
    const at = place({});
    const root = path.join(at.config, 'state');
    expect(await checkState(root, Date.now)).toMatchObject([
      {
        state: 'bad',
        found: `${root} does not exist and cannot be made: ${at.config} is not a folder`,
        action: expect.stringContaining('SALLYPORT_STATE'),
      },
    ]);
  });

  it('cannot be made where this user may not write', async () => {
    const { dir } = place({});
    chmodSync(dir, 0o555);
    const root = path.join(dir, 'state');
    const module = pathToFileURL(path.resolve('dist/app/checkup/machine.js')).href;
    const script = `const { checkState } = await import(${JSON.stringify(module)}); console.log(JSON.stringify(await checkState(${JSON.stringify(root)}, Date.now)));`;
    // Nothing is shut to root: then somebody else looks, once all is loaded.
    const become = process.getuid?.() === 0 ? 'process.setuid(65534);' : '';
    const loaded = script.replace('; console', `; ${become} console`);
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', loaded]);
    expect(JSON.parse(stdout)).toMatchObject([
      { about: 'state', state: 'bad', found: `${root} does not exist and cannot be made: ${dir} is not writable` },
    ]);
  });
});
