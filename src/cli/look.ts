import path from 'node:path';
import { type Survey, survey } from '../app/locking/survey.ts';
import { shellWord } from '../app/places/config-place.ts';
import { type Configuration, readConfiguration } from '../app/settings.ts';
import { tellConfig } from './configuration.ts';
import { plainLine } from './printing/plain.ts';
import { openProgress } from './printing/progress.ts';
import { waitsText } from './printing/waits-text.ts';
import type { Screen } from './screen.ts';
import { openState } from './state.ts';

/** What the commands about the lockfile have in common. */
export interface LookOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly state?: string;
  readonly json?: boolean;
}

export interface Looked {
  readonly configuration: Configuration;
  readonly survey: Survey;
}

/** Reads the configuration and the lockfile and asks the servers, with a progress line on the terminal. */
export async function lookAtServers(
  options: Pick<LookOptions, 'config' | 'lockfile' | 'state'>,
  about: string,
  screen: Screen,
  servers?: ReadonlySet<string>,
): Promise<Looked> {
  const place = await tellConfig(options, screen);
  const configuration = await readConfiguration({
    place,
    ...(options.state === undefined ? {} : { state: options.state }),
  });
  const state = openState(options.state);
  const progress = openProgress();
  try {
    const found = await survey(configuration, state, {
      about,
      now: screen.now,
      lockfile: options.lockfile === undefined ? undefined : path.resolve(options.lockfile),
      ...(servers === undefined ? {} : { servers }),
      waits: waitsText(progress),
    });
    return { configuration, survey: found };
  } finally {
    progress.end();
  }
}

export function sayMissing(missing: ReadonlyMap<string, string>, screen: Screen): void {
  for (const [name, why] of missing) {
    screen.err(`${screen.paint.yellow('not asked')} ${screen.paint.bold(name)}: ${plainLine(why, 400)}`);
  }
}

/** The exit code of a look at servers, as that of `scan`: 1 if something differs, 3 if nothing does as far as could be seen. */
export function lookCode(differences: readonly unknown[], missing: ReadonlyMap<string, string>): number {
  if (differences.length > 0) return 1;
  return missing.size === 0 ? 0 : 3;
}

/** The option that names the lockfile, if it is not the default one. */
export const aboutLock = ({ lockfile }: Pick<LookOptions, 'lockfile'>): string =>
  lockfile === undefined ? '' : ` --lockfile ${shellWord(path.resolve(lockfile))}`;
