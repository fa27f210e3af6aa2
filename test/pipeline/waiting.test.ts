import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Call } from '../../src/model/call.ts';
import type { Doors } from '../../src/model/gate.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { passThrough } from '../../src/pipeline/breakpoint.ts';
import type { Interposer } from '../../src/pipeline/interpose.ts';
import { createWaiting } from '../../src/pipeline/waiting.ts';
import { compile, NOBODY, openSpine, sendMail } from '../laws/spine.ts';
import { ASKS, answerOutside, ENOUGH, NO_DOORS } from './held.ts';

describe('what waits', () => {
  it('is forgotten when it has expired, and the oldest when there are too many', async () => {
    const spine = await openSpine(ASKS);
    let time = Date.now();
    const waiting = createWaiting(() => time, ENOUGH, 2);
    const calls = ['a', 'b', 'c'].map((to) => sendMail(to));
    const ids: string[] = [];
    for (const call of calls) {
      const outcome = await passThrough(call, NOBODY, { returns: true }, waiting, () => spine.interposer);
      ids.push(outcome.kind === 'held' ? outcome.hold.id : '');
    }
    const found = () =>
      ids.map((id, i) => waiting.find(id, (calls[i] as (typeof calls)[number]).principal, 'session-a') !== undefined);
    expect(found()).toEqual([false, true, true]);
    time += 3_600_000;
    expect(found()).toEqual([false, false, false]);
    await spine.close();
  });

  it.each(['approve', 'deny'] as const)(
    'is kept no longer once a person said %s and it ran, or was refused',
    async (answer) => {
      const spine = await openSpine(ASKS);
      const waiting = createWaiting(Date.now, ENOUGH);
      const call = sendMail('x');
      const find = (id = '') => waiting.find(id, call.principal, call.session.key);
      const pass = (doors: Doors) => passThrough(call, NOBODY, doors, waiting, () => spine.interposer);
      let asked = '';
      const elicit = async ({ id }: { readonly id: string }) => {
        asked = id;
        expect(find(id)).toBeDefined();
        return { action: answer, took: 5 };
      };
      await pass({ returns: false, elicit });
      expect(find(asked)).toBeUndefined();
      // The same where a client is told that it is held, and makes the call again.
      const told = await openSpine(ASKS);
      const again = () => passThrough(call, NOBODY, { returns: true }, waiting, () => told.interposer);
      const held = await again();
      const id = await answerOutside(told, answer);
      expect([held.kind, find(id)?.call.digest]).toEqual(['held', call.digest]);
      expect((await again()).kind).not.toBe('held');
      expect(find(id)).toBeUndefined();
      await Promise.all([spine.close(), told.close()]);
    },
  );

  it('is forgotten, the oldest first, where it is too large: of one caller first of all, and of all together', async () => {
    const spine = await openSpine(ASKS);
    const room = 8_000;
    const waiting = createWaiting(Date.now, () => room);
    const held: [string, Call][] = [];
    const hold = async (to: string, id: string) => {
      const call = sendMail(to, { principal: { id, human: 'out-of-band' } });
      const outcome = await passThrough(call, NOBODY, { returns: true }, waiting, () => spine.interposer);
      held.push([outcome.kind === 'held' ? outcome.hold.id : '', call]);
    };
    const found = () => held.map(([id, call]) => waiting.find(id, call.principal, call.session.key) !== undefined);
    await hold('small', 'quiet');
    for (const letter of ['a', 'b', 'c']) await hold(letter.repeat(900), 'loud');
    expect(found()).toEqual([true, false, true, true]);
    for (const id of ['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7']) await hold('x'.repeat(900), id);
    const kept = found();
    expect(kept.slice(0, 3)).toEqual([false, false, false]);
    expect(kept.slice(4)).toEqual(new Array(7).fill(true));
    await hold('y'.repeat(9_000), 'p1');
    expect(found().filter(Boolean)).toEqual([true]);
    expect(found().at(-1)).toBe(true);
    expect((await spine.approvals.pending()).length).toBe(held.length);
    await spine.close();
  });

  it('is told of another policy though there was no room to keep its call', async () => {
    const spine = await openSpine(ASKS);
    const waiting = createWaiting(Date.now, () => 4_000);
    let current: Interposer = { ...spine.interposer, patience: 600_000 };
    const pass = (to: string, patience = current.patience): Promise<Outcome> =>
      passThrough(sendMail(to), NOBODY, NO_DOORS, waiting, () => ({ ...current, patience }));
    const waits = pass('a'.repeat(900));
    const pending = () => spine.approvals.pending();
    await expect.poll(async () => (await pending()).length).toBe(1);
    const told = await pass('b'.repeat(900), 0);
    const large = await pass('c'.repeat(2_000), 0);
    if (told.kind !== 'held' || large.kind !== 'held') throw new Error('not held');
    const { principal, session } = told.call;
    // Only the last one could be resumed.
    for (const { id } of await pending())
      expect(waiting.find(id, principal, session.key) !== undefined).toBe(id === large.hold.id);
    const policy = compile({ rules: [] });
    current = { ...current, decide: policy.decide };
    expect(waiting.lapse(policy.hash).map(({ id }) => id)).toEqual([told.hold.id, large.hold.id]);
    expect((await waits).kind).toBe('answered');
    await spine.close();
  });

  describe('and is made again by its client, when something else is asked about', () => {
    const other = { key: 'session-b', source: 'process' } as const;
    async function open() {
      const spine = await openSpine(ASKS);
      const { decide } = compile({ rules: [{ id: 'asks-too', effect: 'ask', reason: 'r' }] });
      const waiting = createWaiting(Date.now, ENOUGH);
      const pass = async (doors: Doors, interposer: Interposer, over: Partial<Call> = {}, patience = 0) => {
        const call = sendMail('x', over);
        const outcome = await passThrough(call, NOBODY, doors, waiting, () => ({ ...interposer, patience }));
        return outcome.kind === 'held' ? outcome.hold.id : outcome.kind;
      };
      const pending = async (): Promise<string[]> => (await spine.approvals.pending()).map(({ id }) => id);
      const notes = async (): Promise<string[]> => {
        await spine.close();
        const found = [];
        for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
          if (record.entry.kind === 'note' && record.entry.about === 'hold') found.push(record.entry.message);
        return found;
      };
      return { spine, later: { ...spine.interposer, decide }, pass, pending, notes };
    }

    it('is asked about once: the old question is withdrawn, and the record names the new one', async () => {
      const { spine, later, pass, pending, notes } = await open();
      const first = await pass({ returns: true }, spine.interposer);
      const second = await pass({ returns: true }, later);
      expect(second).not.toBe(first);
      expect(await pending()).toEqual([second]);
      expect(await pass({ returns: true }, later)).toBe(second);
      expect(await notes()).toEqual([
        expect.stringMatching(new RegExp(`^${first} was withdrawn: .*made again as .*is asked about as ${second}$`)),
      ]);
    });

    it('is asked about once however often it was made again before', async () => {
      const { spine, later, pass, pending, notes } = await open();
      const first = await pass({ returns: true }, spine.interposer);
      expect(await pass({ returns: true }, spine.interposer)).toBe(first);
      expect(await pass({ returns: true }, spine.interposer)).toBe(first);
      const second = await pass({ returns: true }, later);
      expect(await pending()).toEqual([second]);
      expect(await notes()).toHaveLength(1);
    });

    it.each<[string, Partial<Call>]>([
      ['of another session', { session: other }],
      ['of somebody else', { principal: { id: 'somebody', human: 'out-of-band' } }],
      ['of another round', { text: '{"arguments":{},"inputResponses":{"a":1}}' }],
    ])('keeps the question about a call %s', async (_, over) => {
      const { spine, later, pass, pending, notes } = await open();
      const first = await pass({ returns: true }, spine.interposer);
      const second = await pass({ returns: true }, later, over);
      expect((await pending()).sort()).toEqual([first, second].sort());
      expect(await notes()).toEqual([]);
    });

    it('keeps the question about one that still waits for the answer', async () => {
      const { spine, later, pass, pending, notes } = await open();
      const first = pass({ returns: false }, spine.interposer, {}, 60_000);
      while ((await pending()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      const second = await pass({ returns: true }, later);
      expect(await pending()).toHaveLength(2);
      const held = (await spine.approvals.pending()).find(({ id }) => id !== second);
      if (held === undefined) throw new Error('is held');
      const { id, binding } = held;
      await spine.approvals.answer({
        hold: id,
        binding,
        answer: 'approve',
        door: 'terminal',
        by: 'ada',
        at: Date.now(),
      });
      expect(await first).toBe('answered');
      expect(await notes()).toEqual([]);
    });
  });
});
