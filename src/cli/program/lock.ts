import type { Declaring } from '../declare.ts';
import { CONFIG, LOCKFILE, SERVER, STATE } from '../options.ts';

/** The commands about what servers offer. */
export function declareLock({ declare, screen, done }: Declaring): void {
  declare(
    'lock',
    'Write down what the servers offer, so that it is noticed when they offer something else.',
    ['sallyport lock', 'sallyport lock --config team.yaml --lockfile locks/team.yaml'],
    'Ends with 0 where the file has all that is offered; with 1 where a change waits to be accepted; with 3 where a server could not be asked.',
  )
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--json', 'print one JSON object')
    .option(...STATE)
    .action(async (options) => {
      const { lock } = await import('../commands/lock.ts');
      done(await lock(options, screen));
    });
  declare(
    'diff',
    'Say in what the servers offer something else than was accepted.',
    ['sallyport diff', 'sallyport diff mail --json'],
    'Ends with 0 where all is as it was accepted; with 1 where something is not; with 3 where nothing is, but a server could not be asked.',
  )
    .argument('[server]', `${SERVER} (default: all of them)`)
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--json', 'print one JSON object')
    .option(...STATE)
    .action(async (server: string | undefined, options) => {
      const { diff } = await import('../commands/diff.ts');
      done(await diff(server, options, screen));
    });
  declare(
    'accept',
    'Look at what is different, and take it into the lockfile.',
    ['sallyport accept mail/send_email', 'sallyport accept mail files', 'sallyport accept --all'],
    'Ends with 0 where the file has it; with 1 where it was not taken; with 3 where a server could not be asked.',
  )
    .argument('[targets...]', 'what to take: SERVER or SERVER/TOOL')
    .option('--all', 'everything that is different')
    .option('--yes', 'do not ask; the change is taken, and its classification stays unconfirmed')
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option(...STATE)
    .action(async (targets: string[], options) => {
      const { accept } = await import('../commands/accept.ts');
      done(await accept(targets, options, screen));
    });
  declare(
    'types',
    'Write TypeScript types of every locked tool, for inspectors, policy tests and clients.',
    ['sallyport types', 'sallyport types --out src/sallyport.d.ts --check'],
    'Ends with 0 where the types are as they are locked; with 1 where --check finds other ones.',
  )
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--out <file>', 'where to write them (default: sallyport.d.ts beside the configuration)')
    .option('--check', 'write nothing; exit code 1 where the file is not as it would be written')
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { types } = await import('../commands/types.ts');
      done(await types(options, screen));
    });
}
