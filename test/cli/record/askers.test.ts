import { expect, it } from 'vitest';
import { logLine } from '../../../src/cli/printing/log-line.ts';
import { Askers } from '../../../src/cli/record/askers.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import type { Record } from '../../../src/model/record.ts';
import { admitAndSettle, makeCall, makeState, withRecord } from '../stage.ts';

it('says whose a result is, and of one whose call was not heard nothing', async () => {
  const state = makeState();
  const principal = { id: 'launch:support', agent: 'support', human: 'out-of-band' } as const;
  await withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0000', {}, { principal }), '{}'));
  const heard = new Askers();
  const unheard = new Askers();
  const named: (string | undefined)[] = [];
  for await (const { record } of readRecords(state.journal)) {
    heard.hear(record);
    if (record.entry.kind !== 'result') continue;
    named.push(heard.named(logLine(record)).agent, unheard.named(logLine(record)).agent);
  }
  expect(named).toEqual(['support', undefined]);
});

it('forgets whose a call was that never comes to a result, once very many others came', async () => {
  const state = makeState();
  const principal = { id: 'launch:support', agent: 'support', human: 'out-of-band' } as const;
  await withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0000', {}, { principal }), '{}'));
  const records: Record[] = [];
  for await (const { record } of readRecords(state.journal)) records.push(record);
  const call = records.find(({ entry }) => entry.kind === 'call');
  const result = records.find(({ entry }) => entry.kind === 'result');
  if (call?.entry.kind !== 'call' || result === undefined) throw new Error('nothing was recorded');
  const askers = new Askers();
  askers.hear(call);
  for (let i = 0; i < 20_000; i++) askers.hear({ ...call, entry: { ...call.entry, call: `other${i}` } });
  expect(askers.named(logLine(result)).agent).toBeUndefined();
});

it('says of a lost call whose it was and of which tool: its own record names neither', async () => {
  const state = makeState();
  await withRecord(state, (journal) => admitAndSettle(journal, makeCall('call0000'), '{}'));
  const askers = new Askers();
  const lost = { kind: 'lost', call: 'call0000', session: 'session-one', labels: [] } as const;
  for await (const { record } of readRecords(state.journal)) {
    const line = logLine({ ...record, entry: lost });
    expect(askers.named(line)).toEqual(line);
    if (record.entry.kind !== 'call') continue;
    const { who, server, tool } = logLine(record);
    askers.hear(record);
    expect(askers.named(line)).toMatchObject({ kind: 'lost', who, server, tool });
    return;
  }
  throw new Error('nothing was recorded');
});
