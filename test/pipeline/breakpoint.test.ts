import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Call, Principal } from '../../src/model/call.ts';
import type { Doors } from '../../src/model/gate.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { Result } from '../../src/model/result.ts';
import { bindingOf } from '../../src/pipeline/binding.ts';
import { again, passThrough } from '../../src/pipeline/breakpoint.ts';
import type { Interposer } from '../../src/pipeline/interpose.ts';
import { createWaiting } from '../../src/pipeline/waiting.ts';
import { compile, NOBODY, openSpine, sendMail } from '../laws/spine.ts';
import { ASKS, answerOutside, ENOUGH, holdsIn, NO_DOORS } from './held.ts';
import { complete, decision } from './sample.ts';

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
});

describe('a held call', () => {
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
});
