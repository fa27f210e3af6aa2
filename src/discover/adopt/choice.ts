import type { FoundServer } from '../client-survey.ts';

/** Which servers are taken over; by default all. */
export interface Choice {
  readonly clients?: readonly string[];
  readonly servers?: readonly string[];
  /** The servers of this project, instead of the user's own. */
  readonly project?: string;
  /** Each client becomes an agent of its own and gets only its own servers. */
  readonly apart?: boolean;
}

export interface Taken {
  readonly found: FoundServer;
  /** Its name behind Sallyport. */
  readonly name: string;
  /** False where the configuration has it already, from another client or by hand. */
  readonly isNew: boolean;
}
