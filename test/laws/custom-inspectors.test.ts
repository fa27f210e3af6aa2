import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import type { CustomInspector } from '../../src/inspect/custom/custom.ts';
import type { Json } from '../../src/model/json.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { open } from '../inspect/custom/sources.ts';
import { sampleCall } from '../pipeline/sample.ts';
import { NOBODY, openSpine } from './spine.ts';

/** Milliseconds: on a machine that is busy a new worker starts late. */
const LIMIT = 40_000;
/** Of what hangs. Half of it passes first, and half of it is for those who wait behind. */
const HANGING = 12_000;

/** What code of a user's own may do instead of answering; in `call` or `result`, where the call is to Mallory. */
const DEEDS: readonly string[] = [
  "throw new Error('broken')",
  'return',
  'return 7',
  'return { findings: [{ kind: 1 }] }',
  'return { labels: [{}] }',
  'process.exit()',
  'for (;;);',
  'await new Promise(() => {})',
  "queueMicrotask(() => { throw new Error('later') }); await new Promise(() => {})",
  'return { findings: [Symbol.iterator] }',
  "console.log('{}'); process.stdout.write('x'); null.x",
];

const text = (method: string, deed: string): string =>
  `export default { version: 1, async ${method}(call) { if (call.args.to === 'mallory') { ${deed} } return {}; } };`;

async function spineWith(
  { onTestFinished }: TestContext,
  method: 'onCall' | 'onResult',
  deed: string,
  mode: 'enforce' | 'audit' = 'enforce',
) {
  const limit = /for \(;;\)|^await/.test(deed) ? HANGING : LIMIT;
  const custom: CustomInspector = await open(text(method, deed), limit);
  const spine = await openSpine({ more: [{ inspector: custom.inspector, mode }] });
  onTestFinished(async () => {
    custom.retire();
    await spine.close();
  });
  return { ...spine, interposer: { ...spine.interposer, limit } };
}

const to = (name: string) => sampleCall({ to: name });

describe("law 2 holds for a user's own inspectors: what they do instead of answering denies, and others go on", () => {
  // Side by side: for what hangs all but nothing is done but wait.
  it.concurrent.for(DEEDS)('before the relay: %s', async (deed, test) => {
    const spine = await spineWith(test, 'onCall', deed);
    const [bad, ...good] = await Promise.all(
      ['mallory', 'ada', 'bob'].map((name) => interpose(to(name), NOBODY, spine.interposer)),
    );
    expect(bad).toMatchObject({ kind: 'refused', decision: { matched: [{ rule: 'fault' }] } });
    expect(good.map(({ kind }) => kind)).toEqual(['answered', 'answered']);
    expect(spine.relayed).toHaveLength(2);
    expect((await interpose(to('ada'), NOBODY, spine.interposer)).kind).toBe('answered');
  });

  it.concurrent.for(DEEDS)('after it, the result is withheld: %s', async (deed, test) => {
    const spine = await spineWith(test, 'onResult', deed);
    const bad = await interpose(to('mallory'), NOBODY, spine.interposer);
    expect(JSON.stringify(bad.kind === 'answered' && bad.settled.result)).toContain('withheld');
    const good = await interpose(to('ada'), NOBODY, spine.interposer);
    expect(JSON.stringify(good.kind === 'answered' && good.settled.result)).not.toContain('withheld');
  });

  it('but of one in audit mode, by name, it is only recorded', async (test) => {
    const spine = await spineWith(test, 'onCall', "throw new Error('broken')", 'audit');
    expect((await interpose(to('mallory'), NOBODY, spine.interposer)).kind).toBe('answered');
  });

  it('whatever it answers: that is evidence as it should be, or a fault', async (test) => {
    const spine = await spineWith(test, 'onCall', 'return call.args.answer');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.record({ findings: fc.jsonValue() })), async (answer) => {
        const call = sampleCall({ to: 'mallory', answer: answer as Json });
        const outcome = await interpose(call, NOBODY, spine.interposer);
        const isEmpty = (list: unknown): boolean => list === undefined || (Array.isArray(list) && list.length === 0);
        const { findings, labels, ...more } = Object(answer) as { findings?: unknown; labels?: unknown };
        const isObject = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
        const isFine = isObject && isEmpty(findings) && isEmpty(labels) && Object.keys(more).length === 0;
        expect(outcome.kind).toBe(isFine ? 'answered' : 'refused');
      }),
      { numRuns: 100 },
    );
  });
});
