import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { erase } from '../../../src/journal/payload/erasure.ts';
import { findCall } from '../../../src/journal/reading.ts';
import { verifyJournal } from '../../../src/journal/verify/verify.ts';
import { admission, journalDir, makeCall, open, pass } from '../passing.ts';

const allBytes = async (dir: string): Promise<string> => {
  let text = '';
  for (const name of await readdir(dir)) text += await readFile(path.join(dir, name), 'utf8');
  return text;
};

it('blanks the arguments and the result of one call, leaves the chain whole, and says so', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  const call = makeCall({ to: 'ann@ours.example', body: 'Grüße "x" \u{1f600} \n tab' });
  await pass(journal, call, 'a private answer');
  await pass(journal, makeCall(), 'another answer');
  await journal.write({ kind: 'note', about: 'test', message: 'flushed' });
  const store = path.join(dir, `${journal.writer}-0.jsonl`);
  const before = (await readFile(store)).indexOf('another answer');
  expect(await erase(dir, call.id, 'ann', journal)).toEqual({ payloads: 2, holds: [] });
  await journal.close();
  const text = await allBytes(dir);
  for (const gone of ['a private answer', 'Grüße']) expect(text).not.toContain(gone);
  expect(text).toContain('another answer');
  expect((await readFile(store)).indexOf('another answer')).toBe(before);
  const found = await findCall(dir, call.id);
  expect(found.map(({ record }) => record.entry.kind)).toEqual(['call', 'result', 'erase']);
  for (const record of found) expect(await record.payload()).toBeUndefined();
  const report = await verifyJournal(dir);
  expect(report.problems).toEqual([]);
  expect(report.payloads).toEqual({ whole: 2, erased: 2 });
});

it('touches nothing where the erasure cannot be recorded, and finds nothing for an unknown call', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  const call = makeCall();
  await pass(journal, call);
  await journal.write({ kind: 'note', about: 'test', message: 'flushed' });
  const before = await allBytes(dir);
  expect(await erase(dir, call.id, 'ann', { write: () => Promise.resolve(false) })).toBeUndefined();
  expect(await erase(dir, 'nobody', 'ann', journal)).toEqual({ payloads: 0, holds: [] });
  expect(await allBytes(dir)).toBe(before);
  await journal.close();
});

it('takes a blank without a record of it for what it is', async () => {
  const dir = await journalDir();
  const journal = await open(dir);
  const call = makeCall();
  await pass(journal, call);
  await journal.write({ kind: 'note', about: 'test', message: 'flushed' });
  await erase(dir, call.id, 'nobody', { write: () => Promise.resolve(true) });
  await journal.close();
  const { problems } = await verifyJournal(dir);
  expect(problems.map(({ what, line }) => `${what} ${line}`)).toEqual(['payload 3', 'payload 5']);
});

it('takes a call that was held and the one that was run for it for one, by either id, and leaves no copy in the chain', async () => {
  for (const which of [0, 1]) {
    const dir = await journalDir();
    const journal = await open(dir);
    const [held, run] = [makeCall({ body: 'private words' }), makeCall({ body: 'private words' })];
    const { call: _, ...entry } = admission(held);
    const hold = {
      id: 'h0000001',
      call: held.id,
      binding: 'b',
      session: 's',
      principal: held.principal,
      target: held.target,
      method: held.method,
      shown: '{"body":"private words"}',
      rules: [],
      reasons: [],
      door: 'terminal',
      at: 1,
      expires: 2,
    } as const;
    await journal.hold(entry, hold);
    const admitted = admission(run);
    await journal.admit({ ...admitted, decision: { ...admitted.decision, approval: hold.id } });
    const id = [held.id, run.id][which] ?? '';
    expect(await erase(dir, id, 'ann', journal)).toEqual({ payloads: 2, holds: [hold.id] });
    await journal.close();
    expect(await allBytes(dir)).not.toContain('private words');
    expect((await verifyJournal(dir)).problems).toEqual([]);
  }
});
