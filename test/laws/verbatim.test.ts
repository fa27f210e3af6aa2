import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { jsonText, object } from '../model/arbitrary.ts';
import { complete, sampleCall } from '../pipeline/sample.ts';
import { NOBODY, openSpine } from './spine.ts';

describe('law 4: arguments are never rewritten', () => {
  it('hands the relay the text that was sent, to the letter, secrets and odd numbers included', async () => {
    const spine = await openSpine({ policy: { packs: ['observe'] } });
    await fc.assert(
      fc.asyncProperty(object(jsonText(3)), async (args) => {
        const text = `{"name":"send","arguments":${args}}`;
        const params = JSON.parse(text) as { arguments: JsonObject };
        await interpose(sampleCall({}, { text, params, args: params.arguments }), NOBODY, spine.interposer);
        expect(spine.relayed.at(-1)?.call.text).toBe(text);
      }),
      { numRuns: 60 },
    );
    await spine.close();
  });

  it('relays a secret as it is and records it as a token', async () => {
    const spine = await openSpine({ policy: { packs: ['observe'] } });
    const secret = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
    await interpose(sampleCall({ body: secret }), NOBODY, spine.interposer);
    expect(spine.relayed[0]?.call.text).toContain(secret);
    await spine.close();
  });

  it('answers what came, to the letter, where nothing is owed', async () => {
    const texts = await Promise.resolve(fc.sample(object(jsonText(3)), 40));
    let next = 0;
    const spine = await openSpine({
      policy: { packs: ['observe'] },
      answer: () => {
        const text = texts[next] as string;
        return { kind: 'complete', text, value: JSON.parse(text) as JsonObject };
      },
    });
    for (const [i, text] of texts.entries()) {
      next = i;
      const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
      expect(outcome.kind === 'answered' && outcome.settled.result).toMatchObject({ text });
    }
    expect(complete({}).kind).toBe('complete');
    await spine.close();
  });
});
