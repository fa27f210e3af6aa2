import { expect, it } from 'vitest';
import { nameTools } from '../../../src/cli/record/named-tools.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import type { Entry, Record } from '../../../src/model/record.ts';
import { fillRecord, makeState } from '../stage.ts';

const tool = (facts: string): Entry => ({ kind: 'tool', facts, powers: [], roles: {}, labels: [], definition: '' });
const note: Entry = { kind: 'note', about: 'a', message: 'b' };

async function told(...entries: readonly (readonly [writer: string, entry: Entry])[]): Promise<string[]> {
  async function* records(): AsyncGenerator<{ record: Record }> {
    for (const [i, [writer, entry]] of entries.entries())
      yield { record: { v: 1, writer, seq: i, at: i, prev: '', hash: '', entry } };
  }
  const found: string[] = [];
  for await (const { record, by } of nameTools(records()))
    found.push(`${record.writer} ${record.entry.kind} ${by === undefined ? '-' : by.seq}`);
  return found;
}

it('names the classifications of a real record by the calls that they were written for', async () => {
  const state = makeState();
  await fillRecord(state);
  const found: string[] = [];
  for await (const { record, by } of nameTools(readRecords(state.journal)))
    if (record.entry.kind === 'tool' && by?.entry.kind === 'call') found.push(by.entry.target.upstream);
  expect(found).toContain('tickets');
});

it('leaves one without a name where something else follows in its chain, and loses none', async () => {
  expect(await told(['a', tool('x')], ['b', note], ['a', note], ['a', tool('y')], ['a', tool('z')])).toEqual([
    'b note -',
    'a tool -',
    'a note -',
    'a tool -',
    'a tool -',
  ]);
});
