import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { discoverAgain } from '../../../src/app/discovering/again.ts';
import { readSnapshot } from '../../../src/app/discovering/snapshot.ts';
import { discoverHere, keepDiscovery } from '../../../src/app/discovering.ts';
import { makeState, scratch } from '../../cli/stage.ts';

it('says what stands in clients now, where somebody had looked before, and else nothing', async () => {
  const home = scratch();
  const machine = { platform: 'linux', home, env: {} } as const;
  const file = path.join(home, '.cursor', 'mcp.json');
  mkdirSync(path.dirname(file));
  const write = (servers: object): void => writeFileSync(file, JSON.stringify({ mcpServers: servers }));
  const state = makeState();
  const names = async () => (await readSnapshot(state))?.sources.clients?.seen.map(({ name }) => name);

  write({ mail: { command: 'mail' } });
  await discoverAgain(state, 1, machine);
  expect(await readSnapshot(state)).toBeUndefined();

  await keepDiscovery(state, await discoverHere({ sources: ['clients', 'processes'], machine }), 2);
  expect(await names()).toEqual(['mail']);
  write({ crm: { command: 'crm' } });
  await discoverAgain(state, 3, machine);
  expect(await names()).toEqual(['crm']);
  expect((await readSnapshot(state))?.sources.processes?.at).toBe(2);

  writeFileSync(path.join(state.root, 'discovery.json'), 'nonsense');
  await discoverAgain(state, 4, machine);
  await expect(readSnapshot(state)).rejects.toThrow('sallyport discover');
});
