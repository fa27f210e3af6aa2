import { expect, it } from 'vitest';
import { whyWaiting } from '../../../src/app/serving/waiting-change.ts';
import type { PlainEntry } from '../../../src/model/journal.ts';
import { makeState, withRecord } from '../../cli/stage.ts';

const told = (file: string, waits?: string): PlainEntry => ({
  kind: 'note',
  about: 'reload',
  message: 'whatever the words are',
  file,
  ...(waits === undefined ? {} : { waits }),
});
const reload = (file: string): PlainEntry => ({ kind: 'reload', policy: 'p', file, loosened: [] });

it.each<[string, readonly PlainEntry[], string | undefined]>([
  ['nothing was changed', [], undefined],
  ['it waits', [told('/c.yaml', 'it lets more pass: a')], 'it lets more pass: a'],
  ['it was changed again', [told('/c.yaml', 'a'), told('/c.yaml', 'b')], 'b'],
  ['it is in force', [told('/c.yaml', 'a'), reload('/c.yaml')], undefined],
  ['another is in force', [told('/c.yaml', 'a'), reload('/d.yaml')], 'a'],
  ['another waits', [told('/d.yaml', 'a')], undefined],
  ['it was put back', [told('/c.yaml', 'a'), told('/c.yaml')], undefined],
  ['another was put back', [told('/c.yaml', 'a'), told('/d.yaml')], 'a'],
  ['it was refused', [told('/c.yaml')], undefined],
  ['it waited, and is refused now', [told('/c.yaml', 'a'), told('/c.yaml')], undefined],
])('says why a change waits: %s', async (_what, entries, why) => {
  const state = makeState();
  await withRecord(state, async (journal) => {
    for (const entry of entries) await journal.write(entry);
  });
  expect(await whyWaiting(state.journal, '/c.yaml', Date.now())).toBe(why);
});
