import { expect, it } from 'vitest';
import { openEntrance } from '../../../src/app/serving/entrance.ts';
import { readSettings } from '../../../src/app/settings.ts';
import { openStateDir } from '../../../src/journal/state/state-dir.ts';
import { Stand } from '../../downstream/stand.ts';
import { place } from '../../e2e/gateway.ts';

it('opens a port, takes other tokens while it is open, and closes it', async () => {
  const at = place({ servers: {}, http: { port: 0, tokens: { ada: 'one' } } });
  const settings = await readSettings({ config: at.config }, Date.now());
  const logged: string[] = [];
  const entrance = await openEntrance({
    gate: new Stand(),
    declared: () => {},
    settings,
    state: openStateDir(at.state),
    options: { http: true },
    log: (line) => logged.push(line),
  });
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
  entrance.reconfigure({ ...settings, config: { ...settings.config, http } });
  expect([await knock('one'), await knock('two')]).toEqual([401, 200]);
  await entrance.close();
  await expect(fetch(url)).rejects.toThrow();
});

it('says in words why a port cannot be opened, and who may call where there is no token', async () => {
  const at = place({ servers: {}, http: { port: 0 } });
  const settings = await readSettings({ config: at.config }, Date.now());
  const logged: string[] = [];
  const open = (more: object) =>
    openEntrance({
      gate: new Stand(),
      declared: () => {},
      settings,
      state: openStateDir(at.state),
      options: { http: true, allowAnonymous: true, ...more },
      log: (line) => logged.push(line),
    });
  const entrance = await open({ host: '0.0.0.0' });
  expect(logged.join('\n')).toContain('anybody who reaches 0.0.0.0 may call without a token');
  const port = Number(/:(\d+)\//.exec(logged[0] ?? '')?.[1]);
  await expect(open({ port, host: '0.0.0.0' })).rejects.toThrow(/in use by another program.*--port/);
  await expect(open({ host: '192.0.2.1' })).rejects.toThrow(/not an address of this machine.*--host/);
  await expect(open({ host: '999.1.1.1' })).rejects.toThrow(/^999.1.1.1 is not an address, .*--host/);
  await entrance.close();
});
