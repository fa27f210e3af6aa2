import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Loaded } from '../config/load.ts';
import type { Machine } from '../discover/client.ts';
import { CLIENTS } from '../discover/clients.ts';
import { globalFiles, thisMachine } from '../discover/places.ts';
import { inspectors } from '../inspect/index.ts';
import type { Given } from '../inspect/secrets/given.ts';
import type { Mounted } from '../pipeline/gather.ts';
import { Keyring } from './secrets/keyring.ts';
import type { Equipped } from './workshop.ts';

/** A place by its own name, and by the one that links on its way lead to. Links that are made later are another matter. */
function placesOf(place: string): string[] {
  try {
    return existsSync(place) ? [...new Set([place, realpathSync(place)])] : [place];
  } catch {
    // It went away meanwhile.
    return [place];
  }
}

/** The files beside the configuration that its command for held calls names: whoever writes one has it run as the user. */
function notifying({ config, folder }: Loaded): string[] {
  const files = (config.approvals.notify ?? []).map((word) => path.resolve(folder, word));
  return files.filter(
    (file) => file.startsWith(folder + path.sep) && statSync(file, { throwIfNoEntry: false })?.isFile(),
  );
}

/**
 * The inspectors that ship and the user's own, each in the mode that the configuration gives it. `stateRoot` is the state
 * directory's path; `given` says what servers are given now, where that is more than what is configured.
 */
export function mountInspectors(
  { config, loaded, lockPath, inspectors: custom }: Pick<Equipped, 'config' | 'loaded' | 'lockPath' | 'inspectors'>,
  stateRoot: string,
  machine: Machine = thisMachine(),
  given: () => Given = new Keyring({ config, loaded }).given,
): Mounted[] {
  const context = {
    home: machine.home,
    platform: machine.platform,
    ownFiles: [loaded.path, lockPath, ...custom.map(({ source }) => source.file), ...notifying(loaded)].flatMap(
      placesOf,
    ),
    stateDirectories: placesOf(stateRoot),
    // Known by their ends, but for what a link leads to: many people keep such files in a folder of dotfiles.
    clientConfigs: CLIENTS.flatMap((client) => globalFiles(client, machine)).flatMap(({ file }) =>
      placesOf(file).slice(1),
    ),
    roots: [],
    given,
  };
  return [...inspectors(context), ...custom.map(({ inspector }) => inspector)].map((inspector) => ({
    inspector,
    mode: config.policy.inspectors[inspector.name]?.mode ?? 'enforce',
  }));
}
