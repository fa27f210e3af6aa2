import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold } from '../../src/model/approval.ts';
import type { Call } from '../../src/model/call.ts';
import { NO_MEMORY } from '../../src/model/view.ts';
import { fileElicitation } from '../../src/pipeline/doors.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, type Spine, sendMail } from './spine.ts';

const ASKS = { rules: [{ id: 'asks', tools: ['mail.*'], effect: 'ask', reason: 'r' }] };

async function held(spine: Spine, call: Call): Promise<Hold> {
  const outcome = await interpose(call, NOBODY, spine.interposer);
  if (outcome.kind !== 'held') throw new Error(`expected a hold, got ${outcome.kind}`);
  return outcome.hold;
}

const answer = (spine: Spine, { id, binding }: Hold, said: 'approve' | 'deny', now = Date.now()): Promise<boolean> =>
  spine.approvals.answer({ hold: id, binding, answer: said, door: 'terminal', by: 'ada', at: now });
const approve = (spine: Spine, hold: Hold, now = Date.now()): Promise<boolean> => answer(spine, hold, 'approve', now);

describe('law 5: an approval belongs to one digest, expires, is spent once, and never touches a deny', () => {
  it('lets exactly the call pass that was shown, once, however many come back', async () => {
    const spine = await openSpine({ policy: ASKS });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 2, maxLength: 4 }),
        async (names) => {
          const stamp = `${Math.random()}`;
          const calls = names.map((name) => () => sendMail(`${name} ${stamp}`));
          const [approvedCall, ...others] = calls as [() => Call, ...(() => Call)[]];
          await approve(spine, await held(spine, approvedCall()));
          const before = spine.relayed.length;
          for (const other of others) expect((await interpose(other(), NOBODY, spine.interposer)).kind).toBe('held');
          const outcomes = await Promise.all(
            Array.from({ length: 5 }, () => interpose(approvedCall(), NOBODY, spine.interposer)),
          );
          expect(outcomes.filter((one) => one.kind === 'answered')).toHaveLength(1);
          expect(spine.relayed.length - before).toBe(1);
          // Not more than a hundred may wait for a person.
          for (const hold of await spine.approvals.pending()) await answer(spine, hold, 'deny');
        },
      ),
      { numRuns: 15 },
    );
    await spine.close();
  });

  it('is good for that session and principal only', async () => {
    const spine = await openSpine({ policy: ASKS });
    await approve(spine, await held(spine, sendMail('x')));
    const elsewhere = sendMail('x', { session: { key: 'session-b', source: 'process' } });
    const somebody = sendMail('x', { principal: { id: 'other', human: 'elicitation' } });
    for (const call of [elsewhere, somebody])
      expect((await interpose(call, NOBODY, spine.interposer)).kind).toBe('held');
    expect(spine.relayed).toEqual([]);
    await spine.close();
  });

  it('is good for nothing after its time', async () => {
    let time = Date.now();
    const spine = await openSpine({ policy: ASKS, now: () => time });
    await approve(spine, await held(spine, sendMail('x')), time);
    time += 60_001;
    expect((await interpose(sendMail('x'), NOBODY, spine.interposer)).kind).toBe('held');
    await spine.close();
  });

  it('never touches a deny, not even one that came up after the yes', async () => {
    const frozen = {
      labels: [],
      recent: [],
      calls: 0,
      memory: NO_MEMORY,
      incomplete: false,
      frozen: 'frozen by ops',
    };
    const spine = await openSpine({ policy: ASKS });
    await approve(spine, await held(spine, sendMail('x')));
    let looks = 0;
    const view = () => (looks++ < 1 ? spine.sessions.of('session-a') : frozen);
    const outcome = await interpose(sendMail('x'), NOBODY, { ...spine.interposer, view });
    expect(outcome.kind === 'refused' && outcome.decision.matched[0]?.rule).toBe('frozen');
    expect(spine.relayed).toEqual([]);
    await spine.close();
  });

  it('counts an elicitation only for those whose client may carry it, and only where no stronger door is demanded', async () => {
    const spine = await openSpine({ policy: ASKS });
    const yes = { action: 'approve', took: 900 } as const;
    const outside = sendMail('x', { principal: { id: 'p', human: 'out-of-band' } });
    expect(await fileElicitation(await held(spine, outside), yes, outside.principal, spine.interposer)).toBe(false);
    const call = sendMail('y');
    const hold = await held(spine, call);
    expect(await fileElicitation({ ...hold, door: 'terminal' }, yes, call.principal, spine.interposer)).toBe(false);
    expect(await fileElicitation(hold, { action: 'none', took: 1 }, call.principal, spine.interposer)).toBe(false);
    expect(await fileElicitation(hold, yes, call.principal, spine.interposer)).toBe(true);
    expect((await interpose(sendMail('y'), NOBODY, spine.interposer)).kind).toBe('answered');
    await spine.close();
  });
});
