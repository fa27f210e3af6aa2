import type { FoundServer } from '../client-survey.ts';

/** Which servers are taken over. What is not said is everything. */
export interface Choice {
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  /** The servers of this project, and not those of the user. */
  readonly project?: string;
  /** Each client becomes an agent of its own, and gets its own servers alone. */
  readonly apart?: boolean;
}

export interface Taken {
  readonly found: FoundServer;
  /** What it is called behind Sallyport. */
  readonly name: string;
  /** False where the configuration has it already, from another client or by hand. */
  readonly isNew: boolean;
}
