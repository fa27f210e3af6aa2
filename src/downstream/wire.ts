import type { JsonObject } from '../model/json.ts';

export type Era = 'modern' | 'legacy';

export const META = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  client: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
  server: 'io.modelcontextprotocol/serverInfo',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const;

export const CODES = {
  parse: -32700,
  request: -32600,
  method: -32601,
  params: -32602,
  internal: -32603,
  /** Legacy only; modern says -32602. */
  notFound: -32002,
  header: -32020,
  capability: -32021,
  version: -32022,
  /** 2025-11-25 only. */
  urlElicitation: -32042,
  /** Habits of the SDKs on legacy HTTP. */
  badRequest: -32000,
  session: -32001,
  /** Our own codes, outside the range that the specification reserves: refused by policy, held, or too much at once. */
  refused: -31000,
} as const;

/** A problem with a request, found before it became a call. */
export interface Rejection {
  readonly code: number;
  readonly message: string;
  readonly data?: JsonObject;
}

/** The member a response carries, as JSON text. */
export interface Answer {
  readonly member: 'result' | 'error';
  readonly text: string;
  /** The HTTP status, where it is not the usual one. */
  readonly status?: number;
}

/** For which protocol an answer is written, and in whose name. `server` is the JSON text of our serverInfo. */
export interface Dress {
  readonly era: Era;
  readonly server: string;
}

/** A response line. `id` is the JSON text of the request's id, so that it comes back spelled as it was sent. */
export const responseText = (id: string, { member, text }: Answer): string =>
  `{"jsonrpc":"2.0","id":${id},"${member}":${onOneLine(text)}}`;

/** JSON text without line breaks, which are only between tokens: it has to be one line, and so one message. */
export const onOneLine = (text: string): string =>
  text.includes('\n') || text.includes('\r') ? text.replaceAll(/[\r\n]+/g, ' ') : text;

/** The `error` member of a rejection, as JSON text. */
export const rejectionText = ({ code, message, data }: Rejection): string =>
  data === undefined ? JSON.stringify({ code, message }) : JSON.stringify({ code, message, data });

export const rejected = (rejection: Rejection): Answer => {
  const text = rejectionText(rejection);
  return rejection.code === CODES.capability ? { member: 'error', text, status: 400 } : { member: 'error', text };
};

/** A notification of an upstream, its params as they were written. */
export const noticeText = (method: string, params: string): string =>
  `{"jsonrpc":"2.0","method":"${method}","params":${onOneLine(params)}}`;

export const notificationText = (method: string, params?: JsonObject): string =>
  params === undefined
    ? `{"jsonrpc":"2.0","method":${JSON.stringify(method)}}`
    : `{"jsonrpc":"2.0","method":${JSON.stringify(method)},"params":${JSON.stringify(params)}}`;

/** Whether a message of ours is one that nobody answers. */
export const isNotice = (text: string): boolean => text.startsWith('{"jsonrpc":"2.0","method":');

/** `id` and `params` are JSON text. */
export const requestText = (id: string, method: string, params: string): string =>
  `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${onOneLine(params)}}`;
