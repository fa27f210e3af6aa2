import { describe, expect, it } from 'vitest';
import { OwnListings } from '../../../src/app/serving/own-listings.ts';
import type { Listing } from '../../../src/model/upstreams.ts';
import { openSpine } from '../../laws/spine.ts';
import { LISTING } from './mail-listing.ts';

const OTHER: Listing = { ...LISTING, tools: ['{"name":"send","description":"other","inputSchema":{"type":"object"}}'] };
const sessionOf = (key: string) => ({ key, source: 'process' as const });

async function open({ isBroken = false } = {}) {
  const spine = await openSpine();
  const given: [string, string, Listing | undefined][] = [];
  const told: string[] = [];
  const broken: string[] = [];
  const listings = new OwnListings({
    catalog: {
      own: (session, upstream, listing) => {
        if (isBroken) throw new Error('a part of ours broke');
        given.push([session, upstream, listing]);
      },
    },
    current: () => spine.interposer,
    tell: (upstream, message) => told.push(`${upstream}: ${message}`),
    broke: (upstream) => (error) => broken.push(`${upstream}: ${String(error)}`),
  });
  const hear = (session: string, listing: Listing | undefined) => listings.hear(sessionOf(session), 'mail', listing);
  return { spine, listings, given, told, broken, hear };
}

describe("a list of a session's own process", () => {
  it('is judged once for all sessions that have it, and told for each', async () => {
    const { spine, given, told, hear } = await open();
    hear('one', OTHER);
    hear('two', OTHER);
    await expect.poll(() => given.length).toBe(2);
    expect(given.map(([session]) => session)).toEqual(['one', 'two']);
    expect(given[0]?.[2]).toBe(given[1]?.[2]);
    expect(given[0]?.[2]?.tools).toEqual(OTHER.tools);
    expect(told).toEqual([
      'mail: the process of session one offers other tools than are shown; its calls are judged by them',
      'mail: the process of session two offers other tools than are shown; its calls are judged by them',
    ]);
    await spine.close();
  });

  it('is not given where it was taken back while it was judged', async () => {
    const { spine, given, hear } = await open();
    hear('one', OTHER);
    hear('one', undefined);
    hear('two', OTHER);
    await expect.poll(() => given.length).toBe(2);
    expect(given.map(([session, , listing]) => [session, listing !== undefined])).toEqual([
      ['one', false],
      ['two', true],
    ]);
    await spine.close();
  });

  it('is judged anew where other inspectors look', async () => {
    const { spine, listings, given, hear } = await open();
    hear('one', OTHER);
    await expect.poll(() => given.length).toBe(1);
    listings.judgeAgain();
    await expect.poll(() => given.length).toBe(2);
    expect(given[1]?.[2]).not.toBe(given[0]?.[2]);
    await spine.close();
  });

  it('goes no further where a part of ours breaks over it', async () => {
    const { spine, broken, hear } = await open({ isBroken: true });
    hear('one', OTHER);
    await expect.poll(() => broken).toEqual(['mail: Error: a part of ours broke']);
    await spine.close();
  });
});
