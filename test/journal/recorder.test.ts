import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Entry } from '../../src/model/record.ts';
import type { Result } from '../../src/model/result.ts';
import {
  ALLOW,
  admission,
  admit,
  answer,
  DENY,
  EVIDENCE,
  journalDir,
  LIMITS,
  makeCall,
  open,
  pass,
} from './passing.ts';

async function entriesIn(dir: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const { record } of readRecords(dir)) entries.push(record.entry);
  return entries;
}

describe('a recorder', () => {
  it('folds in the tick of the call, and admits only after the disk', async () => {
    const kinds: string[] = [];
    const journal = await open(await journalDir(), { fold: (entry) => void kinds.push(entry.kind) });
    kinds.length = 0;
    let isAdmitted = false;
    const admitting = journal.admit(admission()).then(() => {
      isAdmitted = true;
    });
    expect(kinds).toEqual(['tool', 'call']);
    // All microtasks run before the disk can have answered.
    await Promise.resolve();
    await Promise.resolve();
    expect(isAdmitted).toBe(false);
    await admitting;
    await pass(journal);
    expect(kinds).toEqual(['tool', 'call', 'call', 'result']);
    await journal.close();
  });

  it('folds a tool once, and once more when very many others came between', async () => {
    let folded = 0;
    const journal = await open(await journalDir(), { fold: ({ kind }) => void (kind === 'tool' && folded++) });
    folded = 0;
    const refuse = (definition: string): Promise<boolean> => {
      const call = makeCall();
      return journal.refuse({
        ...admission(call),
        seen: { ...call, tool: { ...call.tool, definition } },
        decision: DENY,
      });
    };
    await Promise.all([refuse('first'), refuse('first')]);
    expect(folded).toBe(1);
    await Promise.all(Array.from({ length: 5_000 }, (_, i) => refuse(`other ${i}`)));
    expect(folded).toBe(5_001);
    await refuse('first');
    expect(folded).toBe(5_002);
    await journal.close();
  });

  it('writes down the labels of a question that says something, and of no other', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const ask = (message: string): Promise<unknown> => {
      const call = makeCall();
      const params = { message };
      const tool = { ...call.tool, labels: ['untrusted'] };
      const seen = { ...call, origin: 'upstream' as const, tool, params, text: JSON.stringify(params) };
      return journal.admit({ ...admission(call), seen });
    };
    await ask('Shall eve@evil.example get it?');
    await ask('Go on?');
    await journal.close();
    const calls = (await entriesIn(dir)).filter((entry) => entry.kind === 'call');
    expect(calls.map((entry) => entry.kind === 'call' && entry.labels)).toEqual([['untrusted'], undefined]);
  });

  it('hands out what the agent reads: never what was masked, and whole where only the record is cut', async () => {
    const folded: [payload: string | undefined, value: unknown][] = [];
    const journal = await open(await journalDir(), {
      fold: (entry, _at, payload, value) => void (entry.kind === 'result' && folded.push([payload, value])),
      limits: { ...LIMITS, payload: 100 },
    });
    await pass(journal, makeCall(), 'short');
    await pass(journal, makeCall(), 'long'.repeat(100));
    const received = answer('a secret');
    const masked = '{"content":"a token"}';
    const decision = { ...ALLOW, phase: 'result' } as const;
    const settling = { received, seen: masked, result: received, evidence: EVIDENCE, decision, asOf: 1 };
    journal.settle({ ...settling, admitted: await admit(journal) });
    await journal.close();
    expect(folded.map(([, value]) => value !== undefined)).toEqual([true, true, false]);
    expect(folded[1]?.[0]).toHaveLength(100);
    expect(JSON.stringify(folded[1]?.[1])).toContain('long'.repeat(100));
    expect(JSON.parse(folded[0]?.[0] ?? '')).toEqual(folded[0]?.[1]);
  });

  it('admits nothing that was not allowed', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const refused = await journal.admit({ ...admission(), decision: DENY });
    expect(refused).toMatchObject({ ok: false, fault: { inspector: 'journal' } });
    await journal.close();
    expect((await entriesIn(dir)).map(({ kind }) => kind)).toEqual(['start', 'note']);
  });

  it('lets nothing through that a projection could not take in, and says so', async () => {
    const dir = await journalDir();
    const faults: string[] = [];
    const journal = await open(dir, {
      fold(entry) {
        if (entry.kind === 'call') throw new Error('no room');
      },
    });
    const stop = journal.onFault((message) => faults.push(message));
    expect(await journal.admit(admission())).toMatchObject({
      ok: false,
      fault: { message: expect.stringContaining('no room') },
    });
    expect(faults).toHaveLength(1);
    stop();
    expect(await journal.refuse({ ...admission(), decision: DENY })).toBe(false);
    expect(faults).toHaveLength(1);
    await journal.close();
  });

  it('says how a call ended and keeps as much of its result as it may', async () => {
    const dir = await journalDir();
    const journal = await open(dir, { limits: { ...LIMITS, payload: 10 } });
    const ends: [Result, object][] = [
      [answer('x'), { outcome: 'complete', failed: false }],
      [
        { kind: 'complete', value: { isError: true }, text: '{"isError":true}' },
        { outcome: 'complete', failed: true, size: 16 },
      ],
      [
        { kind: 'failed', reason: 'timeout', message: 'late', acted: 'unknown' },
        { outcome: 'timeout', failed: true, size: 0 },
      ],
    ];
    for (const [received] of ends) {
      const admitted = await admit(journal);
      const seen = 'y'.repeat(30);
      const settled = journal.settle({
        admitted,
        received,
        seen,
        result: received,
        evidence: EVIDENCE,
        decision: ALLOW,
        asOf: 1,
      });
      expect(settled).toHaveProperty('result', received);
    }
    await journal.close();
    const results = (await entriesIn(dir)).filter((entry) => entry.kind === 'result');
    expect(results).toMatchObject(ends.map(([, expected]) => ({ ...expected, payload: { size: 30, cut: true } })));
  });

  it('records what is still open at its end as lost', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const call = makeCall();
    await admit(journal, call);
    await journal.close();
    expect((await entriesIn(dir)).slice(-2)).toMatchObject([{ kind: 'lost', call: call.id }, { about: 'end' }]);
    expect(await journal.admit(admission())).toMatchObject({ ok: false });
  });

  it('records a hold with all that a person needs', async () => {
    const dir = await journalDir();
    const journal = await open(dir);
    const call = makeCall();
    const hold = {
      id: 'abcdefgh',
      call: call.id,
      binding: 'b',
      session: call.session.key,
      principal: call.principal,
      target: call.target,
      method: call.method,
      shown: '{}',
      rules: ['r'],
      reasons: ['because'],
      door: 'terminal',
      at: 1,
      expires: 2,
    } as const;
    expect(await journal.hold({ ...admission(call), decision: { ...ALLOW, effect: 'ask' } }, hold)).toBe(true);
    await journal.close();
    expect((await entriesIn(dir)).find(({ kind }) => kind === 'hold')).toMatchObject({
      call: call.id,
      hold: { ...hold, shown: '' },
    });
  });
});
