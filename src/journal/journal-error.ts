/** What can go wrong with the record as a whole. What goes wrong with one entry is returned, never thrown. */
export type JournalErrorCode = 'journal.unwritable' | 'journal.version' | 'journal.key';

export class JournalError extends Error {
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'JournalError';
    this.code = code;
  }
}

/** A record that a later version of Sallyport wrote. */
export class LaterRecord extends JournalError {
  constructor(message: string) {
    super('journal.version', message);
    this.name = 'LaterRecord';
  }
}
