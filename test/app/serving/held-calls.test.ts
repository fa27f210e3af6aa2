import { expect, it } from 'vitest';
import { HeldCalls } from '../../../src/app/serving/held-calls.ts';
import { readRecords } from '../../../src/journal/reading.ts';
import { passThrough } from '../../../src/pipeline/breakpoint.ts';
import { compile, NOBODY, openSpine, sendMail } from '../../laws/spine.ts';
import { sampleCall } from '../../pipeline/sample.ts';

const { principal, session } = sampleCall();
const DOORS = { returns: false };

async function holdOne() {
  let time = Date.now();
  const spine = await openSpine({
    policy: { rules: [{ id: 'asks', effect: 'ask', reason: 'Mail leaves.' }] },
    now: () => time,
  });
  const current = () => spine.interposer;
  const held = new HeldCalls(current, () => 1_000_000);
  const pass = (call = sendMail('x')) => passThrough(call, NOBODY, DOORS, held.waiting, current);
  const outcome = await pass();
  const id = outcome.kind === 'held' ? outcome.hold.id : '';
  const later = (ms: number): void => {
    time += ms;
  };
  return { spine, held, pass, id, later };
}

it('shows a held call to its principal in its session, and to nobody else', async () => {
  const { spine, held, id } = await holdOne();
  const others = [
    [principal, { ...session, key: 'other' }],
    [{ ...principal, id: 'other' }, session],
  ] as const;
  expect((await held.of(principal, session)).map((hold) => hold.id)).toEqual([id]);
  expect((await held.find(id, principal, session))?.id).toBe(id);
  for (const [who, where] of others) {
    expect(await held.of(who, where)).toEqual([]);
    expect(await held.find(id, who, where)).toBeUndefined();
  }
  await spine.close();
});

it('finds none that has expired', async () => {
  const { spine, held, pass, id, later } = await holdOne();
  later(spine.interposer.expire + 1);
  expect(await held.find(id, principal, session)).toBeUndefined();
  expect(await held.resume(id, principal, session, pass)).toBeUndefined();
  await spine.close();
});

it('has a call passed again until that is no longer held', async () => {
  const { spine, held, pass, id } = await holdOne();
  expect(await held.resume(id, principal, { ...session, key: 'other' }, pass)).toBeUndefined();
  expect((await held.resume(id, principal, session, pass))?.kind).toBe('held');
  const hold = await held.find(id, principal, session);
  expect(hold && (await held.answer(hold, { action: 'approve', took: 5 }, principal))).toBe(true);
  expect((await held.resume(id, principal, session, pass))?.kind).toBe('answered');
  expect(await held.resume(id, principal, session, pass)).toBeUndefined();
  await spine.close();
});

it('has a call passed again for who makes it now, who may be granted less by now', async () => {
  const { spine, held, pass, id } = await holdOne();
  const hold = await held.find(id, principal, session);
  expect(hold && (await held.answer(hold, { action: 'approve', took: 5 }, principal))).toBe(true);
  const outcome = await held.resume(id, { ...principal, purposes: [] }, session, pass);
  expect(outcome).toMatchObject({
    kind: 'refused',
    decision: { matched: expect.arrayContaining([expect.objectContaining({ rule: 'not-granted' })]) },
  });
  expect(spine.relayed).toEqual([]);
  await spine.close();
});

it('withdraws the question about a call that is passed again and needs no answer any more', async () => {
  const { spine, held, id } = await holdOne();
  const open = compile({});
  const current = () => ({ ...spine.interposer, decide: open.decide });
  const pass = (call = sendMail('x')) => passThrough(call, NOBODY, DOORS, held.waiting, current);
  expect((await held.resume(id, principal, session, pass))?.kind).toBe('answered');
  expect(await held.of(principal, session)).toEqual([]);
  await spine.close();
});

it('takes back what an earlier policy asked about, and has it judged anew when it is resumed', async () => {
  const { spine, held, id } = await holdOne();
  const other = compile({ rules: [{ id: 'asks-too', effect: 'ask', reason: 'Mail leaves.' }] });
  await held.lapse(spine.policy.hash);
  expect((await held.of(principal, session)).map((hold) => hold.id)).toEqual([id]);
  await held.lapse(other.hash);
  expect(await held.of(principal, session)).toEqual([]);
  const hold = await spine.approvals.get(id);
  expect(hold && (await held.answer(hold, { action: 'approve', took: 5 }, principal))).toBe(false);
  const current = () => ({ ...spine.interposer, decide: other.decide });
  const pass = (call = sendMail('x')) => passThrough(call, NOBODY, DOORS, held.waiting, current);
  expect((await held.resume(id, principal, session, pass))?.kind).toBe('held');
  expect((await held.of(principal, session)).map(({ rules }) => rules)).toEqual([['asks-too']]);
  const notes: string[] = [];
  for await (const { record } of readRecords(spine.dir, { kinds: ['note'] }))
    if (record.entry.kind === 'note' && record.entry.about === 'hold') notes.push(record.entry.message);
  expect(notes).toEqual([
    `${id} was withdrawn: its call of mail.send, held by a policy that is no longer in force, is judged anew when it is made again or resumed`,
  ]);
  await spine.close();
});
