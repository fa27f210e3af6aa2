import { realpathSync } from 'node:fs';
import os from 'node:os';
import { inspectors } from '../inspect/index.ts';
import type { Mounted } from '../pipeline/gather.ts';
import type { Equipped } from './workshop.ts';

/** A directory by its own name, and by the one that links on its way lead to. */
function placesOf(directory: string): string[] {
  try {
    return [...new Set([directory, realpathSync(directory)])];
  } catch {
    // It is made when it is first needed.
    return [directory];
  }
}

/** The inspectors that ship and the user's own, each in the mode that the configuration gives it. `stateRoot` is the state directory's path. */
export function mountInspectors(
  { config, loaded, lockPath, inspectors: custom }: Pick<Equipped, 'config' | 'loaded' | 'lockPath' | 'inspectors'>,
  stateRoot: string,
): Mounted[] {
  const context = {
    home: os.homedir(),
    platform: process.platform,
    ownFiles: [loaded.path, lockPath, ...custom.map(({ source }) => source.file)],
    stateDirectories: placesOf(stateRoot),
    clientConfigs: [],
    roots: [],
  };
  return [...inspectors(context), ...custom.map(({ inspector }) => inspector)].map((inspector) => ({
    inspector,
    mode: config.policy.inspectors[inspector.name]?.mode ?? 'enforce',
  }));
}
