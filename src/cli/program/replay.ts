import { InvalidArgumentError } from 'commander';
import type { Declaring } from '../declare.ts';
import { moreOf, OF_AGENT, OF_SESSION, SINCE, STATE, TO_SERVER, TO_TOOL, UNTIL } from '../options.ts';

function coresOf(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Write a whole number, 1 or more.');
  return Number(text);
}

/** The command that decides again what is recorded. */
export function declareReplay({ declare, screen, done }: Declaring): void {
  declare(
    'replay',
    'Decide recorded calls again, by the policy of now or another one.',
    [
      'sallyport replay --since 30d --config stricter.yaml',
      'sallyport replay --since 7d --regather',
      'sallyport replay --agent support --tool "bank.*" --until 2026-11-26T09:00',
      'sallyport replay --traces recordings --out decisions.jsonl',
    ],
    'Ends with 0 however many decisions come out otherwise (`different` in --json counts them); with 1 where nothing could be decided again, or one by its own policy came out otherwise.',
  )
    .option(
      '--config <file>',
      'the policy (default: servers.config.yaml in this folder, else the adopted one; with --traces: recommended)',
    )
    .option('--out <file>', 'where to write every decision, one JSON object a line')
    .option(...OF_SESSION)
    .option(...OF_AGENT)
    .option(...TO_SERVER)
    .option(...TO_TOOL)
    .option('--effect <effect>', 'what was decided so then: allow, ask or deny; may be repeated', moreOf)
    .option(...SINCE)
    .option(...UNTIL)
    .option('--json', 'print one JSON object of what comes out otherwise')
    .option(...STATE)
    .option('--regather', 'gather the evidence anew, from the texts that the record has kept')
    .option('--traces <dir>', 'a folder with traces of another system instead of our own record')
    .option('--task-text', 'with --traces: what the user asked for is known')
    .option('--declared-tools', 'with --traces: the tools that the task was declared to need are its purpose')
    .option('--together', 'with --traces: they are sessions of one process, each after the other')
    .option(
      '--cores <number>',
      'with --traces or --regather: on how many processor cores at most (default: all)',
      coresOf,
    )
    .option('--trust', 'with --traces or --regather: run inspectors of your own that nobody has looked at yet')
    .action(async (options) => {
      const { replay } = await import('../commands/replay.ts');
      done(await replay(options, screen));
    });
}
