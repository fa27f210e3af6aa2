import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { mountInspectors } from '../../src/app/mounting.ts';
import { parseConfig } from '../../src/config/load.ts';
import { callOf, kindsOf, lookAtCall } from '../inspect/given.ts';

it('mounts every inspector, and in audit mode only the one that is named', () => {
  const loaded = parseConfig('/x/servers.config.yaml', 'policy: { inspectors: { schema: { mode: audit } } }\n');
  const mounted = mountInspectors(
    { loaded, config: loaded.config, inspectors: [], lockPath: '/x/sallyport.lock.yaml' },
    '/state',
  );
  expect(mounted.map(({ inspector }) => inspector.name)).toContain('labels');
  expect(mounted.filter(({ mode }) => mode === 'audit').map(({ inspector }) => inspector.name)).toEqual(['schema']);
});

it('protects the state directory by what it is called and by where it stands', async () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'mounting-')));
  try {
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), path.join(folder, 'link'));
    const loaded = parseConfig('/x/servers.config.yaml', '{}');
    const mounted = mountInspectors(
      { loaded, config: loaded.config, inspectors: [], lockPath: '/x/sallyport.lock.yaml' },
      path.join(folder, 'link'),
    );
    const self = mounted.find(({ inspector }) => inspector.name === 'self')?.inspector;
    if (self === undefined) throw new Error('nothing protects Sallyport itself');
    for (const name of ['link', 'real']) {
      const call = callOf({ path: path.join(folder, name, 'x') }, { powers: ['write'], roles: { '/path': 'path' } });
      expect(kindsOf(await lookAtCall(self, call)), name).toEqual(['self.state']);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
