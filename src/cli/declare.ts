import type { Command } from 'commander';

/** Declares one command: its help, and what it does, loaded only when it is run. */
export type Declare = (line: string, about: string, examples: readonly string[]) => Command;
