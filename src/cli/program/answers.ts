import type { Declaring } from '../declare.ts';
import { CALL, CONFIG, SERVER, STATE } from '../options.ts';

/** The commands by which a person answers what is asked, or says it beforehand. */
export function declareAnswers({ declare, screen, done }: Declaring): void {
  declare('pending', 'List the calls that wait for a person.', ['sallyport pending'])
    .option('--json', 'one JSON object a line')
    .option(...STATE)
    .action(async (options) => {
      const { pending } = await import('../commands/pending.ts');
      done(await pending(options, screen));
    });
  for (const kind of ['approve', 'deny'] as const) {
    const about =
      kind === 'approve' ? 'Look at a held call and let it run, once.' : 'Look at a held call and refuse it.';
    const command = declare(kind, about, [
      'sallyport pending',
      `sallyport ${kind} 7k2m9qxe`,
      `sallyport ${kind} 7k2`,
      ...(kind === 'approve' ? ['sallyport approve 7k2 --list'] : []),
    ]);
    if (kind === 'approve')
      command.option('--list', 'yes to all values that the question lists as well, for the rest of the session');
    command
      .argument('<id>', 'as `sallyport pending` shows it; its beginning is enough')
      .option(...STATE)
      .action(async (id: string, options) => {
        const { answer } = await import('../commands/answer.ts');
        done(await answer(id, kind, options, screen));
      });
  }
  declare('except', 'Propose the narrowest exception that would have let a call pass.', [
    'sallyport except 0dxk4m',
    'sallyport except 0dxk4m --days 7 --why "weekly report to the bank"',
    'sallyport except 0dxk4m --domain',
  ])
    .argument('<call>', CALL)
    .option('--domain', 'for every address at the domains that it went to, not for these addresses alone')
    .option('--days <number>', 'how long it holds, in days', '30')
    .option('--why <text>', 'why it is right, which is written with it')
    .option(...STATE)
    .action(async (call: string, options) => {
      const { except } = await import('../commands/except.ts');
      done(await except(call, options, screen));
    });
  declare('trust', 'Look at the servers and inspectors that the configuration runs, and let them run.', [
    'sallyport trust',
    'sallyport trust files',
    'sallyport trust --list',
  ])
    .argument('[server]', `${SERVER} (default: all that waits)`)
    .option('--list', 'only show what is trusted and what waits')
    .option('--json', 'with --list: one JSON object a line')
    .option(...CONFIG)
    .option(...STATE)
    .action(async (server: string | undefined, options) => {
      const { trust } = await import('../commands/trust.ts');
      done(await trust(server, options, screen));
    });
  declare('task', 'Take in what the user asked for, as a hook of an AI client hands it over on stdin.', [
    'sallyport task < hook.json',
    'echo "Send the report to ann@ours.example" | sallyport task --session cef52f7dc1…',
  ])
    .option('--session <key>', 'the key of the session (`sallyport sessions --json`), where the input is plain text')
    .option('--agent <name>', 'the agent that `sallyport serve --agent` names for this client')
    .option(...STATE)
    .action(async (options) => {
      const { task } = await import('../commands/task.ts');
      done(await task(options, screen));
    });
}
