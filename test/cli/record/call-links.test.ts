import { beforeAll, describe, expect, it } from 'vitest';
import { originsOf, runsOf, usesOf } from '../../../src/cli/record/call-links.ts';
import { findOneCall } from '../../../src/cli/record/found-call.ts';
import type { Flow } from '../../../src/model/evidence.ts';
import { makeDecision } from '../../samples.ts';
import { admitAndSettle, askRule, fillRecord, lookedAt, makeCall, makeState, withRecord } from '../stage.ts';

const flowTo = (at: string): Flow => ({
  to: { at },
  from: { call: 'call0000', upstream: 'tickets', tool: 'read_ticket', at: '/content/0/text', ago: 1 },
  via: 'exact',
  shape: 'field',
  labels: [],
});

describe('the calls that a call hangs together with', () => {
  const state = makeState();
  const links = async (of: typeof usesOf, id: string) =>
    (await of(state.journal, await findOneCall(state.journal, id))).join('\n');
  beforeAll(async () => {
    await fillRecord(state);
    await withRecord(state, async (journal) => {
      const answered = makeDecision({ matched: [askRule], approval: 'abcd2345' });
      await admitAndSettle(journal, makeCall('call0003'), '{"content":[]}', answered);
      const refuse = async (id: string, places: string[]) => {
        const seen = makeCall(id);
        const evidence = lookedAt({ flows: places.map(flowTo) });
        await journal.refuse({ seen, evidence, decision: makeDecision({ effect: 'deny' }), asOf: seen.at });
      };
      await refuse('call0005', ['/name']);
      await refuse(
        'call0006',
        ['/a', '/b', '/c', '/d', '/arguments/e'].map((at) => `/arguments${at}`),
      );
      const said = { ...flowTo('/arguments/to'), from: { ...flowTo('').from, call: 'no-call', said: 'tool' } } as const;
      const heard = makeCall('call0007');
      const evidence = lookedAt({ flows: [said] });
      await journal.refuse({ seen: heard, evidence, decision: makeDecision({ effect: 'deny' }), asOf: heard.at });
      const from = (call: string): Flow => ({ ...flowTo('/arguments/to'), from: { ...flowTo('').from, call } });
      const chained = makeCall('call0040');
      const sources = lookedAt({ flows: [from('call0001'), from('gone0000'), from('call0001')] });
      await journal.refuse({
        seen: chained,
        evidence: sources,
        decision: makeDecision({ effect: 'deny' }),
        asOf: chained.at,
      });
      for (let i = 10; i < 32; i++) await refuse(`call00${i}`, ['/arguments/to']);
    });
  });

  it('are those that its values came from', async () => {
    expect(await links(originsOf, 'call0001')).toMatch(/^ {2}\S+ \S+ {2}call0000 {2}tickets\.read_ticket$/);
    expect(await links(originsOf, 'call0000')).toBe('');
    // A definition belongs to no call.
    expect(await links(originsOf, 'call0007')).toBe('');
  });

  it('are those that the values of those came from, each once, and what is gone from the record is said to be', async () => {
    expect(await links(originsOf, 'call0040')).toMatch(
      /^ {2}\S+ \S+ {2}call0001 {2}mail\.send\n {2}gone0000 {2}not in the record any more\n {4}\S+ \S+ {2}call0000 {2}tickets\.read_ticket$/,
    );
  });

  it('are those that values of its result went to, how they were judged and in which arguments', async () => {
    const text = await links(usesOf, 'call0000');
    expect(text).toMatch(/^ {2}\S+ \S+ {2}call0001 {2}mail\.send {2}ask, in \/to$/m);
    expect(text).toMatch(/call0006 {2}mail\.send {2}deny, in \/a \/b \/c …$/m);
    expect(text).not.toContain('call0005');
    expect(text).toMatch(/call0027 .*\n {2}… and 4 more calls$/);
    expect(await links(usesOf, 'call0003')).toBe('');
  });

  it('are those that ran once a person had answered', async () => {
    expect(await links(runsOf, 'call0001')).toMatch(/^ {2}\S+ \S+ {2}call0003 {2}mail\.send {2}allow$/);
    expect(await links(runsOf, 'call0003')).toBe('');
  });
});
