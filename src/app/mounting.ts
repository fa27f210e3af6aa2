import os from 'node:os';
import path from 'node:path';
import { LOCKFILE } from '../catalog/lockfile/lockfile.ts';
import { inspectors } from '../inspect/index.ts';
import type { Mounted } from '../pipeline/gather.ts';
import type { Settings } from './settings.ts';

/** The inspectors that ship, each in the mode that the configuration gives it. `stateRoot` is the state directory's path. */
export function mountInspectors({ config, loaded }: Pick<Settings, 'config' | 'loaded'>, stateRoot: string): Mounted[] {
  const context = {
    home: os.homedir(),
    platform: process.platform,
    ownFiles: [loaded.path, path.join(loaded.folder, LOCKFILE)],
    stateDirectories: [stateRoot],
    clientConfigs: [],
    roots: [],
  };
  return inspectors(context).map((inspector) => ({
    inspector,
    mode: config.policy.inspectors[inspector.name]?.mode ?? 'enforce',
  }));
}
