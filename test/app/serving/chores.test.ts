import { expect, it, onTestFinished } from 'vitest';
import { beginChores } from '../../../src/app/serving/chores.ts';
import type { PlainEntry } from '../../../src/model/journal.ts';
import { fillRecord, makeState } from '../../cli/stage.ts';
import { until } from '../../upstream/rig.ts';

function begin(state: ReturnType<typeof makeState>) {
  const written: PlainEntry[] = [];
  const logged: string[] = [];
  const write = async (entry: PlainEntry): Promise<boolean> => {
    written.push(entry);
    return true;
  };
  const stop = beginChores({ journal: { write }, state, checkpoint: 5, log: (line) => void logged.push(line) });
  onTestFinished(stop);
  return { written, logged, stop };
}

it('signs the heads of all chains again and again', async () => {
  const state = makeState();
  await fillRecord(state);
  const { written, logged } = begin(state);
  await until(() => written.length > 1, 'two checkpoints');
  expect(written[0]).toMatchObject({ kind: 'checkpoint' });
  expect(logged).toEqual([]);
});

it('says why there is no checkpoint, and goes on', async () => {
  const { written, logged } = begin({ ...makeState(), journal: '/dev/null/none' });
  await until(() => logged.length > 1, 'it was tried again');
  expect(logged[0]).toMatch(/^no checkpoint could be made: /);
  expect(written).toEqual([]);
});
