import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../src/journal/reading.ts';
import { openApprovals } from '../../src/journal/state/approvals.ts';
import { fixture, type Place, place, RawClient, sallyport } from './gateway.ts';

/** How many processes of one user share the state directory. */
const MANY = 8;
const RULES = [{ id: 'asks', tools: ['books.send'], effect: 'ask', reason: 'It leaves.' }];

function shared(): { at: Place; receipts: () => string[] } {
  const file = path.join(place({}).dir, 'receipts.jsonl');
  const servers = { books: fixture('receipts', [file]), echo: fixture('echo') };
  const at = place({ servers, policy: { rules: RULES }, approvals: { wait: '1ms' } });
  return { at, receipts: () => [...readFileSync(file, 'utf8').matchAll(/mark-\w+/g)].map(([mark]) => mark) };
}

/** What health checks do: start, shake hands, list, go. */
async function glance(at: Place): Promise<void> {
  const client = await new RawClient(at).open();
  expect(await client.tools()).toContain('books__act');
  await client.close();
  expect(client.child.exitCode).toBe(0);
}

async function work(client: RawClient, name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    expect(await client.call('books__act', { text: `mark-${name}x${i}` })).toBe('act done');
}

/** The marks of admitted calls in the record, and how many of these neither ended nor were closed as lost. */
async function recorded(at: Place): Promise<{ marks: Set<string>; open: number }> {
  const marks = new Set<string>();
  const open = new Set<string>();
  for await (const { record, payload } of readRecords(path.join(at.state, 'journal'))) {
    const { entry } = record;
    if (entry.kind === 'call' && entry.decision.effect === 'allow') {
      open.add(entry.call);
      const mark = /mark-\w+/.exec((await payload()) ?? '')?.[0];
      if (mark !== undefined) marks.add(mark);
    } else if (entry.kind === 'result' || entry.kind === 'lost') open.delete(entry.call);
  }
  return { marks, open: open.size };
}

describe('several processes on one state directory', () => {
  it(`${MANY} start, work and end at once, one is killed and one stopped, and the record is whole`, {
    timeout: 240_000,
  }, async () => {
    const { at, receipts } = shared();
    const names = Array.from({ length: MANY }, (_, i) => `p${i}`);
    const clients = await Promise.all(names.map(() => new RawClient(at).open()));
    const [killed, stopped, ...rest] = clients as [RawClient, RawClient, ...RawClient[]];
    await Promise.all([work(stopped, 'stopped', 3), work(killed, 'killed', 3)]);
    stopped.child.kill('SIGSTOP');
    for (let i = 0; i < 20; i++) void killed.call('books__act', { text: `mark-dying${i}` });
    const working = rest.map((client, i) => work(client, `w${i}`, 25));
    killed.child.kill('SIGKILL');
    // New ones come while one is dead and another holds whatever it held when it was stopped.
    await Promise.all([...working, ...[1, 2, 3].map(() => glance(at))]);
    const late = await new RawClient(at).open();
    await work(late, 'late', 5);
    await Promise.all([...rest, late].map((client) => client.close()));
    stopped.child.kill('SIGCONT');
    await work(stopped, 'again', 3);
    await stopped.close();
    await glance(at);
    const { marks, open } = await recorded(at);
    expect(receipts().filter((mark) => !marks.has(mark))).toEqual([]);
    expect(new Set(receipts()).size).toBeGreaterThanOrEqual(6 + (MANY - 2) * 25 + 8);
    expect(open).toBe(0);
    const verified = await sallyport(at, 'verify', '--json');
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, problems: [] });
    const doctor = await sallyport(at, 'doctor', '--config', at.config, '--no-start', '--json');
    expect(doctor.out).toMatch(/"about":"record","state":"good"/);
  });

  it('an approval of what one holds lets another of the same session run it, once', { timeout: 120_000 }, async () => {
    const { at } = shared();
    const same = { CLAUDE_CODE_SESSION_ID: 'one-conversation' };
    const [first, second] = await Promise.all([new RawClient(at, [], same).open(), new RawClient(at, [], same).open()]);
    await Promise.all([first.tools(), second.tools()]);
    const args = { to: 'x@y.example', body: 'hello' };
    const id = /sallyport approve (\w+)/.exec(await first.call('books__send', args))?.[1] ?? '';
    const approvals = openApprovals(path.join(at.state, 'approvals'));
    const hold = await approvals.get(id);
    if (hold === undefined) throw new Error('nothing is held');
    const verdict = {
      hold: id,
      binding: hold.binding,
      answer: 'approve',
      door: 'terminal',
      by: 'ada',
      at: Date.now(),
    } as const;
    expect(await approvals.answer(verdict)).toBe(true);
    approvals.close();
    expect(await second.call('books__send', args)).toBe('send done');
    expect(await first.call('books__send', args)).toMatch(/sallyport approve/);
    await Promise.all([first.close(), second.close()]);
    expect((await sallyport(at, 'verify')).code).toBe(0);
  });

  it('what a person trusts in one is run by all that wait for it', { timeout: 120_000 }, async () => {
    const { at } = shared();
    const wary = { ...at, args: at.args.filter((arg) => arg !== '--trust') };
    const waiting = await Promise.all([1, 2, 3].map(() => new RawClient(wary).open()));
    for (const client of waiting) expect(await client.tools()).not.toContain('books__act');
    await glance(at);
    for (const client of waiting) {
      await client.until(({ method }) => method === 'notifications/tools/list_changed');
      while (!(await client.tools()).includes('books__act')) await new Promise((resolve) => setTimeout(resolve, 50));
      await client.close();
    }
  });
});
