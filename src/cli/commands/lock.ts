import { lockNew, type Repeat, type Survey } from '../../app/locking/survey.ts';
import { aboutThis } from '../../app/places/config-place.ts';
import { countOf } from '../../model/count.ts';
import { aboutLock, type LookOptions, lookAtServers, lookCode, sayMissing } from '../look.ts';
import { byGrade, differenceText, tally } from '../printing/difference-text.ts';
import { plainLine } from '../printing/plain.ts';
import type { Screen } from '../screen.ts';

/**
 * Writes the lockfile, or adds missing servers to it. Never changes what it already has: that is what `accept` is for.
 */
export async function lock(options: LookOptions, screen: Screen): Promise<number> {
  const looked = await lookAtServers(options, 'lock', screen);
  const { file, offered, differences, missing, repeats, isLeaky } = looked.survey;
  const about = aboutThis(looked.configuration.place, options.state) + aboutLock(options);
  const isFirst = file.text === undefined;
  const fresh = offered.size === 0 && !isLeaky ? [] : await lockNew(looked.survey);
  const pending = differences.filter(({ server }) => !fresh.includes(server));
  if (options.json === true) {
    screen.out(
      JSON.stringify({ path: file.path, locked: fresh, pending, missing: Object.fromEntries(missing), repeats }),
    );
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
  for (const repeat of repeats) screen.out(`\n${repeatText(repeat, screen)}`);
  if (isLeaky)
    screen.out(
      `\n${file.path} had a credential in it, which is hidden now. What git has of the file still shows it: give the server another.`,
    );
  if (pending.length > 0) {
    screen.out(`\nNot taken, since it is locked otherwise (${tally(pending)}):`);
    for (const difference of byGrade(pending)) screen.out(differenceText(difference, screen));
    screen.out(`Take it with: sallyport accept SERVER[/TOOL]${about}`);
  }
  if (offered.size === 0) {
    const why = missing.size === 0 ? 'No server is configured that could be asked' : 'No server could be asked';
    screen.out(`${why}, so nothing was written.`);
    return missing.size > 0 ? 1 : lookCode(pending, missing);
  }
  if (fresh.length > 0)
    screen.out(
      [
        `\n${file.path} is written. Look through it, and keep it in git. Next:`,
        `  sallyport scan${aboutThis(looked.configuration.place, options.state)}`,
        '    finds what in it speaks to the model',
        `  sallyport accept SERVER[/TOOL]${about}`,
        '    confirms what was inferred of a tool, so that it counts more',
      ].join('\n'),
    );
  else if (pending.length === 0 && !isFirst) screen.out(`${file.path} has it all.`);
  return lookCode(pending, missing);
}

/** Which tool repeats which credential; the value is nowhere. */
function repeatText({ server, kind, name, given }: Repeat, { paint }: Screen): string {
  const what = kind === 'instructions' ? `${server}, in its instructions,` : plainLine(`${server}/${name}`, 200);
  return `${paint.red('!')} ${paint.bold(what)} repeats a credential: what ${plainLine(given.join(' and '), 200)} holds. It is hidden in the lockfile and in types made of it; but whoever lists what ${server} offers is told it: have it taken out there, and give the server another.`;
}

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
