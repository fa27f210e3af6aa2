import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { judgeNotice, standIn } from '../../src/pipeline/notice.ts';
import { complete, sampleCall } from '../pipeline/sample.ts';
import { NOBODY, openSpine } from './spine.ts';

const TAG = '\u{e0041}\u{e0042}\u{e0043}\u{e0044}';

/** An object of any shape with the hidden text somewhere in it: in a value, or in the name of a member. */
const hiding = fc
  .tuple(fc.array(fc.string({ maxLength: 6 }), { minLength: 1, maxLength: 5 }), fc.boolean(), fc.boolean())
  .map(([path, inKey, inList]): JsonObject => {
    const start: JsonObject | string = inKey ? { [`x${TAG}`]: 1 } : `hello${TAG}`;
    return path.reduce<JsonObject | string>(
      (inner, key) => ({ [`k${key}`]: inList ? [inner] : inner }),
      start,
    ) as JsonObject;
  });

describe('law 7: nothing passes uninspected, whatever its shape', () => {
  it('sees hidden text in any part of a result, known or unknown', async () => {
    let value: JsonObject = {};
    const spine = await openSpine({ answer: () => complete(value) });
    await fc.assert(
      fc.asyncProperty(hiding, fc.constantFrom('resource_9', 'text', 'x-unknown'), async (odd, type) => {
        value = { content: [{ type, ...odd }], 'x-vendor': odd };
        const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
        const text = JSON.stringify(outcome.kind === 'answered' && outcome.settled.result);
        expect(text).not.toContain(TAG);
      }),
      { numRuns: 60 },
    );
    await spine.close();
  });

  it('sees it however much of it comes before, in one text and in many', async () => {
    let value: JsonObject = {};
    const spine = await openSpine({ answer: () => complete(value) });
    const gap = ' plain words that keep one decoy apart from the next one, so that none is a part of another ';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.boolean(), async (count, isApart) => {
        const texts = Array.from({ length: count }, () => `${gap}${TAG}`);
        value = { content: (isApart ? texts : [texts.join('')]).map((text) => ({ type: 'text', text })) };
        const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
        const text = JSON.stringify(outcome.kind === 'answered' && outcome.settled.result);
        expect(text).not.toContain(TAG);
        expect(text).toContain('"type":"text"');
      }),
      { numRuns: 12 },
    );
    await spine.close();
  });

  it('sees it in what goes wrong on the way', async () => {
    const message = `its last words: no${TAG}`;
    const spine = await openSpine({ answer: () => ({ kind: 'failed', reason: 'crashed', message, acted: 'unknown' }) });
    const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
    expect(JSON.stringify(outcome.kind === 'answered' && outcome.settled.result)).not.toContain(TAG);
    await spine.close();
  });

  it('sees it in errors too', async () => {
    const value = { code: -1, message: `no${TAG}`, data: { deep: [`no${TAG}`] } };
    const spine = await openSpine({
      answer: () => ({
        kind: 'error',
        code: -1,
        message: value.message,
        data: value.data,
        value,
        text: JSON.stringify(value),
      }),
    });
    const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
    expect(JSON.stringify(outcome.kind === 'answered' && outcome.settled.result)).not.toContain(TAG);
    await spine.close();
  });

  it('sees it in all that an upstream sends besides results', async () => {
    const spine = await openSpine();
    const about = standIn('notifications/message', 'mail', { key: 's', source: 'process' }, Date.now());
    await fc.assert(
      fc.asyncProperty(hiding, async (odd) => {
        const passing = await judgeNotice({ about, value: odd, text: JSON.stringify(odd) }, spine.interposer);
        expect(passing?.text ?? '').not.toContain(TAG);
      }),
      { numRuns: 40 },
    );
    await spine.close();
  });

  it('sees it in any part of the params, `_meta` and unknown members included', async () => {
    const spine = await openSpine();
    await fc.assert(
      fc.asyncProperty(hiding, fc.constantFrom('_meta', 'x-unknown', 'arguments'), async (odd, where) => {
        const params = { name: 'send', arguments: {}, [where]: odd };
        const call = sampleCall({}, { params, text: JSON.stringify(params) });
        expect((await interpose(call, NOBODY, spine.interposer)).kind).toBe('held');
      }),
      { numRuns: 40 },
    );
    expect(spine.relayed).toEqual([]);
    await spine.close();
  });
});
