import type { Command } from 'commander';
import type { Screen } from './screen.ts';

/** What commands are declared with. What implements one is loaded only when it runs. */
export interface Declaring {
  /** Adds a command with its help; `notes`: how it ends, or what it counts. */
  readonly declare: (line: string, about: string, examples: readonly string[], notes?: string) => Command;
  readonly screen: Screen;
  /** Receives the exit code of the command that ran. */
  readonly done: (code: number) => void;
}
