import { expect, it } from 'vitest';
import { openDoor } from '../../src/app/door.ts';
import { readSettings } from '../../src/app/settings.ts';
import { openStateDir } from '../../src/journal/state-dir.ts';
import { Stand } from '../downstream/stand.ts';
import { place } from '../e2e/gateway.ts';

it('opens a port, takes other tokens while it is open, and closes it', async () => {
  const at = place({ servers: {}, http: { port: 0, tokens: { ada: 'one' } } });
  const settings = await readSettings({ config: at.config }, Date.now());
  const logged: string[] = [];
  const door = await openDoor(
    new Stand(),
    () => {},
    settings,
    openStateDir(at.state),
    { http: true },
    (line) => logged.push(line),
  );
  const url = /http:\S+/.exec(logged[0] ?? '')?.[0] ?? '';
  const knock = async (token: string): Promise<number> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
    };
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: {} });
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };
  expect([await knock('one'), await knock('two')]).toEqual([200, 401]);
  const http = { ...settings.config.http, tokens: { bob: 'two' } };
  door.reconfigure({ ...settings, config: { ...settings.config, http } });
  expect([await knock('one'), await knock('two')]).toEqual([401, 200]);
  await door.close();
  await expect(fetch(url)).rejects.toThrow();
});
