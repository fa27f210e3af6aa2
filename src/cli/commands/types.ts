import path from 'node:path';
import { aboutThis } from '../../app/places/config-place.ts';
import { configPlace } from '../../app/settings.ts';
import { writeTypes } from '../../app/typing.ts';
import { countOf } from '../../model/count.ts';
import { tellConfig } from '../configuration.ts';
import { aboutLock } from '../look.ts';
import { plainLine } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import type { Screen } from '../screen.ts';

export interface TypesOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly out?: string;
  readonly check?: boolean;
  readonly json?: boolean;
}

/** How many unknown tools are named; the file has all. */
const MOST_NAMED = 20;

/** Writes types for the arguments and results of all locked tools. */
export async function types(options: TypesOptions, screen: Screen): Promise<number> {
  const { config, lockfile, out, check = false } = options;
  const isOfLockfile = config === undefined && lockfile !== undefined;
  const place = isOfLockfile ? undefined : await configPlace({ place: await tellConfig({ config }, screen) });
  const folder = path.dirname(place?.file ?? path.resolve(lockfile ?? ''));
  const about =
    (place === undefined ? '' : aboutThis(place)) + aboutLock({ ...(lockfile === undefined ? {} : { lockfile }) });
  const progress = openProgress();
  let typed: Awaited<ReturnType<typeof writeTypes>>;
  try {
    const heard = (count: number, all: number): void => progress.say(() => `${count} of ${all} tools have their types`);
    typed = await writeTypes({ folder, lockfile, out, check, heard, about });
  } finally {
    progress.end();
  }
  const { file, tools, unknown, isSame } = typed;
  const code = check && !isSame ? 1 : 0;
  if (options.json === true) {
    screen.out(JSON.stringify({ path: file, tools, unknown, same: isSame }));
    return code;
  }
  for (const { tool, of, why } of unknown.slice(0, MOST_NAMED))
    screen.out(
      `${screen.paint.yellow('unknown')} ${of} of ${screen.paint.bold(plainLine(tool))}: ${plainLine(why, 300)}`,
    );
  if (unknown.length > MOST_NAMED)
    screen.out(`… ${unknown.length - MOST_NAMED} more, each with its reason in the file`);
  const many = `types of ${countOf(tools, 'tool')}`;
  if (isSame) screen.out(`${file} has the ${many} as they are.`);
  else if (check) screen.out(`${file} does not have the ${many} as they are locked: sallyport types${about}`);
  else screen.out(`${file} is written: ${many}.`);
  return code;
}
