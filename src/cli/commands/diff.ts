import { aboutThis } from '../../app/places/config-place.ts';
import { UnknownServer } from '../../app/unknown-server.ts';
import { aboutLock, type LookOptions, lookAtServers, lookCode, sayMissing } from '../look.ts';
import { byGrade, differenceText, tally } from '../printing/difference-text.ts';
import type { Screen } from '../screen.ts';

/** Shows how servers' offers differ from what was accepted. Exits 1 if any differs, 3 if none does and one could not be asked. */
export async function diff(server: string | undefined, options: LookOptions, screen: Screen): Promise<number> {
  const servers = server === undefined ? undefined : new Set([server]);
  const { configuration, survey } = await lookAtServers(options, 'diff', screen, servers);
  const { file, differences, missing } = survey;
  const known = [...new Set([...Object.keys(configuration.config.servers), ...file.lockfile.servers.keys()])];
  if (server !== undefined && !known.includes(server)) {
    throw new UnknownServer(server, known, configuration.loaded.path);
  }
  const about = aboutThis(configuration.place, options.state) + aboutLock(options);
  const code = lookCode(differences, missing);
  if (options.json === true) {
    screen.out(JSON.stringify({ path: file.path, differences, missing: Object.fromEntries(missing) }));
    return code;
  }
  if (known.length === 0 || (differences.length === 0 && missing.size === 0 && file.text === undefined)) {
    screen.out('No server is configured that could be asked, and none was accepted.');
    return code;
  }
  if (file.text === undefined) {
    screen.out(`There is no ${file.path}: nothing was accepted yet. Write it with: sallyport lock${about}`);
    return 1;
  }
  sayMissing(missing, screen);
  for (const difference of byGrade(differences)) screen.out(`${differenceText(difference, screen)}\n`);
  if (differences.length > 0)
    screen.out(
      `${server === undefined ? '' : `${server}: `}${tally(differences)}. Take one with: sallyport accept SERVER[/TOOL]${about}`,
    );
  else if (missing.size === 0) screen.out(`${server ?? 'Everything'} is as it was accepted.`);
  else if (server === undefined) screen.out('What could be asked is as it was accepted.');
  else screen.out(`Whether ${server} is as it was accepted is not known: it could not be asked.`);
  return code;
}
