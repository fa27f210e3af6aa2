import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';

/** How often it is killed; the long run is SALLYPORT_KILLS=200. */
const KILLS = Number(process.env.SALLYPORT_KILLS ?? 12);

/** What the upstream says it was sent, in its own file, synced before it answers. */
const receipts = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/mark-\d+-\d+/g)].map(([mark]) => mark);

/** The marks of calls whose admission is in the record, and how many of those were neither settled nor closed as lost. */
async function recorded(at: Place): Promise<{ marks: Set<string>; open: number; lost: number }> {
  const marks = new Set<string>();
  const open = new Set<string>();
  let lost = 0;
  for await (const { record, payload } of readRecords(path.join(at.state, 'journal'))) {
    const { entry } = record;
    if (entry.kind === 'call' && entry.decision.effect === 'allow') {
      open.add(entry.call);
      const mark = /mark-\d+-\d+/.exec((await payload()) ?? '')?.[0];
      if (mark !== undefined) marks.add(mark);
    } else if (entry.kind === 'result' || entry.kind === 'lost') {
      open.delete(entry.call);
      if (entry.kind === 'lost') lost++;
    }
  }
  return { marks, open: open.size, lost };
}

describe('killed at any moment', () => {
  it(`has the record of every relayed call (${KILLS} times)`, { timeout: 60_000 + KILLS * 5_000 }, async () => {
    const at = place({ servers: {} });
    const file = path.join(at.dir, 'receipts.jsonl');
    const config = { servers: { books: fixture('receipts', [file]) } };
    writeFileSync(at.config, JSON.stringify(config));
    for (let round = 0; round < KILLS; round++) {
      const client = await new RawClient(at).open();
      const tool = (await client.tools()).find((name) => name.startsWith('books__')) ?? '';
      let sent = 0;
      const pump = async (): Promise<void> => {
        while (client.child.exitCode === null && client.child.signalCode === null && sent < 2_000) {
          await client.call(tool, { text: `mark-${round}-${sent++}` });
        }
      };
      await client.call(tool, { text: `mark-${round}-${sent++}` });
      for (let i = 0; i < 8; i++) void pump();
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
      client.child.kill('SIGKILL');
      await client.exited;
    }
    // The next one to start closes what the dead left open.
    const last = await new RawClient(at).open();
    await last.close();
    const { marks, open, lost } = await recorded(at);
    const relayed = receipts(file);
    expect(relayed.length).toBeGreaterThan(KILLS);
    expect(relayed.filter((mark) => !marks.has(mark))).toEqual([]);
    expect(open).toBe(0);
    expect(lost).toBeGreaterThan(0);
    const verified = await sallyport(at, 'verify');
    expect(verified.out + verified.err).not.toMatch(/edited|missing|broken/i);
    expect(verified.code).toBe(0);
  });
});

describe('one that is killed beside another', () => {
  it('has left nothing open when the other goes on with its session', { timeout: 60_000 }, async () => {
    const at = place({ servers: { gated: fixture('gated'), echo: fixture('echo', [], { isolation: 'shared' }) } });
    const env = { CLAUDE_CODE_SESSION_ID: 'one-conversation' };
    const [first, second] = await Promise.all([new RawClient(at, [], env).open(), new RawClient(at, [], env).open()]);
    await Promise.all([first.tools(), second.tools()]);
    void first.call('gated__wait');
    while ((await first.call('gated__waiting')) !== '1') {}
    first.child.kill('SIGKILL');
    await first.exited;
    expect(await second.call('echo__echo', { a: 1 })).toContain('1');
    await second.close();
    const kinds: string[] = [];
    for await (const { record } of readRecords(path.join(at.state, 'journal'))) {
      const { entry } = record;
      if (entry.kind === 'lost') kinds.push('lost');
      else if (entry.kind === 'call' && entry.target.name === 'echo') kinds.push('call');
    }
    // The last answers of the first may not be on disk either.
    expect([...new Set(kinds)]).toEqual(['lost', 'call']);
  });
});

describe('a server that dies', () => {
  it('fails its call in words, is started again, and its comings and goings are in the record', async () => {
    const at = place({ servers: { frail: fixture('die-mid-call') } });
    const client = await new RawClient(at).open();
    await client.tools();
    expect(await client.call('frail__die')).toMatch(/failed \(crashed\)[\s\S]*out of luck[\s\S]*not known/);
    expect(await client.call('frail__echo', { a: 1 })).toBe('{"a":1}');
    while (!/ready[\s\S]*out of luck[\s\S]*ready/.test((await sallyport(at, 'log', '--all', '--json')).out)) {}
    await client.close();
    expect((await sallyport(at, 'servers', '--json')).out).toMatch(/"state":"ready"/);
  });
});
