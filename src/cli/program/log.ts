import type { Declaring } from '../declare.ts';
import { CALL, moreOf, OF_AGENT, OF_SESSION, SINCE, STATE, TO_SERVER, TO_TOOL, UNTIL } from '../options.ts';

/** What is no second count: a held call that is made again, or goes on, is a call of its own in the record. */
const COUNTED =
  'CALLS counts all that agents made, HELD and DENIED those of them that were; a held call that goes on counts once more.';

/** The commands that show what is recorded. */
export function declareLog({ declare, screen, done }: Declaring): void {
  const json = ['--json', 'one JSON object a line'] as const;

  declare('log', 'Show what was called, and what was decided.', [
    'sallyport log --since 2h',
    'sallyport log --effect deny --effect ask --since 7d --until 2026-11-26T09:00',
    'sallyport log --tool "bank.*" --follow',
    'sallyport log --agent support --value ann@customer.example',
    'sallyport log --json --all | jq .tool',
  ])
    .option(...OF_SESSION)
    .option(...OF_AGENT)
    .option(...TO_SERVER)
    .option(...TO_TOOL)
    .option('--effect <effect>', 'allow, ask or deny; may be repeated', moreOf)
    .option('--value <text>', 'what has this in its arguments or result, in whatever spelling')
    .option(
      '--kind <kind>',
      'call, hold, result, approval, freeze, …; may be repeated (another word lists them all)',
      moreOf,
    )
    .option(...SINCE)
    .option(...UNTIL)
    .option('-n, --last <number>', 'only so many, the last ones')
    .option('-f, --follow', 'go on as more is recorded')
    .option('--all', 'also results that are well, tools and notes')
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { log } = await import('../commands/log.ts');
      done(await log(options, screen));
    });
  declare('show', 'Show one call whole: evidence, rules, flows, payload, where its values came from and went.', [
    'sallyport show 0dxk4m',
    'sallyport show 0dxk4m --json',
  ])
    .argument('<call>', CALL)
    .option('--all', 'also which inspectors looked, and how long each took')
    .option(
      '--json',
      'its records, one JSON object a line, payloads included, and those of a question about it and of the answer',
    )
    .option(...STATE)
    .action(async (id: string, options) => {
      const { show } = await import('../commands/show.ts');
      done(await show(id, options, screen));
    });
  declare(
    'sessions',
    'List sessions: who, how many calls, what they have seen.',
    ['sallyport sessions --since 1d'],
    `${COUNTED} ASKED counts questions of servers.`,
  )
    .option(...SINCE)
    .option('--config <file>', 'only those that had to do, through this configuration, with a server of it')
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { sessions } = await import('../commands/sessions.ts');
      done(await sessions(options, screen));
    });
  declare(
    'servers',
    'List servers: what they offered last, how often they were called.',
    ['sallyport servers --since 7d', 'sallyport servers --config team.yaml'],
    `${COUNTED} Without --config, servers that several configurations with this state directory call alike count as one.`,
  )
    .option(...SINCE)
    .option(
      '--config <file>',
      'only what was called through this configuration; also lists those of its servers that never were',
    )
    .option(...json)
    .option(...STATE)
    .action(async (options) => {
      const { servers } = await import('../commands/servers.ts');
      done(await servers(options, screen));
    });
}
