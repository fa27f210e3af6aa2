import { type Command, Option } from 'commander';
import type { Declaring } from '../declare.ts';
import { CONFIG, LOCKFILE, portOf, STATE } from '../options.ts';

/** The command that clients start. */
export function declareServe({ declare, done }: Declaring): void {
  declare('serve', 'Be the MCP server of one client (stdio), or of many (--http).', [
    'sallyport serve --config servers.config.yaml',
    'sallyport serve --config ~/.cursor/mcp.json',
    'sallyport serve --http --port 7600',
  ])
    .option(...CONFIG)
    .option('--agent <name>', 'the configured agent that this client is')
    .option('--http', 'serve Streamable HTTP instead of stdio')
    .option('--port <number>', 'with --http: the port (default: `http.port`, 7600)', portOf)
    .option('--host <address>', 'with --http: the address to listen on (default: `http.host`, 127.0.0.1)')
    .option('--allow-anonymous', 'with --http: take requests without a token')
    .option('--trust', 'run servers and inspectors that nobody has looked at yet; that is recorded')
    .option(...LOCKFILE)
    .addOption(
      new Option(
        '--names <how>',
        'how clients see tools: server__tool, or tool alone (default: `names`, prefixed)',
      ).choices(['prefixed', 'plain']),
    )
    .option(...STATE)
    .action(async (options, command: Command) => {
      refuseIdle(options, command);
      const { serve } = await import('../commands/serve.ts');
      done(await serve(options));
    });
}

const OF_HTTP = { port: '--port', host: '--host', allowAnonymous: '--allow-anonymous' };

/** Refuses what says how HTTP is served where stdio would be: nobody would be found listening, and nothing would say why. */
function refuseIdle(options: Readonly<Record<string, unknown>>, command: Command): void {
  if (options.http === true) return;
  const idle = Object.entries(OF_HTTP).find(([key]) => options[key] !== undefined);
  if (idle === undefined) return;
  command.error(
    `error: ${idle[1]} is for --http alone, and without that one client is served over stdio. Write: sallyport serve --http …`,
  );
}
