import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Principal, Session } from '../model/call.ts';
import type { Frame } from '../model/protocol/frame.ts';
import type { Envelope } from './envelope.ts';
import type { Proof } from './identity.ts';
import type { Reply } from './reply.ts';
import type { Dress } from './wire.ts';

/** One request with all that surrounds it. */
export interface Visit {
  readonly frame: Frame;
  /** The JSON text of its id, as it was spelled. */
  readonly id: string;
  readonly method: string;
  readonly envelope: Envelope;
  /** What is proven of the principal: what that means may change with the configuration. */
  readonly proof: Proof;
  readonly principal: Principal;
  readonly session: Session;
  readonly dress: Dress;
  readonly reply: Reply;
  /** Those of a modern request over HTTP, which repeat parts of it. */
  readonly headers?: IncomingHttpHeaders;
  /** What it came by over HTTP: its token may be void by the time that it is run. */
  readonly request?: IncomingMessage;
}
