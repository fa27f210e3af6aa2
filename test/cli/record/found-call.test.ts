import { beforeAll, describe, expect, it } from 'vitest';
import { findOneCall, toolOf } from '../../../src/cli/record/found-call.ts';
import { fillRecord, makeState } from '../stage.ts';

describe('finding a call', () => {
  const state = makeState();
  beforeAll(() => fillRecord(state));

  it('by id, by its beginning, by its hold', async () => {
    expect((await findOneCall(state.journal, 'call0001')).judged?.entry.kind).toBe('hold');
    expect((await findOneCall(state.journal, ' CALL0000 ')).records.map(({ record }) => record.entry.kind)).toEqual([
      'call',
      'result',
    ]);
    expect((await findOneCall(state.journal, 'abcd2345')).id).toBe('call0001');
  });

  it('or says that there is none, or which are meant', async () => {
    await expect(findOneCall(state.journal, 'nope')).rejects.toThrow(/no call has the id nope; `sallyport log`/);
    await expect(findOneCall(state.journal, '')).rejects.toThrow(/no call/);
    await expect(findOneCall(state.journal, 'call')).rejects.toThrow(/begins the ids of 3 calls/);
  });

  it('with the classification it was judged by', async () => {
    const { judged } = await findOneCall(state.journal, 'call0001');
    expect(judged && (await toolOf(state.journal, judged))).toMatchObject({ roles: { '/to': 'destination' } });
  });
});
