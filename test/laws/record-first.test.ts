import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diskFiles, type Files } from '../../src/journal/disk/files.ts';
import { readRecords } from '../../src/journal/reading.ts';
import type { Call } from '../../src/model/call.ts';
import { interpose } from '../../src/pipeline/interpose.ts';
import { complete, sampleCall } from '../pipeline/sample.ts';
import { NOBODY, openSpine, readTicket, sendMail } from './spine.ts';

/** A disk whose writes fail while `broken()` says so. */
const failing = (broken: () => boolean): Files => ({
  ...diskFiles,
  async create(path, options) {
    if (broken()) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const file = await diskFiles.create(path, options);
    return {
      ...file,
      write: (bytes, position, done) =>
        broken()
          ? done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
          : file.write(bytes, position, done),
    };
  },
});

async function admittedCalls(dir: string): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const { record } of readRecords(dir)) {
    const { entry } = record;
    if (entry.kind === 'call' && entry.decision.effect === 'allow') found.add(entry.call);
  }
  return found;
}

describe('law 1: nothing reaches an upstream without a durable record of the decision to let it', () => {
  it('finds the record on disk at the moment of every relay', async () => {
    const missing: string[] = [];
    let dir = '';
    const answer = async (call: Call) => {
      if (!(await admittedCalls(dir)).has(call.id)) missing.push(call.id);
      return complete({ content: [] });
    };
    const spine = await openSpine({ answer });
    dir = spine.dir;
    const calls = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? sendMail(`a${i}@b.example`) : readTicket()));
    await Promise.all(calls.map((call) => interpose(call, NOBODY, spine.interposer)));
    expect(spine.relayed).toHaveLength(40);
    expect(missing).toEqual([]);
    await spine.close();
  });

  it('relays nothing while the disk fails, says so, and goes on when it is back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), async (weather) => {
        let isBroken = false;
        const spine = await openSpine({ files: failing(() => isBroken) });
        for (const broken of weather) {
          isBroken = broken;
          const before = spine.relayed.length;
          const outcome = await interpose(sampleCall(), NOBODY, spine.interposer);
          expect(spine.relayed.length - before).toBe(broken ? 0 : 1);
          expect(outcome.kind).toBe(broken ? 'refused' : 'answered');
          if (outcome.kind === 'refused') expect(outcome.decision.matched[0]?.rule).toBe('fault');
        }
        isBroken = false;
        await spine.close();
      }),
      { numRuns: 15 },
    );
  });

  it('lets each key pass once', async () => {
    const spine = await openSpine();
    await interpose(sampleCall(), NOBODY, spine.interposer);
    const key = spine.relayed[0];
    expect(key && (await spine.interposer.relay(key, NOBODY))).toMatchObject({ kind: 'failed', reason: 'refused' });
    expect(spine.relayed).toHaveLength(1);
    await spine.close();
  });
});
