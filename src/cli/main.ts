#!/usr/bin/env node
import path from 'node:path';
import { CommanderError } from 'commander';
import { whereabouts } from '../app/config-place.ts';
import { completeCommands } from '../app/own-commands.ts';
import { messageOf } from '../model/caught.ts';
import { answerNoCommand, makeProgram } from './program.ts';
import { openScreen, type Screen } from './screen.ts';

const bare = openScreen();
/** What the command that runs is about: commands that it names to a person are about the same. */
let where = whereabouts(undefined, undefined);
const screen: Screen = { ...bare, err: (text) => bare.err(completeCommands(text, where)) };

/** Exit codes: 0 done, 1 refused or failed, 2 used wrongly, 3 done in part (scan). */
async function run(): Promise<number> {
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
    screen.err(`sallyport: ${message}`);
    if (screen.env.SALLYPORT_DEBUG && error instanceof Error) screen.err(error.stack ?? '');
    return error instanceof Error && error.name === 'UsageError' ? 2 : 1;
  }
}

process.exitCode = await run();
