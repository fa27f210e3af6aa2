import type { IncomingMessage } from 'node:http';
import { Pieces } from '../../model/text/pieces.ts';
import { Remains } from '../../model/text/remains.ts';

/**
 * The body; its remains where it is larger than `cap` bytes, or where there is no room for more of it, and the rest is
 * discarded: of an answer that names its id last, all of it is waited for. Rejects if the client goes away.
 */
export function readBody(
  request: IncomingMessage,
  cap: number,
  hasRoom: (more: number) => boolean = () => true,
): Promise<Buffer | Remains> {
  return new Promise((resolve, reject) => {
    const pieces = new Pieces();
    let remains: Remains | undefined;
    const drop = (part: Buffer, isFull: boolean): void => {
      if (remains === undefined) {
        remains = new Remains();
        remains.add(pieces.take());
      }
      remains.add(part);
      if (isFull || !remains.isIdToCome) resolve(remains);
    };
    request.on('data', (part: Buffer) => {
      const isTooLarge = remains !== undefined || pieces.size + part.length > cap;
      if (!isTooLarge && hasRoom(part.length)) pieces.add(part);
      else drop(part, !isTooLarge);
    });
    // Each of these comes once: `once` would wrap every listener.
    request.on('end', () => resolve(remains ?? pieces.take()));
    request.on('error', reject);
    // This comes after every request: an error object each time would cost more than reading the body.
    request.on('close', () => {
      if (!request.complete) reject(new Error('the client went away'));
    });
  });
}

/** What a client accepts as an answer. */
export interface Accepted {
  readonly json: boolean;
  readonly stream: boolean;
}

/** What was read last: a client sends the same header with every request. */
let latest: { readonly header: string; readonly accepted: Accepted } | undefined;

/** Real clients leave the header out, or send only one of the two types. */
export function readAccept(header: string | undefined): Accepted {
  if (header === undefined) return { json: true, stream: false };
  if (latest?.header !== header) latest = { header, accepted: acceptedBy(header) };
  return latest.accepted;
}

function acceptedBy(header: string): Accepted {
  const types = header.split(',').map((part) => part.split(';')[0]?.trim().toLowerCase() ?? '');
  const takesAll = types.includes('*/*');
  return {
    json: takesAll || types.includes('application/json') || types.includes('application/*'),
    stream: takesAll || types.includes('text/event-stream') || types.includes('text/*'),
  };
}
