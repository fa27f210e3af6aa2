import os from 'node:os';
import path from 'node:path';
import { aboutThis, type ConfigPlace, shellWord } from './config-place.ts';

export interface Veiled {
  readonly place: Pick<ConfigPlace, 'file'>;
  /** The state directory. */
  readonly state: string;
  readonly home?: string;
}

/**
 * For texts to clients on other machines: they learn nothing of where things are on this one. Commands in them are for
 * whoever runs it, and stand without a place.
 */
export function veilPlaces({ place, state, home = os.homedir() }: Veiled): (text: string) => string {
  const root = path.resolve(state);
  const parts: readonly (readonly [found: string, put: string])[] = [
    [aboutThis(place), ''],
    [` --state ${shellWord(root)}`, ''],
    [place.file, path.basename(place.file)],
    ...inside(root, ''),
    [root, 'the state directory'],
    ...inside(path.dirname(place.file), ''),
    ...inside(home, `~${path.sep}`),
  ];
  return (text) => parts.reduce((said, [found, put]) => said.replaceAll(found, put), text);
}

/** What stands below a folder, without the folder. Nothing is below a root that would not be below every other. */
const inside = (folder: string, put: string): [string, string][] =>
  path.dirname(folder) === folder || !path.isAbsolute(folder) ? [] : [[folder + path.sep, put]];
