import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { Asking } from '../../src/downstream/asking.ts';
import { Errand } from '../../src/downstream/calls/errand.ts';
import { createFront, type Front } from '../../src/downstream/front.ts';
import type { Visit } from '../../src/downstream/visit.ts';
import type { Era } from '../../src/downstream/wire.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { readFrame } from '../../src/model/protocol/frame.ts';
import { frontOptions, Stand } from './stand.ts';

export interface VisitOptions {
  readonly era?: Era;
  readonly capabilities?: JsonObject;
  readonly logLevel?: string | undefined;
  /** Whether the client takes messages while its request runs. */
  readonly streams?: boolean;
  readonly method?: string;
  /** JSON text. */
  readonly params?: string;
}

/** A message as it is read from the wire. */
export function frameOf(message: object | string) {
  const text = typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', ...message });
  const read = readFrame(text);
  if (!read.ok) throw new Error(read.message);
  return read.frame;
}

/** One request of a client, and what the client was told while it ran. */
export function visitOf(options: VisitOptions = {}) {
  const { era = 'legacy', capabilities = {}, logLevel, streams = true, method = 'm', params = '{}' } = options;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
  const told: any[] = [];
  const state = { dropped: 0 };
  const visit: Visit = {
    frame: frameOf(`{"jsonrpc":"2.0","id":1,"method":${JSON.stringify(method)},"params":${params}}`),
    id: '1',
    method,
    envelope: { era, capabilities, client: undefined, logLevel },
    proof: { transport: 'stdio', launch: 'kiosk' },
    principal: { id: 'local', human: 'elicitation' },
    session: { key: 'k', source: 'process' },
    dress: { era, server: '{}' },
    reply: {
      streams,
      unread: 0,
      idle: () => 0,
      breakOff: () => 0,
      end: () => {},
      drop: () => void state.dropped++,
      tell: (text) => void told.push(JSON.parse(text)),
    },
  };
  return { visit, told, state };
}

/** Such a request on its way. */
export function errandOf(options: VisitOptions = {}, front: Front = createFront(frontOptions(new Stand()))) {
  const made = visitOf(options);
  return { ...made, errand: new Errand(front, new Asking(), made.visit) };
}

/** A request by HTTP that came with these headers. */
export function incoming(headers: object, url = '/mcp'): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { url, headers: { ...headers }, rawHeaders: Object.entries(headers).flat() });
}
