import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { record, withJournal } from '../../src/app/scribe.ts';
import { readRecords } from '../../src/journal/reading.ts';
import { verifyJournal } from '../../src/journal/verify/verify.ts';
import { makeState } from '../cli/stage.ts';

const note = (message: string) => ({ kind: 'note', about: 'test', message }) as const;

describe('writing into the record', () => {
  it('leaves a chain that is whole', async () => {
    const state = makeState();
    await record(state, [note('one'), note('two')]);
    await withJournal(state, undefined, (journal) => journal.write(note('three')));
    const messages = [];
    for await (const { record } of readRecords(state.journal)) {
      if (record.entry.kind === 'note' && record.entry.about === 'test') messages.push(record.entry.message);
    }
    expect(messages).toEqual(['one', 'two', 'three']);
    expect(await verifyJournal(state.journal)).toMatchObject({ ok: true, chains: 2 });
  });

  it('throws where no record can be kept', async () => {
    const state = makeState();
    rmSync(state.journal, { recursive: true });
    writeFileSync(state.journal, 'in the way');
    await expect(record(state, [note('one')])).rejects.toThrow(/record/);
  });
});
