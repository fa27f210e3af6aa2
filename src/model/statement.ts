/** Where words about a session came from. No model writes any of these. `form`: an elicitation of ours. */
export type StatementSource = 'header' | 'meta' | 'hook' | 'form';

/** What somebody other than the model says about a session. */
export interface Statement {
  readonly source: StatementSource;
  /** What the user asked for, in their own words. */
  readonly task?: string;
  /** What the session is for: the name of a purpose, or the tools that it needs as `server.tool`; several with commas. */
  readonly purpose?: string;
  /** Milliseconds from the question to its answer, where there was one. */
  readonly took?: number;
}
