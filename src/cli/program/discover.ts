import { InvalidArgumentError } from 'commander';
import { SOURCES, type Source } from '../../app/discovering/sources.ts';
import type { Declaring } from '../declare.ts';
import { CONFIG, LOCKFILE, STATE } from '../options.ts';

/** The commands that report what is there. */
export function declareDiscover({ declare, screen, done }: Declaring): void {
  declare(
    'discover',
    'Find the MCP servers and agents of this machine, and say which go past Sallyport.',
    [
      'sallyport discover',
      'sallyport discover --folder ~/work --only code --only manifests',
      'sallyport discover --probe --json',
    ],
    'Ends with 0 where nothing goes past Sallyport; with 1 where something does, or a place could not be read.',
  )
    .option('--only <source>', `look there alone; may be repeated: ${SOURCES.join(', ')}`, sourceOf)
    .option('--folder <dir>', 'also look through this folder: client configurations, manifests, code')
    .option('--probe', 'ask ports of this machine what they are: one harmless request each, on loopback')
    .option('--config <file>', 'the configuration that counts as behind Sallyport (default: those found in use)')
    .option('--json', 'print one JSON object')
    .option('--state <dir>', 'the state directory, where what was found is kept')
    .action(async (options) => {
      const { discover } = await import('../commands/discover.ts');
      done(await discover(options, screen));
    });
  declare(
    'inventory',
    'List agents, what each may use and does use, servers, their data and secrets.',
    ['sallyport inventory', 'sallyport inventory --since 90d --markdown > inventory.md'],
    'Uses are those through this configuration, and those of which the record does not say through which.',
  )
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--since <time>', 'uses count from here on: 90d, 12h, or a date', '30d')
    .option('--json', 'print one JSON object')
    .option('--markdown', 'print Markdown')
    .option(...STATE)
    .action(async (options) => {
      const { inventory } = await import('../commands/inventory.ts');
      done(await inventory(options, screen));
    });
}

function sourceOf(text: string, before: readonly Source[] = []): Source[] {
  const source = SOURCES.find((each) => each === text);
  if (source === undefined) throw new InvalidArgumentError(`Known: ${SOURCES.join(', ')}.`);
  return [...before, source];
}
