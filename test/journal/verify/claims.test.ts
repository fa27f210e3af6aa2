import { expect, it } from 'vitest';
import { checkpoint, checkpointKey } from '../../../src/journal/chain/checkpoint.ts';
import { listChains } from '../../../src/journal/chain/segment.ts';
import { gatherClaims } from '../../../src/journal/verify/claims.ts';
import type { Problem } from '../../../src/journal/verify/report.ts';
import { journalDir, open, pass } from '../passing.ts';

it('gathers what chains say of each other and of what was removed and erased', async () => {
  const dir = await journalDir();
  const one = await open(dir);
  await pass(one);
  await one.close();
  const two = await open(dir);
  const sealed = await checkpoint(dir);
  await two.write(sealed);
  await two.write({ kind: 'retention', removed: 'old-3', head: '9:hash', reason: 'test' });
  await two.write({ kind: 'retention', removed: 'old-3', head: '-1:', reason: 'test' });
  await two.write({ kind: 'erase', call: 'c', digests: ['d1', 'd2'], by: 'ann' });
  await two.write({ kind: 'note', about: 'closed', message: 'dead 4:hash' });
  const problems: Problem[] = [];
  const found = {
    problem: (problem: Problem) => problems.push(problem),
    notice: () => undefined,
    isTouched: () => false,
  };
  const forged = { ...sealed, heads: { [one.writer]: '7:x' } };
  const key = await checkpointKey(dir);
  const claims = await gatherClaims(dir, await listChains(dir), [forged], key, found);
  await two.close();
  const old = { writer: 'old', n: 3, seq: 9, hash: 'hash', isProven: false };
  expect([...claims.removed]).toEqual([['old-3', { ...old, at: expect.any(Number) }]]);
  expect([...claims.erased]).toEqual(['d1', 'd2']);
  expect([...claims.ended].sort()).toEqual([one.writer, 'dead'].sort());
  expect(claims.heads.get('dead')).toMatchObject([{ seq: 4, hash: 'hash' }]);
  expect(claims.heads.get(one.writer)?.map(({ seq, hash }) => `${seq}:${hash}`)).toEqual([sealed.heads[one.writer]]);
  expect(problems).toMatchObject([{ what: 'checkpoint' }]);
});
