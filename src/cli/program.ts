import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES } from '../model/severity.ts';
import type { Declare } from './declare.ts';
import { CONFIG, LOCKFILE, STATE } from './options.ts';
import { declareAdopt } from './program/adopt.ts';
import { declareDiscover } from './program/discover.ts';
import { declareHuman } from './program/human.ts';
import { declareLock } from './program/lock.ts';
import { declareLogin } from './program/login.ts';
import { declareRecord } from './program/record.ts';
import { declareToken } from './program/token.ts';
import type { Screen } from './screen.ts';

/** `done` receives the exit code of the command that ran. */
export function makeProgram(screen: Screen, done: (code: number) => void): Command {
  const program = new Command('sallyport')
    .description('The gate for AI agents: one MCP server in front of all the real ones.')
    .usage('COMMAND [options]')
    .version(version(), '-v, --version')
    .helpCommand('help [command]', 'Show what a command does.')
    .configureOutput({ writeOut: (text) => screen.out(text.trimEnd()), writeErr: (text) => screen.err(text.trimEnd()) })
    .exitOverride()
    .showHelpAfterError('(sallyport COMMAND --help shows how it is used)');
  const declare: Declare = (line, about, examples) => {
    return program.command(line).description(about).addHelpText('after', examplesText(examples));
  };
  program.commandsGroup('Set up and serve:');
  declareServe(declare, done);
  declareSetup(declare, screen, done);
  declareAdopt(declare, screen, done);
  declareLogin(declare, screen, done, portOf);
  declareToken(declare, screen, done);
  program.commandsGroup('Know what you are connected to:');
  declareDiscover(declare, screen, done);
  declareLock(declare, screen, done);
  program.commandsGroup('Decide:');
  declareHuman(declare, screen, done);
  program.commandsGroup('Read the record:');
  declareRecord(declare, screen, done);
  for (const command of program.commands) pointToHelp(command, ['sallyport']);
  return program;
}

/** After wrong usage, points at the help of that very command. */
function pointToHelp(command: Command, above: readonly string[]): void {
  const names = [...above, command.name()];
  command.showHelpAfterError(`(${names.join(' ')} --help shows how it is used)`);
  for (const inner of command.commands) pointToHelp(inner, names);
}

/** What is printed if no command is given: help for a person, the right command for a client. Returns the exit code. */
export function answerNoCommand(program: Command, screen: Screen): number {
  if (screen.isAttended || screen.isTerminal) {
    program.outputHelp();
    return 0;
  }
  // A client that starts us like this would wait for an answer that never comes.
  screen.err(
    'sallyport: no command; sallyport --help lists them; a client starts it as: sallyport serve --config FILE',
  );
  return 2;
}

const examplesText = (examples: readonly string[]): string =>
  `\n${examples.length === 1 ? 'Example' : 'Examples'}:\n${examples.map((example) => `  $ ${example}`).join('\n')}`;

function version(): string {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return manifest.version;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Write a number from 0 to 65535.');
  return port;
}

function declareServe(declare: Declare, done: (code: number) => void): void {
  declare('serve', 'Be the MCP server of one client (stdio), or of many (--http).', [
    'sallyport serve --config servers.config.yaml',
    'sallyport serve --config ~/.cursor/mcp.json',
    'sallyport serve --http --port 7600',
  ])
    .option(...CONFIG)
    .option('--agent <name>', 'the configured agent that this client is')
    .option('--http', 'serve Streamable HTTP instead of stdio')
    .option('--port <number>', 'with --http: the port', portOf)
    .option('--host <address>', 'with --http: the address to listen on')
    .option('--allow-anonymous', 'with --http: take requests without a token')
    .option('--trust', 'run servers that nobody has looked at yet (recorded)')
    .option(...LOCKFILE)
    .addOption(new Option('--names <how>', 'how tools are named downstream').choices(['prefixed', 'plain']))
    .option(...STATE)
    .action(async (options) => {
      const { serve } = await import('./commands/serve.ts');
      done(await serve(options));
    });
}

function declareSetup(declare: Declare, screen: Screen, done: (code: number) => void): void {
  declare('init', 'Write a commented servers.config.yaml to start from.', [
    'sallyport init',
    'sallyport init --config team.yaml',
  ])
    .option('--config <file>', 'where to write it (default: servers.config.yaml)')
    .action(async (options) => {
      const { init } = await import('./commands/init.ts');
      done(await init(options, screen));
    });
  declare('doctor', 'Say what is wrong with a set-up, and what to do: starts the servers, lists them, ends them.', [
    'sallyport doctor --config servers.config.yaml',
    'sallyport doctor --server crm',
    'sallyport doctor --no-start --json',
  ])
    .option(...CONFIG)
    .option('--server <name>', 'look at this server alone')
    .option('--no-start', 'start no server')
    .option('--json', 'print one JSON object for each thing that was looked at')
    .option(...STATE)
    .action(async (options) => {
      const { doctor } = await import('./commands/doctor.ts');
      done(await doctor(options, screen));
    });
  declare('check', 'Read the configuration and policy, and say what is wrong with them.', [
    'sallyport check',
    'sallyport check --config team.yaml --json',
  ])
    .option(...CONFIG)
    .option(...LOCKFILE)
    .option('--trust', 'run inspectors of your own that nobody has looked at yet')
    .option('--json', 'print one JSON object')
    .action(async (options) => {
      const { check } = await import('./commands/check.ts');
      done(await check(options, screen));
    });
  declare('scan [files...]', 'Look through what servers say of themselves and their tools, before a model reads it.', [
    'sallyport scan --config servers.config.yaml',
    'sallyport scan --server crm --json',
    'sallyport scan listing.json definitions/ --sarif > scan.sarif',
  ])
    .option(...CONFIG)
    .option('--server <name>', 'ask this server alone; may be repeated', (name: string, before: string[] = []) => [
      ...before,
      name,
    ])
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
      const { scan } = await import('./commands/scan.ts');
      done(await scan(files, options, screen));
    });
}
