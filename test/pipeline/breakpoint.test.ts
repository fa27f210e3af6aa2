import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Call, Principal } from '../../src/model/call.ts';
import type { Doors } from '../../src/model/gate.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Result } from '../../src/model/result.ts';
import { bindingOf } from '../../src/pipeline/approval.ts';
import {
  again,
  createWaiting,
  elicitationCounts,
  fileElicitation,
  passThrough,
} from '../../src/pipeline/breakpoint.ts';
import type { Interposer } from '../../src/pipeline/interpose.ts';
import { compile, NOBODY, openSpine, type Spine, sendMail } from '../laws/spine.ts';
import { complete, decision } from './sample.ts';

const ASKS = { policy: { rules: [{ id: 'asks', effect: 'ask', reason: 'r' }] } };
const ENOUGH = () => 1_000_000;
const NO_DOORS: Doors = { returns: false };

/** Answers the first hold as a person at a terminal would, as soon as there is one. */
async function answerOutside({ approvals }: Spine, answer: 'approve' | 'deny'): Promise<string> {
  for (;;) {
    const [hold] = await approvals.pending();
    if (hold !== undefined) {
      const { id, binding } = hold;
      await approvals.answer({ hold: id, binding, answer, door: 'terminal', by: 'ada', at: Date.now() });
      return id;
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function answersIn({ dir }: Spine): Promise<{ answer: string; kind: string }[]> {
  const found = [];
  for await (const { record } of readRecords(dir, { kinds: ['approval', 'late'] })) {
    const { entry } = record;
    if (entry.kind === 'approval' || entry.kind === 'late')
      found.push({ kind: entry.kind, answer: entry.verdict.answer });
  }
  return found;
}

async function holdsIn({ dir }: Spine): Promise<string[]> {
  const found = [];
  for await (const { record } of readRecords(dir, { kinds: ['hold'] }))
    if (record.entry.kind === 'hold') found.push(record.entry.hold.id);
  return found;
}

describe('passThrough', () => {
  it.each([
    ['approve', 'answered'],
    ['deny', 'refused'],
    ['none', 'held'],
  ] as const)('asks over the live connection; %s makes it %s', async (action, kind) => {
    const spine = await openSpine(ASKS);
    const doors: Doors = { returns: false, elicit: async () => ({ action, took: 5 }) };
    const outcome = await passThrough(
      sendMail('x'),
      NOBODY,
      doors,
      createWaiting(Date.now, ENOUGH),
      () => spine.interposer,
    );
    expect(outcome.kind).toBe(kind);
    expect(spine.relayed).toHaveLength(kind === 'answered' ? 1 : 0);
    await spine.close();
  });

  it('returns at once where the client is asked by the result', async () => {
    const spine = await openSpine(ASKS);
    const outcome = await passThrough(
      sendMail('x'),
      NOBODY,
      { returns: true },
      createWaiting(Date.now, ENOUGH),
      () => ({
        ...spine.interposer,
        patience: 60_000,
      }),
    );
    expect(outcome.kind).toBe('held');
    await spine.close();
  });

  it('waits for an answer from outside and tells the client that it does', async () => {
    const spine = await openSpine(ASKS);
    const told: string[] = [];
    const doors: Doors = { returns: false, waiting: (message) => told.push(message) };
    const passing = passThrough(sendMail('x'), NOBODY, doors, createWaiting(Date.now, ENOUGH), () => ({
      ...spine.interposer,
      patience: 20_000,
    }));
    const id = await answerOutside(spine, 'approve');
    expect((await passing).kind).toBe('answered');
    expect(told[0]).toContain(id);
    await spine.close();
  });

  it.each([
    ['was not sent', undefined, 'answered'],
    ['was sent, and its server refused', 403, 'held'],
  ] as const)('a call that %s leaves the yes for the same one, or does not', async (_what, status, kind) => {
    const failed = { kind: 'failed', reason: 'refused', message: 'no', acted: false } as const;
    const answers: Result[] = [status === undefined ? failed : { ...failed, status }, complete({ content: [] })];
    const spine = await openSpine({ ...ASKS, answer: () => answers.shift() as Result });
    const waiting = createWaiting(Date.now, ENOUGH);
    const pass = (call: Call): Promise<Outcome> => passThrough(call, NOBODY, NO_DOORS, waiting, () => spine.interposer);
    const call = sendMail('x');
    expect((await pass(call)).kind).toBe('held');
    const id = await answerOutside(spine, 'approve');
    expect((await pass(sendMail('x'))).kind).toBe('answered');
    expect(waiting.find(id, call.principal, call.session.key)?.hold.id).toBe(kind === 'answered' ? id : undefined);
    expect((await pass(sendMail('x'))).kind).toBe(kind);
    // A call that was sent used it up.
    expect((await pass(sendMail('x'))).kind).toBe('held');
    const notes = [];
    for await (const { record } of readRecords(spine.dir, { kinds: ['note'] })) notes.push(record.entry);
    const said = notes.filter((one) => one.kind === 'note' && one.message.startsWith(`${id} is not used up`));
    expect(said).toHaveLength(kind === 'answered' ? 1 : 0);
    await spine.close();
  });

  it.each([
    ['takes the call back', true],
    ['gets its answer', false],
  ])('a client that %s while it waits leaves its hold, or does not', async (_what, isTakenBack) => {
    const spine = await openSpine(ASKS);
    const client = new AbortController();
    const doors: Doors = { returns: false, waiting: () => isTakenBack && client.abort() };
    const courier = { ...NOBODY, signal: client.signal };
    const waits = isTakenBack ? 60_000 : 1;
    await passThrough(sendMail('x'), courier, doors, createWaiting(Date.now, ENOUGH), () => ({
      ...spine.interposer,
      patience: waits,
    }));
    const [id = ''] = await holdsIn(spine);
    const pending = (await spine.approvals.pending()).map((hold) => hold.id);
    expect([pending, await spine.approvals.isLeft(id)]).toEqual([[id], isTakenBack]);
    await spine.close();
    const notes = [];
    for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
      if (record.entry.kind === 'note' && record.entry.about === 'hold') notes.push(record.entry.message);
    const message = expect.stringMatching(
      `^${id}: the client took its call of mail\\.send back, or went away; .* was not run$`,
    );
    expect(notes).toEqual(isTakenBack ? [message] : []);
  });

  it.each([
    ['deny', 'refused'],
    ['ask', 'held'],
  ] as const)('what was approved before a reload is judged by what is in force after it (%s)', async (effect, kind) => {
    const spine = await openSpine(ASKS);
    const { decide } = compile({ rules: [{ id: 'asks', effect, reason: 'another' }] });
    let inForce = spine.interposer;
    const elicit = async () => {
      inForce = { ...spine.interposer, decide };
      return { action: 'approve', took: 5 } as const;
    };
    const doors: Doors = { returns: false, elicit };
    const outcome = await passThrough(sendMail('x'), NOBODY, doors, createWaiting(Date.now, ENOUGH), () => inForce);
    expect([outcome.kind, spine.relayed.length]).toEqual([kind, 0]);
    await spine.close();
  });

  it('is judged by what its caller is granted when it runs, not by what they were granted when they asked', async () => {
    const purposes = { mail: { allow: ['mail.*'] }, none: { allow: ['files.*'] } };
    const agents = { ada: { purpose: 'mail' }, bob: { purpose: 'none' } };
    const spine = await openSpine({ ...ASKS, config: { purposes, agents } });
    const then = { id: 'launch:ada', agent: 'ada', purpose: 'mail', human: 'elicitation' } as const;
    const pass = (caller: Principal) => {
      const doors: Doors = { returns: false, elicit: async () => ({ action: 'approve', took: 5 }) };
      const courier = { ...NOBODY, caller: async () => ({ principal: caller }) };
      const waiting = createWaiting(Date.now, ENOUGH);
      return passThrough(sendMail('x', { principal: then }), courier, doors, waiting, () => spine.interposer);
    };
    const outcome = await pass({ ...then, agent: 'bob', purpose: 'none' });
    expect(outcome.kind === 'refused' && outcome.decision.matched.map(({ rule }) => rule)).toContain('not-granted');
    expect(spine.relayed).toEqual([]);
    expect((await pass(then)).kind).toBe('answered');
    await spine.close();
  });

  it('is not run for a caller that was shut out while it waited, who is told why and may spend the yes when let in again', async () => {
    const spine = await openSpine(ASKS);
    let asked = 0;
    const doors: Doors = { returns: false, elicit: async () => ({ action: 'approve', took: ++asked }) };
    const pass = (lapsed?: string) => {
      const call = sendMail('x');
      const caller = { principal: call.principal, ...(lapsed === undefined ? {} : { lapsed }) };
      const courier = { ...NOBODY, caller: async () => caller };
      return passThrough(call, courier, doors, createWaiting(Date.now, ENOUGH), () => spine.interposer);
    };
    const outcome = await pass('this token was revoked');
    const [rule] = outcome.kind === 'refused' ? outcome.decision.matched : [];
    expect(rule).toMatchObject({
      rule: 'caller-lapsed',
      pack: 'floor',
      reason: expect.stringContaining('was revoked'),
    });
    expect(spine.relayed).toEqual([]);
    expect((await pass()).kind).toBe('answered');
    expect([asked, spine.relayed.length]).toEqual([1, 1]);
    await spine.close();
    const entries = [];
    for await (const { record } of readRecords(spine.dir)) entries.push(record.entry);
    expect(entries.find(({ kind }) => kind === 'call')).toMatchObject({
      decision: { effect: 'deny' },
      evidence: { findings: [expect.objectContaining({ kind: 'caller.lapsed' })] },
    });
  });

  it.each([
    ['allows it', [], 'answered', []],
    ['denies it', [{ id: 'denies', effect: 'deny', reason: 'no' }], 'refused', []],
    ['asks otherwise', [{ id: 'asks-too', effect: 'ask', reason: 'another' }], 'held', ['asks-too']],
  ] as const)(
    'a call that waits while another policy comes into force, which %s, is judged by that',
    async (_what, rules, kind, asked) => {
      const spine = await openSpine(ASKS);
      const other = compile({ rules: [...rules] });
      const never = new Promise<never>(() => undefined);
      for (const first of [undefined, never]) {
        let inForce: Interposer = { ...spine.interposer, patience: 60_000 };
        const waiting = createWaiting(Date.now, ENOUGH);
        const forms = [first];
        const elicit = () => forms.shift() ?? Promise.resolve({ action: 'none', took: 5 } as const);
        const doors: Doors = first === undefined ? NO_DOORS : { returns: false, elicit };
        const passing = passThrough(sendMail('x'), NOBODY, doors, waiting, () => inForce);
        const isHeld = async (): Promise<boolean> => (await spine.approvals.pending()).length === 1;
        await expect.poll(isHeld).toBe(true);
        inForce = { ...spine.interposer, decide: other.decide };
        waiting.lapse(other.hash);
        expect((await passing).kind).toBe(kind);
        expect((await spine.approvals.pending()).flatMap((hold) => hold.rules)).toEqual(asked);
        for (const hold of await spine.approvals.pending()) await spine.approvals.withdraw(hold);
      }
      await spine.close();
    },
  );

  it('each of several same calls that wait is judged by the policy that comes into force', async () => {
    const spine = await openSpine(ASKS);
    const waiting = createWaiting(Date.now, ENOUGH);
    let inForce: Interposer = { ...spine.interposer, patience: 3_600_000 };
    const passing = Array.from({ length: 3 }, () =>
      passThrough(sendMail('x'), NOBODY, NO_DOORS, waiting, () => inForce),
    );
    await expect.poll(async () => (await holdsIn(spine)).length).toBe(3);
    const other = compile({ rules: [] });
    inForce = { ...spine.interposer, decide: other.decide };
    waiting.lapse(other.hash);
    expect((await Promise.all(passing)).map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(await spine.approvals.pending()).toEqual([]);
    await spine.close();
  });

  it('what is held anew after a yes can be resumed under its new id, and is asked about once when it is made again', async () => {
    const spine = await openSpine(ASKS);
    const { decide } = compile({ rules: [{ id: 'asks-too', effect: 'ask', reason: 'another' }] });
    let inForce = spine.interposer;
    const elicit = async () => {
      inForce = { ...spine.interposer, decide };
      return { action: 'approve', took: 5 } as const;
    };
    const waiting = createWaiting(Date.now, ENOUGH);
    const call = sendMail('x');
    const outcome = await passThrough(call, NOBODY, { returns: false, elicit }, waiting, () => inForce);
    if (outcome.kind !== 'held') throw new Error('is held anew');
    const { id } = outcome.hold;
    expect(waiting.find(id, call.principal, call.session.key)?.hold.id).toBe(id);
    const { decide: third } = compile({ rules: [{ id: 'asks-thrice', effect: 'ask', reason: 'a third' }] });
    const latest = { ...spine.interposer, decide: third };
    const made = await passThrough(sendMail('x'), NOBODY, { returns: true }, waiting, () => latest);
    const held = (await spine.approvals.pending()).map((hold) => hold.id);
    expect(held).toEqual([made.kind === 'held' ? made.hold.id : '']);
    await spine.close();
  });

  it.each([
    ['approve', 'answered'],
    ['deny', 'refused'],
  ] as const)(
    'a terminal that answers (%s) while the form is open counts, and closes the form',
    async (answer, kind) => {
      const spine = await openSpine(ASKS);
      let isClosed = false;
      const doors: Doors = {
        returns: false,
        elicit: (_hold, signal) =>
          new Promise((resolve) => {
            signal.addEventListener('abort', () => {
              isClosed = true;
              resolve({ action: 'none', took: 5 });
            });
          }),
      };
      const passing = passThrough(
        sendMail('x'),
        NOBODY,
        doors,
        createWaiting(Date.now, ENOUGH),
        () => spine.interposer,
      );
      await answerOutside(spine, answer);
      expect((await passing).kind).toBe(kind);
      expect(isClosed).toBe(true);
      await spine.close();
    },
  );

  it('the form counts where it is answered first, and what comes after it is recorded as late', async () => {
    const spine = await openSpine(ASKS);
    const doors: Doors = { returns: false, elicit: async () => ({ action: 'deny', took: 5 }) };
    const call = sendMail('x');
    const outcome = await passThrough(call, NOBODY, doors, createWaiting(Date.now, ENOUGH), () => ({
      ...spine.interposer,
      patience: 60_000,
    }));
    expect(outcome.kind).toBe('refused');
    const [id = ''] = await holdsIn(spine);
    const hold = await spine.approvals.get(id);
    if (hold === undefined) throw new Error('the hold is gone');
    const late = { action: 'approve', took: 9 } as const;
    expect(await fileElicitation(hold, late, call.principal, spine.interposer)).toBe(false);
    await spine.close();
    expect(await answersIn(spine)).toEqual([
      { kind: 'approval', answer: 'deny' },
      { kind: 'late', answer: 'approve' },
    ]);
  });

  it('an answer to a form that was withdrawn is recorded as late, and counts for nobody who makes the call again', async () => {
    const spine = await openSpine(ASKS);
    const call = sendMail('x');
    const pass = () => passThrough(call, NOBODY, NO_DOORS, createWaiting(Date.now, ENOUGH), () => spine.interposer);
    const outcome = await pass();
    if (outcome.kind !== 'held') throw new Error('it was not held');
    for (const action of ['approve', 'deny'] as const) {
      const late = { action, took: 9, isLate: true } as const;
      expect(await fileElicitation(outcome.hold, late, call.principal, spine.interposer)).toBe(false);
      expect((await pass()).kind).toBe('held');
    }
    await spine.close();
    expect(await answersIn(spine)).toEqual([
      { kind: 'late', answer: 'approve' },
      { kind: 'late', answer: 'deny' },
    ]);
  });

  it('counts nothing that cannot be filed, and the call stays held', async () => {
    const spine = await openSpine(ASKS);
    const elicit: Doors['elicit'] = async () => {
      for (const name of readdirSync(spine.root))
        if (name.startsWith('approvals-')) rmSync(path.join(spine.root, name), { recursive: true });
      return { action: 'approve', took: 5 };
    };
    const doors: Doors = { returns: false, elicit };
    const outcome = await passThrough(
      sendMail('x'),
      NOBODY,
      doors,
      createWaiting(Date.now, ENOUGH),
      () => spine.interposer,
    );
    expect(outcome.kind).toBe('held');
    expect(spine.relayed).toHaveLength(0);
    await spine.close();
  });

  it('gives up waiting when the client goes away', async () => {
    const spine = await openSpine(ASKS);
    const gone = new AbortController();
    const passing = passThrough(
      sendMail('x'),
      { signal: gone.signal, capabilities: {} },
      NO_DOORS,
      createWaiting(Date.now, ENOUGH),
      () => ({ ...spine.interposer, patience: 60_000 }),
    );
    while ((await spine.approvals.pending()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    gone.abort();
    expect((await passing).kind).toBe('held');
    await spine.close();
  });

  it('never asks through the client where its answer would not count', async () => {
    const spine = await openSpine(ASKS);
    let asked = 0;
    const elicit = async () => {
      asked++;
      return { action: 'approve', took: 5 } as const;
    };
    const doors: Doors = { returns: false, elicit };
    const call = sendMail('x', { principal: { id: 'p', human: 'out-of-band' } });
    expect((await passThrough(call, NOBODY, doors, createWaiting(Date.now, ENOUGH), () => spine.interposer)).kind).toBe(
      'held',
    );
    expect(asked).toBe(0);
    await spine.close();
  });
});

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

  it('runs as a new call with the same digest', () => {
    const call = sendMail('x');
    const hold = { id: 'h' } as Parameters<typeof again>[1];
    const tool = { ...call.tool, definition: 'as it is by now' };
    const copy = again(call, hold, { now: () => call.at + 5, factsNow: () => tool, textNow: () => call.text });
    expect(copy).toMatchObject({ digest: call.digest, text: call.text, approval: 'h', at: call.at + 5, tool });
    expect(copy.id).not.toBe(call.id);
  });

  it('runs with no more than its server may be sent by then, so that a yes to more is none to it', () => {
    const text = '{"name":"send","arguments":{"to":"x"},"_meta":{"baggage":"userId=ann"}}';
    const less = '{"name":"send","arguments":{"to":"x"},"_meta":{}}';
    const call = sendMail('x', { text, params: JSON.parse(text) });
    const facts = { now: Date.now, factsNow: () => call.tool, textNow: () => less };
    const copy = again(call, { id: 'h' } as Parameters<typeof again>[1], facts);
    expect(copy).toMatchObject({ digest: call.digest, text: less, params: JSON.parse(less), args: { to: 'x' } });
    expect(bindingOf(copy, decision('ask'))).not.toBe(bindingOf(call, decision('ask')));
  });

  it('counts an elicitation only through the weakest door', () => {
    const hold = { door: 'terminal' } as Parameters<typeof elicitationCounts>[0];
    expect(elicitationCounts(hold, { id: 'p', human: 'elicitation' })).toBe(false);
    expect(elicitationCounts({ ...hold, door: 'elicitation' }, { id: 'p', human: 'elicitation' })).toBe(true);
  });
});
