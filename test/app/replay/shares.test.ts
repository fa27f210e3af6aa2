import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inRecordOrder, type Share, type Sharer } from '../../../src/app/replay/shares.ts';

/** Answers with its numbers part by part, some of which are empty. */
function sharer(numbers: readonly number[], sizes: readonly number[], end: Share<number>['end']): Sharer<number> {
  let at = 0;
  let turn = 0;
  return {
    async ask() {
      const size = sizes[turn++ % sizes.length] as number;
      const made = numbers.slice(at, at + size).map((number) => [number, number] as const);
      at += size;
      return at >= numbers.length ? { made, ...(end === undefined ? {} : { end }) } : { made };
    },
  };
}

async function collect(sharers: readonly Sharer<number>[]): Promise<{ got: number[]; fault?: string }> {
  const got: number[] = [];
  try {
    for await (const one of inRecordOrder(sharers)) got.push(one);
  } catch (error) {
    return { got, fault: (error as Error).message };
  }
  return { got };
}

const parts = fc.array(fc.nat(4), { maxLength: 3 });
/** For each record, whose it is; some are nobody's. */
const owners = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });

describe('shares of a record', () => {
  it('are put together in its order, whoever made what, up to what could not be read', async () => {
    const breaks = fc.tuple(...[0, 1, 2].map(() => fc.option(fc.nat(60), { nil: undefined })));
    await fc.assert(
      fc.asyncProperty(owners, parts, breaks, async (whose, sizes, broken) => {
        const ends = broken.map((at) => Math.min(at ?? whose.length, whose.length));
        const sharers = ends.map((read, me) => {
          const numbers = [...whose.keys()].filter((number) => number < read && whose[number] === me);
          const fault = { name: 'Error', message: `unreadable ${read}`, stack: '' };
          return sharer(numbers, [...sizes, 1], broken[me] === undefined ? { read } : { read, fault });
        });
        const first = Math.min(...ends.filter((_, me) => broken[me] !== undefined));
        expect(await collect(sharers)).toEqual({
          got: [...whose.keys()].filter((number) => number < first && (whose[number] as number) < 3),
          ...(first === Number.POSITIVE_INFINITY ? {} : { fault: `unreadable ${first}` }),
        });
      }),
      { numRuns: 200 },
    );
  });

  it('are no whole where one read less than another', async () => {
    const told = await collect([sharer([0, 2], [1], { read: 4 }), sharer([1], [1], { read: 3 })]);
    expect(told).toEqual({ got: [0, 1, 2], fault: expect.stringMatching(/changed while it was read/) });
  });

  it('fail with the thread that made them', async () => {
    const gone: Sharer<number> = { ask: () => Promise.reject(new Error('gone')) };
    expect(await collect([sharer([0, 2], [1], { read: 3 }), gone])).toEqual({ got: [], fault: 'gone' });
  });
});
