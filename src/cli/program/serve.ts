import { Option } from 'commander';
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
    .action(async (options) => {
      const { serve } = await import('../commands/serve.ts');
      done(await serve(options));
    });
}
