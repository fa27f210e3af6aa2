import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkpoint, checkpointKey } from '../../../src/journal/chain/checkpoint.ts';
import { listChains } from '../../../src/journal/chain/segment.ts';
import { signWith } from '../../../src/journal/chain/signature.ts';
import { signingKey } from '../../../src/journal/keys.ts';
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
  const key = await signingKey(dir);
  const removed = async (head: string, signer: KeyObject = key): Promise<void> => {
    const said = { kind: 'retention', removed: 'old-3', head, reason: 'test' } as const;
    await two.write({ ...said, ...signWith(signer, said) });
  };
  for (const head of ['7:hash', '9:hash', '8:hash', '-1:']) await removed(head);
  await removed('99:hash', generateKeyPairSync('ed25519').privateKey);
  await two.write({ kind: 'erase', call: 'c', digests: ['d1', 'd2'], by: 'ann' });
  await two.write({ kind: 'note', about: 'closed', message: 'dead 4:hash' });
  const problems: Problem[] = [];
  const found = {
    problem: (problem: Problem) => problems.push(problem),
    notice: () => undefined,
    isTouched: () => false,
  };
  const forged = { ...sealed, heads: { [one.writer]: '7:x' } };
  const later = (writer: string): never => expect.fail(`${writer} can be read`);
  const said = { dir, chains: await listChains(dir), elsewhere: [forged], key: await checkpointKey(dir), later };
  const claims = await gatherClaims(said, found);
  await two.close();
  expect([...claims.removed]).toEqual([['old-3', { writer: 'old', n: 3, seq: 9, hash: 'hash' }]]);
  expect([...claims.erased]).toEqual(['d1', 'd2']);
  expect([...claims.ended].sort()).toEqual([one.writer, 'dead'].sort());
  expect(claims.heads.get('dead')).toMatchObject([{ seq: 4, hash: 'hash' }]);
  expect(claims.heads.get(one.writer)?.map(({ seq, hash }) => `${seq}:${hash}`)).toEqual([sealed.heads[one.writer]]);
  expect(problems).toMatchObject([{ what: 'insertion' }, { what: 'checkpoint' }]);
});
