import { Option } from 'commander';
import { SEVERITIES } from '../../model/evidence/severity.ts';
import type { Declaring } from '../declare.ts';
import { CONFIG, LOCKFILE, more, STATE } from '../options.ts';

/** The commands that make a set-up, and say what is wrong with it. */
export function declareSetup({ declare, screen, done }: Declaring): void {
  declare('init', 'Write a commented servers.config.yaml to start from.', [
    'sallyport init',
    'sallyport init --config team.yaml',
  ])
    .option('--config <file>', 'where to write it (default: servers.config.yaml)')
    .action(async (options) => {
      const { init } = await import('../commands/init.ts');
      done(await init(options, screen));
    });
  declare(
    'doctor',
    'Say what is wrong with a set-up, and what to do: starts the servers, lists them, ends them.',
    [
      'sallyport doctor --config servers.config.yaml',
      'sallyport doctor --server crm',
      'sallyport doctor --no-start --json',
    ],
    'Ends with 0 where nothing is bad, however doubtful; with 1 where something is.',
  )
    .option(...CONFIG)
    .option('--server <name>', 'look at this server alone')
    .option('--no-start', 'start no server')
    .option('--json', 'print one JSON object for each thing that was looked at')
    .option(...STATE)
    .action(async (options) => {
      const { doctor } = await import('../commands/doctor.ts');
      done(await doctor(options, screen));
    });
  declare(
    'check',
    'Read the configuration and policy, and say what is wrong with them.',
    ['sallyport check', 'sallyport check --config team.yaml --json'],
    'Ends with 0 where it can be used, warnings or not; with 1 where it cannot, or a test comes to something else.',
  )
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--trust', 'run inspectors of your own that nobody has looked at yet')
    .option('--json', 'print one JSON object')
    .option(...STATE)
    .action(async (options) => {
      const { check } = await import('../commands/check.ts');
      done(await check(options, screen));
    });
  declare(
    'scan',
    'Look through what servers say of themselves and their tools, before a model reads it.',
    [
      'sallyport scan --config servers.config.yaml',
      'sallyport scan --server crm --json',
      'sallyport scan listing.json definitions/ --sarif > scan.sarif',
    ],
    'Ends with 0 where nothing is as severe as --fail-on; with 1 where something is; with 3 where nothing is, but a server could not be looked at.',
  )
    .option(...CONFIG)
    .argument(
      '[files...]',
      'lists of definitions, as `tools/list` answers, and folders of them (default: what the servers say)',
    )
    .option('--server <name>', 'ask this server alone; may be repeated', more)
    .option('--all', 'also show notes')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on (3: some could not be looked at)')
        .choices([...SEVERITIES, 'never'])
        .default('high'),
    )
    .option('--json', 'print one JSON object for each finding')
    .option('--sarif', 'print SARIF 2.1.0, for code hosts and editors')
    .option(...STATE)
    .action(async (files: string[], options) => {
      const { scan } = await import('../commands/scan.ts');
      done(await scan(files, options, screen));
    });
}
