import type { Declaring } from '../declare.ts';
import { CONFIG, STATE } from '../options.ts';

/** The commands that freeze something, and unfreeze it. */
export function declareFreeze({ declare, screen, done }: Declaring): void {
  for (const kind of ['freeze', 'unfreeze'] as const) {
    const about =
      kind === 'freeze'
        ? 'Freeze a session, an agent or a server: nothing of it passes. Bare: list what is frozen.'
        : 'Unfreeze what was frozen: its calls pass again.';
    const more = ['sallyport freeze --agent support --reason "asks for every customer"', 'sallyport freeze'];
    const examples = [`sallyport ${kind} bank`, `sallyport ${kind} --session 3f09`];
    const codes =
      'Ends with 0 where it is frozen; with 3 where it is as well, but no agent or server of that name is known, so that it may be mistyped. With 2 where nothing was frozen: a bare name of nothing that is known, or a session that is not in the record.';
    const command = (
      kind === 'freeze' ? declare(kind, about, [...examples, ...more], codes) : declare(kind, about, examples)
    )
      .argument('[name]', 'of a server, an agent or a session, where only one is called so')
      .option('--session <key>', 'a session, by the first four letters of its key or more')
      .option('--agent <name>', 'a configured agent')
      .option('--server <name>', 'a configured server')
      .option('--reason <text>', kind === 'freeze' ? 'why; the agent is told' : 'why; for the record')
      .option(...CONFIG)
      .option(...STATE);
    if (kind === 'freeze') command.option('--json', 'without a name: list what is frozen, one JSON object a line');
    command.action(async (name: string | undefined, options) => {
      const { freeze, unfreeze } = await import('../commands/freeze.ts');
      done(await (kind === 'freeze' ? freeze : unfreeze)(name, options, screen));
    });
  }
}
