import { expect, it } from 'vitest';
import { mountInspectors } from '../../src/app/mounting.ts';
import { parseConfig } from '../../src/config/load.ts';

it('mounts every inspector, and in audit mode only the one that is named', () => {
  const loaded = parseConfig('/x/servers.config.yaml', 'policy: { inspectors: { schema: { mode: audit } } }\n');
  const mounted = mountInspectors(
    { loaded, config: loaded.config, inspectors: [], lockPath: '/x/sallyport.lock.yaml' },
    '/state',
  );
  expect(mounted.map(({ inspector }) => inspector.name)).toContain('labels');
  expect(mounted.filter(({ mode }) => mode === 'audit').map(({ inspector }) => inspector.name)).toEqual(['schema']);
});
