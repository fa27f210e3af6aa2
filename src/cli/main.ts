#!/usr/bin/env node
import { CommanderError } from 'commander';
import { messageOf } from '../model/caught.ts';
import { answerNoCommand, makeProgram } from './program.ts';
import { openScreen } from './screen.ts';

const screen = openScreen();

/** Exit codes: 0 done, 1 refused or failed, 2 used wrongly, 3 done in part (scan). */
async function run(): Promise<number> {
  let code = 0;
  const program = makeProgram(screen, (done) => {
    code = done;
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
