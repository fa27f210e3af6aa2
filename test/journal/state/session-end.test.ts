import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { placedMark } from '../../../src/journal/disk/place.ts';
import { processTable } from '../../../src/journal/disk/process-table.ts';
import { acquireLease } from '../../../src/journal/state/lease.ts';
import { isOver, whichAreOver } from '../../../src/journal/state/session-end.ts';
import type { SessionSource } from '../../../src/model/call.ts';
import { askRule, lookedAt, mailHold, makeCall, makeState, withRecord } from '../../cli/stage.ts';
import { makeDecision } from '../../samples.ts';

const decoded = vi.hoisted(() => ({ lines: 0 }));

/** The real one, counted. */
vi.mock('../../../src/journal/chain/line.ts', async (original) => {
  const real = await original<typeof import('../../../src/journal/chain/line.ts')>();
  const decodeLine: typeof real.decodeLine = (line) => {
    decoded.lines++;
    return real.decodeLine(line);
  };
  return { ...real, decodeLine };
});

async function held(source: SessionSource) {
  const state = makeState();
  const call = makeCall('call0001', { to: 'eve@evil.example' }, { session: { key: 'session-one', source } });
  const hold = mailHold();
  await withRecord(state, async (journal) => {
    const decision = makeDecision({ effect: 'ask', matched: [askRule] });
    await journal.hold({ seen: call, evidence: lookedAt(), decision, asOf: call.at }, hold);
  });
  return { state, hold };
}

it.each([
  ['process', true],
  ['mcp-session-id', true],
  ['client-key', false],
  ['environment', false],
  ['principal', false],
] as const)('a session by %s is over with its process: %s', async (source, isItOver) => {
  const { state, hold } = await held(source);
  expect(await isOver(hold, state)).toBe(false);
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)']);
  await once(child, 'spawn');
  const pid = child.pid as number;
  const mark = { ...placedMark(), pid, started: processTable()(pid)?.started ?? '' };
  const answer = acquireLease(state.sessions, hold.session, mark);
  expect(answer.ok).toBe(true);
  expect(await isOver(hold, state)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await isOver(hold, state)).toBe(isItOver);
});

it('one that was given back is over too, and one of which there is no record is not', async () => {
  const { state, hold } = await held('process');
  const answer = acquireLease(state.sessions, hold.session);
  if (answer.ok) answer.lease.release();
  expect(await isOver(hold, state)).toBe(true);
  expect(await isOver({ ...hold, id: 'zzzz2345' }, state)).toBe(false);
});

it('is found out without what was written long before the call was held', async () => {
  const { state, hold } = await held('process');
  const answer = acquireLease(state.sessions, hold.session);
  if (answer.ok) answer.lease.release();
  const before = readdirSync(state.journal);
  await withRecord(state, async (journal) => {
    for (let i = 0; i < 100; i++) await journal.write({ kind: 'note', about: 'test', message: `${i}` });
  });
  const long = hold.at / 1_000 - 86_400;
  for (const name of readdirSync(state.journal))
    if (!before.includes(name)) utimesSync(path.join(state.journal, name), long, long);
  decoded.lines = 0;
  expect(await isOver(hold, state)).toBe(true);
  expect(decoded.lines).toBeLessThan(10);
});

it('is found out of many calls of one session by reading the record once', async () => {
  const { state, hold } = await held('process');
  const answer = acquireLease(state.sessions, hold.session);
  if (answer.ok) answer.lease.release();
  const unknown = Array.from({ length: 50 }, (_, i) => ({ ...hold, id: `none${i}` }));
  const other = { ...hold, id: 'other234', session: 'session-two' };
  decoded.lines = 0;
  expect(await whichAreOver([...unknown, hold, other], state)).toEqual(new Set([hold.id]));
  expect(decoded.lines).toBeLessThan(50);
});
