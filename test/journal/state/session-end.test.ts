import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { processTable } from '../../../src/journal/disk/process-table.ts';
import { isOver } from '../../../src/journal/state/session-end.ts';
import { acquireLease } from '../../../src/journal/state/session-lease.ts';
import type { SessionSource } from '../../../src/model/call.ts';
import { askRule, makeCall, makeDecision, makeEvidence, makeHold, makeState, withRecord } from '../../cli/stage.ts';

async function held(source: SessionSource) {
  const state = makeState();
  const call = makeCall('call0001', { to: 'eve@evil.example' }, { session: { key: 'session-one', source } });
  const hold = makeHold();
  await withRecord(state, async (journal) => {
    const decision = makeDecision({ effect: 'ask', matched: [askRule] });
    await journal.hold({ seen: call, evidence: makeEvidence(), decision, asOf: call.at }, hold);
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
  const answer = acquireLease(state.sessions, hold.session, { pid, started: processTable()(pid)?.started ?? '' });
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
