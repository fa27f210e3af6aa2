import { expect, test } from 'vitest';
import { interpose } from '../../src/pipeline/interpose.ts';
import { inSlices, SLICE } from '../../src/pipeline/slices.ts';
import { NOBODY, openSpine, readTicket, sendMail } from '../laws/spine.ts';
import { complete } from './sample.ts';

test('lets others have their turn before each slice', async () => {
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const seen: number[] = [];
  const work = function* () {
    for (let part = 0; part < 3; part++) {
      seen.push(turns);
      for (const end = performance.now() + SLICE; performance.now() < end; );
      yield undefined;
    }
    return 'done';
  };
  expect(await inSlices(work())).toBe('done');
  isOver = true;
  expect(seen.every((at, i) => at > (seen[i - 1] ?? 0))).toBe(true);
});

test('a long result is answered when it is learned, and others are judged meanwhile', async () => {
  const records = Array.from({ length: 5_000 }, (_, i) => ({ id: `ord-${i}x`, mail: `person${i}@ours.example` }));
  const long = complete({ content: [{ type: 'text', text: JSON.stringify(records) }] });
  const short = complete({ content: [{ type: 'text', text: 'done' }] });
  const spine = await openSpine({ answer: (call) => (call.args.id === '42' ? long : short) });
  const key = 'email:person4999@ours.example';
  const other = { session: { key: 'other', source: 'process' } } as const;
  let isAnswered = false;
  const first = interpose(readTicket(), NOBODY, spine.interposer).then((outcome) => {
    isAnswered = true;
    expect(outcome.kind).toBe('answered');
    // What the agent is told, the session knows.
    expect(spine.sessions.of('session-a').memory.find(key)).toHaveLength(1);
  });
  let meanwhile = 0;
  while (!isAnswered) {
    await interpose(sendMail('ada@ours.example', other), NOBODY, spine.interposer);
    if (!isAnswered) meanwhile++;
  }
  await first;
  expect(meanwhile).toBeGreaterThan(1);
  await spine.close();
});
