#!/usr/bin/env node
import path from 'node:path';
import { CommanderError } from 'commander';
import { completeCommands } from '../app/own-commands.ts';
import { whereabouts } from '../app/places/config-place.ts';
import { messageOf } from '../model/caught.ts';
import { plain } from './printing/plain.ts';
import { answerNoCommand, makeProgram } from './program.ts';
import { openScreen, type Screen, wasInterrupted } from './screen.ts';

/** Errors that tell of a command that was written wrongly. By name: what a command needs is loaded only with it. */
const MISUSES = new Set(['UsageError', 'UnknownServer']);

/** Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 partly done (scan, and where not all of the record can be read), 130 interrupted at a question. */
async function run(): Promise<number> {
  const bare = openScreen();
  // The configuration and state that this command works on: commands that it suggests get the same options.
  let where = whereabouts(undefined, undefined);
  const screen: Screen = { ...bare, err: (text) => bare.err(completeCommands(text, where)) };
  let code = 0;
  const program = makeProgram(screen, (done) => {
    code = done;
  });
  program.hook('preAction', (_program, command) => {
    const { config, state } = command.opts<{ readonly config?: string; readonly state?: string }>();
    where = whereabouts(config === undefined ? undefined : { file: path.resolve(config) }, state);
  });
  if (process.argv.length <= 2) return answerNoCommand(program, screen);
  try {
    await program.parseAsync(process.argv);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const message = messageOf(error);
    // Others may have written part of it.
    screen.err(`sallyport: ${plain(message)}`);
    if (screen.env.SALLYPORT_DEBUG && error instanceof Error) screen.err(error.stack ?? '');
    return error instanceof Error && MISUSES.has(error.name) ? 2 : 1;
  }
}

// On this signal Node opens a debugger, with which any program of this user could make us do anything unrecorded.
process.on('SIGUSR1', () => process.stderr.write('sallyport: SIGUSR1 is ignored: no debugger is opened\n'));

const code = await run();
process.exitCode = code !== 0 && wasInterrupted() ? 130 : code;
