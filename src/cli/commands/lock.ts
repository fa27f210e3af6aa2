import path from 'node:path';
import { lockNew, type Survey, survey } from '../../app/locking/survey.ts';
import { aboutThis, shellWord } from '../../app/places/config-place.ts';
import { type Configuration, readConfiguration } from '../../app/settings.ts';
import { countOf } from '../../model/count.ts';
import { tellConfig } from '../configuration.ts';
import { byGrade, differenceText, tally } from '../printing/difference-text.ts';
import { plainLine } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { waitsText } from '../printing/waits-text.ts';
import type { Screen } from '../screen.ts';
import { openState } from '../state.ts';

export interface LockOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly state?: string;
  readonly json?: boolean;
}

/**
 * Writes the lockfile, or adds missing servers to it. Never changes what it already has: that is what `accept` is for.
 */
export async function lock(options: LockOptions, screen: Screen): Promise<number> {
  const looked = await lookAtServers(options, 'lock', screen);
  const { file, offered, differences, missing } = looked.survey;
  const about = aboutThis(looked.configuration.place, options.state) + aboutLock(options);
  const isFirst = file.text === undefined;
  const fresh = offered.size === 0 ? [] : await lockNew(looked.survey);
  const pending = differences.filter(({ server }) => !fresh.includes(server));
  if (options.json === true) {
    screen.out(JSON.stringify({ path: file.path, locked: fresh, pending, missing: Object.fromEntries(missing) }));
    return offered.size === 0 && missing.size > 0 ? 1 : lookCode(pending, missing);
  }
  sayMissing(missing, screen);
  for (const name of fresh)
    screen.out(`${screen.paint.green('locked')}  ${screen.paint.bold(name)}: ${sayOffers(looked.survey, name)}`);
  // Warnings about new servers are shown now: they are accepted because they came first, not because somebody reviewed
  // them.
  const warned = byGrade(
    differences.filter(({ server, changes }) => fresh.includes(server) && changes.some(({ says }) => isWarning(says))),
  );
  for (const difference of warned) screen.out(`\n${differenceText(difference, screen)}`);
  if (pending.length > 0) {
    screen.out(`\nNot taken, since it is locked otherwise (${tally(pending)}):`);
    for (const difference of byGrade(pending)) screen.out(differenceText(difference, screen));
    screen.out(`Take it with: sallyport accept SERVER[/TOOL]${about}`);
  }
  if (offered.size === 0) {
    screen.out('No server could be asked, so nothing was written.');
    return 1;
  }
  if (fresh.length > 0)
    screen.out(
      `\n${file.path} is written. Look through it, and keep it in git; what in it speaks to the model is found by: sallyport scan${aboutThis(looked.configuration.place, options.state)}. What a person has confirmed counts more than what was inferred: sallyport accept SERVER[/TOOL]${about}`,
    );
  else if (pending.length === 0 && !isFirst) screen.out(`${file.path} has it all.`);
  return lookCode(pending, missing);
}

/** The exit code of a look at servers, as that of `scan`: 1 if something differs, 3 if nothing does as far as could be seen. */
export function lookCode(differences: readonly unknown[], missing: ReadonlyMap<string, string>): number {
  if (differences.length > 0) return 1;
  return missing.size === 0 ? 0 : 3;
}

/** The option that names the lockfile, if it is not the default one. */
export const aboutLock = ({ lockfile }: Pick<LockOptions, 'lockfile'>): string =>
  lockfile === undefined ? '' : ` --lockfile ${shellWord(path.resolve(lockfile))}`;

/** Says more than that the tool is new and what it can do. */
const isWarning = (says: string): boolean => !/^is (?:new|in no lockfile)/.test(says);

function sayOffers({ offered }: Survey, name: string): string {
  const server = offered.get(name);
  if (server === undefined) return 'nothing';
  const counts = [
    [server.tools.size, 'tool'],
    [server.prompts.size, 'prompt'],
    [server.resourceTemplates.size, 'resource template'],
  ] as const;
  return (
    counts
      .filter(([count]) => count > 0)
      .map(([count, what]) => countOf(count, what))
      .join(', ') || 'nothing'
  );
}

export interface Looked {
  readonly configuration: Configuration;
  readonly survey: Survey;
}

/** Reads the configuration and the lockfile and asks the servers, with a progress line on the terminal. */
export async function lookAtServers(
  options: Pick<LockOptions, 'config' | 'lockfile' | 'state'>,
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
