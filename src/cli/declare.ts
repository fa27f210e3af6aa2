import type { Command } from 'commander';

/** Declares one command: its help, and its implementation, which is loaded only when the command runs. */
export type Declare = (line: string, about: string, examples: readonly string[]) => Command;
