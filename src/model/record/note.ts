import type { Session } from '../call.ts';

/** What else is worth knowing. What a program goes by stands in fields: the message is for people, and its words may change. */
export interface NoteEntry {
  readonly kind: 'note';
  readonly about: string;
  readonly message: string;
  /** Whose news it is. */
  readonly server?: string;
  /** Of a list: the revision of the protocol that its server speaks. */
  readonly protocol?: string;
  /** Of a client that greets, or asks for what concerns only us and our lists. */
  readonly greeting?: Greeting;
  /** Of a changed configuration that is not in force: which, and why it waits for a person, where it does. */
  readonly file?: string;
  readonly waits?: string;
}

/** Who a client is to us, and how it speaks, as it says itself. */
export interface Greeting {
  readonly principal: string;
  readonly session: Session;
  /** Its name and version. */
  readonly client?: string;
  /** The protocol's revision, once one was agreed on. */
  readonly protocol?: string;
  /** The ways in which its user can be asked. */
  readonly asks: readonly ('form' | 'url')[];
}

/** What is new of a server: what it offers, how that compares with the lockfile, its own state. */
export type News = 'listing' | 'lockfile' | 'server';

export const newsOf = (about: News, server: string, message: string, protocol?: string): NoteEntry => ({
  kind: 'note',
  about,
  server,
  message,
  ...(protocol === undefined ? {} : { protocol }),
});
