import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../src/app/settings.ts';
import { startableServers } from '../../src/app/startable.ts';
import { openStateDir } from '../../src/journal/state/state-dir.ts';
import { launchHash, openTrust } from '../../src/journal/state/trust.ts';
import { fixture, place } from '../e2e/gateway.ts';

const at = place({
  servers: {
    seen: fixture('echo'),
    fresh: fixture('poisoned'),
    off: fixture('echo', [], { disabled: true }),
    keyed: fixture('echo', [], { env: { KEY: '${env:SALLYPORT_TEST_NOWHERE}' } }),
    both: fixture('echo', [], { disabled: true, env: { KEY: '${env:SALLYPORT_TEST_NOWHERE}' } }),
  },
});
const state = openStateDir(mkdtempSync(path.join(os.tmpdir(), 'sallyport-')));

describe('the servers that may be started', () => {
  it('are those that a person has looked at, that are on, and that want nothing', async () => {
    const configuration = await readConfiguration({ config: at.config });
    const seen = configuration.loaded.config.servers.seen;
    if (seen === undefined) throw new Error('is configured');
    await openTrust(state.trust).trust([{ what: 'command', name: 'seen', hash: launchHash(seen), by: 'me', at: 1 }]);
    const { servers, obstacles } = startableServers(configuration, state);
    expect(servers).toEqual({ seen: configuration.config.servers.seen });
    expect([...obstacles].map(([name, { kind }]) => `${name} ${kind}`)).toEqual([
      'fresh untrusted',
      'off off',
      'keyed wanting',
      'both off',
    ]);
    expect(obstacles.get('fresh')).toMatchObject({ command: expect.stringContaining('sallyport trust fresh') });
    expect(obstacles.get('keyed')).toMatchObject({ why: expect.stringContaining('SALLYPORT_TEST_NOWHERE') });
  });

  it('are sought among the wanted alone', async () => {
    const configuration = await readConfiguration({ config: at.config });
    const { servers, obstacles } = startableServers(configuration, state, (name) => name === 'off');
    expect(servers).toEqual({});
    expect([...obstacles.keys()]).toEqual(['off']);
  });
});
