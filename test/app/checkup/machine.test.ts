import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkRecord } from '../../../src/app/checkup/machine.ts';
import { fixture, place, RawClient } from '../../e2e/gateway.ts';

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
