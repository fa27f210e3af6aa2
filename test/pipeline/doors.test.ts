import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Doors } from '../../src/model/gate.ts';
import { passThrough } from '../../src/pipeline/breakpoint.ts';
import { elicitationCounts, fileElicitation } from '../../src/pipeline/doors.ts';
import { createWaiting } from '../../src/pipeline/waiting.ts';
import { NOBODY, openSpine, sendMail } from '../laws/spine.ts';
import { ASKS, answerOutside, answersIn, ENOUGH, holdsIn, NO_DOORS } from './held.ts';

describe('a held call', () => {
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

  it('counts an elicitation only through the weakest door', () => {
    const hold = { door: 'terminal' } as Parameters<typeof elicitationCounts>[0];
    expect(elicitationCounts(hold, { id: 'p', human: 'elicitation' })).toBe(false);
    expect(elicitationCounts({ ...hold, door: 'elicitation' }, { id: 'p', human: 'elicitation' })).toBe(true);
  });
});
