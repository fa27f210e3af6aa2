import { expect, it } from 'vitest';
import { checkpoint } from '../../../src/cli/commands/checkpoint.ts';
import { isSigned } from '../../../src/journal/chain/checkpoint.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { fillRecord, makeScreen, makeState } from '../stage.ts';

it('prints the signed heads in one line, and records them', async () => {
  const state = makeState();
  await fillRecord(state);
  const screen = makeScreen();
  expect(await checkpoint({ state: state.root }, screen)).toBe(0);
  const signed = JSON.parse(screen.printed());
  expect(isSigned(signed)).toBe(true);
  expect(Object.keys(signed.heads)).toHaveLength(1);
  const recorded = [];
  for await (const { record } of readRecords(state.journal, { kinds: ['checkpoint'] })) recorded.push(record.entry);
  expect(recorded).toEqual([signed]);
  expect(screen.complained()).toBe('');
  const terminal = makeScreen({ isTerminal: true });
  await checkpoint({ state: state.root }, terminal);
  expect(terminal.complained()).toMatch(/Keep this line/);
});
