import type { Principal, Session } from '../../model/call.ts';
import type { Spoken } from '../../model/gate.ts';
import type { NoteEntry } from '../../model/record/note.ts';

/** What the record says of a client that greets: in fields for programs, and in a sentence for people. */
export function noteGreeting(method: string, principal: Principal, session: Session, spoken: Spoken): NoteEntry {
  const { version: protocol, asks } = spoken;
  const client = principal.client && `${principal.client.name} ${principal.client.version}`.trim();
  const asked = asks.length === 0 ? 'cannot be asked' : `can be asked by ${asks.join(' and ')}`;
  const speaks = `${client ?? 'a client without a name'} speaks ${protocol ?? 'no revision yet'}, ${asked}`;
  return {
    kind: 'note',
    about: method,
    message: `${principal.id} ${session.key} by ${session.source}; ${speaks}`,
    greeting: {
      principal: principal.id,
      session,
      ...(client === undefined ? {} : { client }),
      ...(protocol === undefined ? {} : { protocol }),
      asks,
    },
  };
}
