import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

it('protects what it stands on and what clients are set up by where links lead to', async () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'mounting-')));
  const put = (real: string, link: string): void => {
    for (const each of [real, link]) mkdirSync(path.dirname(path.join(folder, each)), { recursive: true });
    writeFileSync(path.join(folder, real), '{}');
    symlinkSync(path.join(folder, real), path.join(folder, link));
  };
  try {
    put('dotfiles/gate.yaml', 'home/servers.config.yaml');
    put('dotfiles/cursor.json', 'home/.cursor/mcp.json');
    const loaded = parseConfig(path.join(folder, 'home/servers.config.yaml'), '{}');
    const mounted = mountInspectors(
      { loaded, config: loaded.config, inspectors: [], lockPath: '/x/sallyport.lock.yaml' },
      path.join(folder, 'state'),
      { platform: process.platform, home: path.join(folder, 'home'), env: {} },
    );
    const self = mounted.find(({ inspector }) => inspector.name === 'self')?.inspector;
    if (self === undefined) throw new Error('nothing protects Sallyport itself');
    const kinds = async (file: string): Promise<string[]> =>
      kindsOf(await lookAtCall(self, callOf({ path: file }, { powers: ['write'], roles: { '/path': 'path' } })));
    expect(await kinds(path.join(folder, 'dotfiles/gate.yaml'))).toEqual(['self.config']);
    expect(await kinds(path.join(folder, 'dotfiles/cursor.json'))).toEqual(['self.client-config']);
    expect(await kinds(path.join(folder, 'home/.cursor/mcp.json'))).toEqual(['self.client-config']);
    // Any project may have a file of that name.
    expect(await kinds('cursor.json')).toEqual([]);
    expect(await kinds(path.join(folder, 'dotfiles/vimrc'))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('protects the script beside the configuration that tells of held calls, and no program elsewhere', async () => {
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'mounting-')));
  try {
    for (const name of ['tell.sh', 'plain.sh']) writeFileSync(path.join(folder, name), '');
    const notify = JSON.stringify([process.execPath, 'tell.sh', '.', 'said']);
    const loaded = parseConfig(path.join(folder, 'servers.config.yaml'), `approvals: { notify: ${notify} }\n`);
    const mounted = mountInspectors(
      { loaded, config: loaded.config, inspectors: [], lockPath: '/x/sallyport.lock.yaml' },
      path.join(folder, 'state'),
    );
    const self = mounted.find(({ inspector }) => inspector.name === 'self')?.inspector;
    if (self === undefined) throw new Error('nothing protects Sallyport itself');
    const kinds = async (file: string): Promise<string[]> =>
      kindsOf(await lookAtCall(self, callOf({ path: file }, { powers: ['write'], roles: { '/path': 'path' } })));
    expect(await kinds(path.join(folder, 'tell.sh'))).toEqual(['self.config']);
    for (const file of [process.execPath, path.join(folder, 'plain.sh'), path.join(folder, 'said')])
      expect(await kinds(file)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
