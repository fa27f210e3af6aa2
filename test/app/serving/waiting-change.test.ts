import { expect, it } from 'vitest';
import { backText, waitingText, whyWaiting } from '../../../src/app/serving/waiting-change.ts';
import type { PlainEntry } from '../../../src/model/journal.ts';
import { makeState, withRecord } from '../../cli/stage.ts';

const note = (message: string): PlainEntry => ({ kind: 'note', about: 'reload', message });
const reload = (file: string): PlainEntry => ({ kind: 'reload', policy: 'p', file, loosened: [] });

it.each<[string, readonly PlainEntry[], string | undefined]>([
  ['nothing was changed', [], undefined],
  ['it waits', [note(waitingText('/c.yaml', 'it lets more pass: a'))], 'it lets more pass: a'],
  ['it was changed again', [note(waitingText('/c.yaml', 'a')), note(waitingText('/c.yaml', 'b'))], 'b'],
  ['it is in force', [note(waitingText('/c.yaml', 'a')), reload('/c.yaml')], undefined],
  ['another is in force', [note(waitingText('/c.yaml', 'a')), reload('/d.yaml')], 'a'],
  ['another waits', [note(waitingText('/d.yaml', 'a'))], undefined],
  ['it was put back', [note(waitingText('/c.yaml', 'a')), note(backText('/c.yaml'))], undefined],
  ['another was put back', [note(waitingText('/c.yaml', 'a')), note(backText('/d.yaml'))], 'a'],
  ['it was refused', [note('refused: line 3')], undefined],
])('says why a change waits: %s', async (_what, entries, why) => {
  const state = makeState();
  await withRecord(state, async (journal) => {
    for (const entry of entries) await journal.write(entry);
  });
  expect(await whyWaiting(state.journal, '/c.yaml', Date.now())).toBe(why);
});
