import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stateParts, stateRoot } from '../../journal/state/state-dir.ts';
import type { Whereabouts } from '../own-commands.ts';

export const CONFIG_FILE = 'servers.config.yaml';
/** The folder in a home where adoption puts its configuration. */
const HOME_FOLDER = 'sallyport';

/** A configuration, and why it is this one. */
export interface ConfigPlace {
  /** Absolute. */
  readonly file: string;
  /** Named, in the current folder, written by the last adoption, or where adoption would write one. */
  readonly by: 'named' | 'folder' | 'adopted' | 'home';
}

export interface ConfigSearch {
  /** The file that was named. It need not exist. */
  readonly config?: string | undefined;
  /** The state directory that was named. */
  readonly state?: string | undefined;
  /** Another folder and home than these: for tests. */
  readonly folder?: string;
  readonly home?: string;
}

/**
 * The configuration of every command: the one that is named, else that of the current folder, else that of the last
 * adoption, else the one in `~/sallyport`. Undefined where there is none.
 */
export async function findConfig(search: ConfigSearch): Promise<ConfigPlace | undefined> {
  const { config, state, folder = process.cwd(), home = os.homedir() } = search;
  if (config !== undefined) return { file: path.resolve(folder, config), by: 'named' };
  const here = path.join(folder, CONFIG_FILE);
  if (existsSync(here)) return { file: here, by: 'folder' };
  // Loaded only here: a command that names its configuration does not need it.
  const { adoptedConfigs } = await import('../../discover/adopt/adoptions.ts');
  const adopted = await adoptedConfigs(stateParts(state ?? stateRoot()).adoptions);
  const last = adopted.find((file) => existsSync(file));
  if (last !== undefined) return { file: last, by: 'adopted' };
  const usual = homeConfig(home);
  return existsSync(usual) ? { file: usual, by: 'home' } : undefined;
}

/** Where adoption puts the configuration by default. */
export const homeConfig = (home: string): string => path.join(home, HOME_FOLDER, CONFIG_FILE);

/** Whether a person has to say once that it may be used: nobody named it, and no adoption wrote it. */
export const isStray = ({ by }: ConfigPlace): boolean => by === 'folder' || by === 'home';

/** Words for a person: which configuration, and why this one. */
export function placeText({ file, by }: ConfigPlace): string {
  const why = {
    named: 'named',
    folder: 'found in this folder',
    adopted: 'from the last sallyport adopt',
    home: 'found where sallyport adopt puts it',
  };
  return `${file} (${why[by]})`;
}

/** What makes a printed command be about this very configuration and state, in whatever folder it is typed. */
export function aboutThis(place: Pick<ConfigPlace, 'file'>, state?: string): string {
  return ` --config ${shellWord(place.file)}${aboutState(state)}`;
}

/**
 * The same of the state directory, where it is not the one that a terminal would find by itself: what a client was given in
 * its variables no terminal has.
 */
export function aboutState(state: string | undefined): string {
  const { SALLYPORT_STATE: _, XDG_STATE_HOME: __, ...bare } = process.env;
  return state === undefined || path.resolve(state) === stateRoot({ env: bare })
    ? ''
    : ` --state ${shellWord(path.resolve(state))}`;
}

/** Both, for commands that stand in a text. Where no configuration was named, the one that is found from there is meant. */
export const whereabouts = (place: Pick<ConfigPlace, 'file'> | undefined, state: string | undefined): Whereabouts => ({
  config: place === undefined ? '' : aboutThis(place),
  state: aboutState(state),
});

/** A word as a shell reads it. */
export function shellWord(word: string, platform: NodeJS.Platform = process.platform): string {
  const isWindows = platform === 'win32';
  // Elsewhere a backslash takes away what the next letter means.
  if ((isWindows ? /^[\w@%+=:,./\\~-]+$/ : /^[\w@%+=:,./~-]+$/).test(word)) return word;
  return isWindows ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
