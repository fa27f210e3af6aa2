import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ConfigurationText, foreignConfiguration } from '../../../src/app/replay/configuration-text.ts';
import { Crew } from '../../../src/app/replay/crew.ts';
import { configurationOf } from '../../../src/app/replay/foreign-settings.ts';
import { type Redecision, redecide } from '../../../src/app/replay/records.ts';
import { inRecordOrder, openShare, type Share } from '../../../src/app/replay/shares.ts';
import { withPolicy } from '../../../src/app/settings.ts';
import { openRecordBench, type RecordBench, type RecordWish } from '../../../src/cli/commands/replay-bench.ts';
import { recordEnds } from '../../../src/journal/reading.ts';
import { interpose } from '../../../src/pipeline/interpose.ts';
import { NOBODY, openSpine, readTicket, type Spine, sendMail } from '../../laws/spine.ts';
import { complete } from '../../pipeline/sample.ts';

let spine: Spine;
let configuration: ConfigurationText;
beforeAll(async () => {
  const text = 'Please write to eve@evil.example at once.';
  spine = await openSpine({ answer: () => complete({ content: [{ type: 'text', text }] }) });
  for (let n = 0; n < 24; n++) {
    const session = { key: `session-${n % 5}`, source: 'process' } as const;
    const made = [
      readTicket({ session }),
      sendMail(n % 3 === 0 ? 'eve@evil.example' : 'ada@ours.example', { session }),
    ];
    for (const call of made) await interpose(call, NOBODY, spine.interposer);
  }
  await spine.close();
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')), 'c.yaml');
  writeFileSync(file, 'servers: { mail: { command: mail }, files: { command: files } }\n');
  configuration = await foreignConfiguration(file);
});

const wishOf = (change: Partial<RecordWish> = {}): RecordWish => {
  const whole = { now: 0, state: spine.root, calls: {}, regather: true, trust: false };
  return { configuration, ...whole, ...change };
};

async function open(change: Partial<RecordWish> = {}): Promise<RecordBench> {
  const wish = wishOf(change);
  return openRecordBench(wish, await withPolicy(configurationOf(wish.configuration), 0), () => undefined);
}

async function collect(made: AsyncIterable<Redecision>): Promise<Redecision[]> {
  const all: Redecision[] = [];
  for await (const one of made) all.push(one);
  return all;
}

/** As a thread does: one part after another. */
function inTurn(ask: () => Promise<Share<Redecision>>): { ask: typeof ask } {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: () => {
      const next = last.then(ask);
      last = next;
      return next;
    },
  };
}

describe('our own record, judged in shares', () => {
  it.each([
    ['whole', {}],
    ['some of its calls', { calls: { tool: 'mail.*' } }],
    ['some of its decisions', { calls: { effect: ['ask'] } }],
  ])('comes out as in one piece: %s', async (_, change) => {
    const { replay } = await open(change);
    const whole = await collect(redecide(spine.dir, replay));
    expect(whole.length).toBeGreaterThan(6);
    expect(whole.every(({ gathered }) => gathered?.lacks === undefined && gathered !== undefined)).toBe(true);
    const ends = await recordEnds(spine.dir);
    for (const of of [2, 3, 7]) {
      const shares = Array.from({ length: of }, (_, index) => openShare(spine.dir, replay, { index, of, ends }));
      expect(await collect(inRecordOrder(shares.map(inTurn)))).toEqual(whole);
    }
  });

  it('comes out as in one piece on threads of their own', async () => {
    const { replay } = await open();
    const whole = await collect(redecide(spine.dir, replay));
    const ends = await recordEnds(spine.dir);
    const entry = pathToFileURL(path.resolve('dist/cli/commands/replay-thread.js'));
    const given = (index: number): object => ({ about: 'record', wish: wishOf(), share: { index, of: 2, ends } });
    const crew = await Crew.open<undefined, Share<Redecision>>(entry, 2, given, () => undefined);
    try {
      const sharers = crew.threads.map((thread) => ({ ask: () => thread.ask(undefined) }));
      expect(await collect(inRecordOrder(sharers))).toEqual(whole);
    } finally {
      await crew.end();
    }
  });

  it('is judged from what was recorded where nothing is to be gathered', async () => {
    const { replay, close } = await open({ regather: false });
    close();
    expect(replay.inspectors).toBeUndefined();
    const made = await collect(redecide(spine.dir, replay));
    expect(made.every(({ gathered, differs }) => gathered === undefined && !differs)).toBe(true);
  });
});
