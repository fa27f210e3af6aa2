import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sighting } from '../../src/model/evidence.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import type { Json } from '../../src/model/json.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { sampleCall } from '../pipeline/sample.ts';
import { NOBODY, openSpine } from './spine.ts';

const FAULTS: readonly Pick<Inspector, 'onCall' | 'waits'>[] = [
  {
    onCall: () => {
      throw new Error('broken');
    },
  },
  { onCall: () => undefined as unknown as Sighting },
  { onCall: () => ({ findings: [{ kind: 1 }] }) as unknown as Sighting },
  { onCall: () => Promise.reject(new Error('broken later')) },
  { onCall: () => new Promise<Sighting>(() => undefined), waits: true },
];

/** Milliseconds after which the last of them is late. Others are not there: on a busy machine they might be late as well. */
const LATE = 50;

const faulty = (which: number, phase: 'onCall' | 'onResult'): Inspector => {
  const { onCall: fault, waits = false } = FAULTS[which] ?? {};
  return { name: `faulty-${which}`, version: 1, waits, [phase]: fault };
};

describe('law 2: a fault of ours denies', () => {
  it.each([0, 1, 2, 3, 4])('before the relay (fault %i)', async (which) => {
    const spine = await openSpine({ more: [{ inspector: faulty(which, 'onCall'), mode: 'enforce' }], limit: LATE });
    const outcome = await interpose(sampleCall({ to: 'x' }), NOBODY, spine.interposer);
    expect(outcome).toMatchObject({ kind: 'refused', decision: { matched: [{ rule: 'fault' }] } });
    expect(spine.relayed).toEqual([]);
    await spine.close();
  });

  it.each([0, 1, 2, 3, 4])('after it: the result is withheld (fault %i)', async (which) => {
    const spine = await openSpine({ only: [{ inspector: faulty(which, 'onResult'), mode: 'enforce' }], limit: LATE });
    const outcome = await interpose(sampleCall({ to: 'x' }), NOBODY, spine.interposer);
    expect(JSON.stringify(outcome.kind === 'answered' && outcome.settled.result)).toContain('withheld');
    await spine.close();
  });

  it.each([0, 1, 2, 3, 4])('but one in audit mode, by name, is only recorded (fault %i)', async (which) => {
    const spine = await openSpine({ only: [{ inspector: faulty(which, 'onCall'), mode: 'audit' }], limit: LATE });
    expect(await interpose(sampleCall({ to: 'x' }), NOBODY, spine.interposer)).toMatchObject({ kind: 'answered' });
    await spine.close();
  });

  it('whatever a policy throws', async () => {
    const spine = await openSpine();
    const decide = (): never => {
      throw new Error('policy');
    };
    const outcome = await interpose(sampleCall(), NOBODY, { ...spine.interposer, decide });
    expect(outcome.kind).toBe('refused');
    expect(spine.relayed).toEqual([]);
    await spine.close();
  });

  it('also when its condition cannot be evaluated for these arguments', async () => {
    const rules = [{ id: 'erring', when: 'call.args.amount > 10.0', effect: 'allow', reason: 'r' }];
    const spine = await openSpine({ policy: { rules } });
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (amount) => {
        const erring = typeof amount !== 'number';
        const outcome = await interpose(
          sampleCall(erring ? { amount: amount as Json } : { amount }),
          NOBODY,
          spine.interposer,
        );
        expect(outcome.kind).toBe(erring ? 'refused' : 'answered');
      }),
      { numRuns: 60 },
    );
    await spine.close();
  });
});
