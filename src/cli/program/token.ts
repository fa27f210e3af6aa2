import type { Declaring } from '../declare.ts';
import { CONFIG, STATE } from '../options.ts';

/** `sallyport token`: who may call over HTTP, if there is no authorization server. */
export function declareToken({ declare, screen, done }: Declaring): void {
  const token = declare('token', 'Make, list and revoke bearer tokens for `serve --http`.', [
    'sallyport token add ci --agent build --expires 90d',
    'sallyport token list',
    'sallyport token revoke ci',
  ]).usage('COMMAND [options]');
  token
    .command('add')
    .argument('<name>', 'what it is listed and revoked by')
    .description('Make a token and print it, once; only its hash is kept.')
    .option(
      '--agent <name>',
      'the configured agent that its client is (default: the one whose `match.token` is this name)',
    )
    .option('--expires <time>', 'when it ends: 12h, 30d, 90d (default: never)')
    .option(
      '--config <file>',
      'the configuration that names the agent (default: servers.config.yaml in this folder, else the adopted one)',
    )
    .option(...STATE)
    .action(async (name: string, options) => {
      const { add } = await import('../commands/token.ts');
      done(await add(name, options, screen));
    });
  token
    .command('list')
    .description('List tokens: whose, since when, until when.')
    .option('--json', 'one JSON object a line')
    .option(...CONFIG)
    .option(...STATE)
    .action(async (options) => {
      const { list } = await import('../commands/token.ts');
      done(await list(options, screen));
    });
  token
    .command('revoke')
    .argument('<name>', 'as `sallyport token list` shows it')
    .description('Take a token back; servers that run refuse it within a second.')
    .option(...STATE)
    .action(async (name: string, options) => {
      const { revoke } = await import('../commands/token.ts');
      done(await revoke(name, options, screen));
    });
}
