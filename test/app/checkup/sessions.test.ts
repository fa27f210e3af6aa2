import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { checkSessions } from '../../../src/app/checkup/sessions.ts';
import { acquireLease } from '../../../src/journal/state/lease.ts';
import { admitAndSettle, fillRecord, makeCall, makeState, withRecord } from '../../cli/stage.ts';
import { makeLater } from '../../journal/later.ts';

it('of the last week are missed where what tells of their owners was deleted', async () => {
  const state = makeState();
  expect(await checkSessions(`${state.root} not there`, Date.now)).toEqual([]);
  for (const key of ['one', 'two', 'bound']) {
    const answer = acquireLease(state.sessions, key);
    await withRecord(state, async (journal) => {
      // A session by its process cannot come again.
      const session = { key, source: key === 'bound' ? 'process' : 'client-key' } as const;
      for (const n of [1, 2]) await admitAndSettle(journal, makeCall(`call-${key}-${n}`, {}, { session }), '{}');
    });
    // Released or not.
    if (key === 'two' && answer.ok) answer.lease.release();
  }
  expect(await checkSessions(state.root, Date.now)).toEqual([]);
  rmSync(state.sessions, { recursive: true });
  const [missed, ...more] = await checkSessions(state.root, Date.now);
  expect(missed).toMatchObject({ about: 'sessions', state: 'doubtful', found: expect.stringContaining('2 sessions') });
  expect(more).toEqual([]);
  mkdirSync(state.sessions);
  writeFileSync(path.join(state.sessions, 'forgotten'), '');
  expect(await checkSessions(state.root, Date.now)).toEqual([]);
  rmSync(state.sessions, { recursive: true });
  expect(await checkSessions(state.root, () => Date.now() + 8 * 86_400_000)).toEqual([]);
});

it('are in doubt where a later version of Sallyport wrote what this one cannot read', async () => {
  const state = makeState();
  await fillRecord(state);
  const [later = ''] = makeLater(state.journal);
  const [told, ...more] = await checkSessions(state.root, Date.now);
  expect(told).toMatchObject({ about: 'record', state: 'doubtful', found: expect.stringContaining(later) });
  expect(more).toEqual([]);
});
