import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, readTicket, sendMail, shippedInspectors } from './spine.ts';

describe('law 10: every record names the inspectors that ran, and those that did not', () => {
  it('for calls, holds, refusals and results, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('read', 'mail'), { maxLength: 5 }),
        fc.boolean(),
        async (steps, breaks) => {
          const broken: Inspector = {
            name: 'broken',
            version: 3,
            onCall: () => {
              throw new Error('x');
            },
          };
          const spine = await openSpine({ more: breaks ? [{ inspector: broken, mode: 'enforce' }] : [] });
          for (const step of steps)
            await interpose(step === 'read' ? readTicket() : sendMail('x@y.example'), NOBODY, spine.interposer);
          await spine.close();
          const expected = [...shippedInspectors(), ...(breaks ? [broken] : [])]
            .map((one) => `${one.name}@${one.version}`)
            .sort();
          let judged = 0;
          for await (const { record } of readRecords(spine.dir)) {
            const { entry } = record;
            if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result') continue;
            judged++;
            const { ran } = entry.evidence;
            expect(ran.map((one) => `${one.name}@${one.version}`).sort()).toEqual(expected);
            expect(ran.filter((one) => !one.ran && one.name === 'broken')).toHaveLength(breaks ? 1 : 0);
          }
          expect(judged).toBeGreaterThanOrEqual(steps.length);
        },
      ),
      { numRuns: 10 },
    );
  });
});
