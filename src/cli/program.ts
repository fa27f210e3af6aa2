import { Command } from 'commander';
import { VERSION } from '../app/version.ts';
import type { Declaring } from './declare.ts';
import { fold } from './printing/fold.ts';
import { declareAdopt } from './program/adopt.ts';
import { declareAnswers } from './program/answers.ts';
import { declareDiscover } from './program/discover.ts';
import { declareFreeze } from './program/freeze.ts';
import { declareLock } from './program/lock.ts';
import { declareLog } from './program/log.ts';
import { declareLogin } from './program/login.ts';
import { declareReplay } from './program/replay.ts';
import { declareServe } from './program/serve.ts';
import { declareSetup } from './program/setup.ts';
import { declareToken } from './program/token.ts';
import { declareUpkeep } from './program/upkeep.ts';
import type { Screen } from './screen.ts';

const ENDS = `
Begin with: sallyport discover, then sallyport adopt; or by hand: sallyport init.

A command ends with 0 where all is well, 1 where something is wrong or was
refused, 2 where it was used wrongly or is about a server that is not there,
130 after Ctrl-C at a question. COMMAND --help says what else it ends with.`;

/** All commands, in the order in which the help lists them. */
const MANUAL: readonly (readonly [title: string, groups: readonly ((declaring: Declaring) => void)[]])[] = [
  ['Set up and serve', [declareServe, declareSetup, declareAdopt, declareLogin, declareToken]],
  ['Know what you are connected to', [declareDiscover, declareLock]],
  ['Decide', [declareAnswers, declareFreeze]],
  ['Read the record', [declareLog, declareReplay, declareUpkeep]],
];

/** `done` receives the exit code of the command that ran. */
export function makeProgram(screen: Screen, done: (code: number) => void): Command {
  const program = new Command('sallyport')
    .description('The gate for AI agents: one MCP server in front of all the real ones.')
    .usage('COMMAND [options]')
    .version(VERSION, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .configureOutput({ writeOut: (text) => screen.out(text.trimEnd()), writeErr: (text) => screen.err(text.trimEnd()) })
    .exitOverride()
    .showHelpAfterError('(sallyport --help lists the commands)')
    .addHelpText('after', ENDS);
  const declare: Declaring['declare'] = (line, about, examples, notes) =>
    program
      .command(line)
      .description(about)
      .helpCommand(false)
      .addHelpText('after', examplesText(examples) + (notes === undefined ? '' : `\n\n${fold(notes, { width: 80 })}`));
  for (const [title, groups] of MANUAL) {
    program.commandsGroup(`${title}:`);
    for (const declareGroup of groups) declareGroup({ declare, screen, done });
  }
  program.commandsGroup('Help:');
  declare('help', 'Show what a command does.', ['sallyport help log', 'sallyport help token add'])
    .argument('[command...]', 'its name (default: the list of all)')
    .action((names: string[]) => showHelp(program, names));
  for (const command of program.commands) pointToHelp(command, ['sallyport']);
  return program;
}

/** Prints the help of the command of that name, which may be one within another. */
function showHelp(program: Command, names: readonly string[]): void {
  let command = program;
  for (const name of names) {
    const inner = command.commands.find((one) => one.name() === name);
    if (inner === undefined) refuse(command, name);
    else command = inner;
  }
  command.outputHelp();
}

/** Says of a name that it is no command, as where it is run; throws. */
function refuse(command: Command, name: string): void {
  // An option would be carried out.
  if (name.startsWith('-')) command.error(`error: unknown command '${name}'`);
  if (command.commands.length > 0) command.parse([name], { from: 'user' });
  command.error(`error: unknown command '${name}': ${command.name()} has none within it`);
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
