import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { keepSnapshot, readSnapshot } from '../../../src/app/discovering/snapshot.ts';
import type { Discovery } from '../../../src/discover/discovery.ts';
import type { Seen } from '../../../src/discover/find.ts';
import { makeState } from '../../cli/stage.ts';

const seen: Seen = {
  source: 'clients',
  kind: 'server',
  name: 'mail',
  by: 'Cursor',
  at: { file: '/a', line: 1 },
  certainty: 'certain',
  reason: 'configured in Cursor',
  way: 'past',
  launch: { command: 'npx', args: ['mail'] },
  held: [{ at: 'env.A', name: 'A', masked: '[hidden, 9 characters]' }],
  keys: ['k'],
  marks: ['port 1'],
};
const found = (sources: Discovery['sources']): Discovery => ({ finds: [], troubles: [], notes: [], sources });

it('is kept for this user alone, source by source', async () => {
  const state = makeState();
  expect(await readSnapshot(state)).toBeUndefined();
  await keepSnapshot(state, found(new Map([['clients', { seen: [seen], troubles: ['x'], notes: ['y'] }]])), 5);
  await keepSnapshot(state, found(new Map([['code', { seen: [], troubles: [], notes: [] }]])), 6);
  expect(await readSnapshot(state)).toEqual({
    version: 1,
    sources: { clients: { at: 5, seen: [seen], troubles: ['x'] }, code: { at: 6, seen: [], troubles: [] } },
  });
  if (process.platform !== 'win32') expect(statSync(path.join(state.root, 'discovery.json')).mode & 0o777).toBe(0o600);
});

it('is written anew where it is not what we write', async () => {
  const state = makeState();
  writeFileSync(path.join(state.root, 'discovery.json'), '{"version":2}');
  await expect(readSnapshot(state)).rejects.toThrow('sallyport discover');
  await keepSnapshot(state, found(new Map()), 5);
  expect(await readSnapshot(state)).toEqual({ version: 1, sources: {} });
});
