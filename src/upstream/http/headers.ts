import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { numeralAt } from '../../model/entity/numeral.ts';
import { isObject, type Json, type JsonObject, pointerKey } from '../../model/json.ts';
import { MODERN } from '../../model/protocol/revision.ts';
import type { Variables } from '../environment.ts';
import type { Outgoing } from '../wire.ts';
import type { Authorization } from './authorization.ts';
import type { MirroredArguments } from './mirror.ts';

export interface HeadersOptions {
  /** Those of the configuration. */
  readonly headers: Variables;
  /** The arguments of a tool that a modern server wants mirrored. */
  readonly mirrored: MirroredArguments;
  /** The value of the `Authorization` header; undefined where there are only fixed headers. */
  readonly authorization: Authorization | undefined;
}

const ACCEPT = 'application/json, text/event-stream';
/** Methods whose object is repeated in `Mcp-Name`. */
const NAMED: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);

/** The headers of the requests of one Streamable HTTP connection: by them a server knows the protocol and its session. */
export class RequestHeaders {
  readonly #options: HeadersOptions;
  #session: string | undefined;
  #protocol: string | undefined;

  constructor(options: HeadersOptions) {
    this.#options = options;
  }

  /** The revision that is spoken, once the handshake is done. */
  get protocol(): string | undefined {
    return this.#protocol;
  }

  /** Whether a legacy server has begun a session. */
  get hasSession(): boolean {
    return this.#session !== undefined;
  }

  /** From here on this revision is spoken. */
  greeted(protocol: string): void {
    this.#protocol = protocol;
  }

  /** The answer to `initialize` begins the session. */
  begin(response: IncomingMessage): void {
    this.#session = sessionFrom(response);
  }

  of(message: Outgoing): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = {
      ...this.#options.headers,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.text),
      accept: ACCEPT,
    };
    if (this.#protocol === MODERN || message.method === 'server/discover') {
      headers['mcp-protocol-version'] = MODERN;
      modernHeaders(headers, message, this.#options.mirrored);
      this.#authorize(headers);
    } else this.#addLegacy(headers);
    return headers;
  }

  /** Of a request for a legacy server's stream, to go on after the event `last`. */
  ofStream(last: string | undefined): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = { ...this.#options.headers, accept: 'text/event-stream' };
    this.#addLegacy(headers);
    if (last !== undefined) headers['last-event-id'] = last;
    return headers;
  }

  /** Of the request that ends a legacy server's session. */
  ofEnd(): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = { ...this.#options.headers };
    this.#addLegacy(headers);
    return headers;
  }

  #addLegacy(headers: OutgoingHttpHeaders): void {
    if (this.#session !== undefined) headers[SESSION] = this.#session;
    this.#authorize(headers);
    if (this.#protocol !== undefined) headers['mcp-protocol-version'] = this.#protocol;
  }

  #authorize(headers: OutgoingHttpHeaders): void {
    const header = this.#options.authorization?.header();
    if (header !== undefined) headers.authorization = header;
  }
}

/** Names the session of a legacy server. */
export const SESSION = 'mcp-session-id';

/** A session's id is visible ASCII; anything else cannot be one. */
function sessionFrom(response: IncomingMessage): string | undefined {
  const id = response.headers[SESSION];
  return typeof id === 'string' && /^[\x21-\x7e]+$/.test(id) ? id : undefined;
}

/** Adds what a modern server must find in headers as well as in the body. */
export function modernHeaders(headers: OutgoingHttpHeaders, message: Outgoing, mirrored: MirroredArguments): void {
  if (message.method === '') return;
  headers['mcp-method'] = headerValue(message.method);
  if (NAMED.has(message.method) && message.name !== '') headers['mcp-name'] = headerValue(message.name);
  if (message.method !== 'tools/call' || message.args === undefined) return;
  for (const { path, header } of mirrored.get(message.name) ?? []) {
    const value = valueOn(message.args, path);
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      const at = ['/params/arguments', ...path.map(pointerKey)].join('/');
      const said = typeof value === 'number' ? numeralAt(message.text, at, value) : String(value);
      headers[`mcp-param-${header.toLowerCase()}`] = headerValue(said);
    }
  }
}

/** A value that is not safe in a header, or looks like an encoded one, is sent as base64 between marks. */
export function headerValue(value: string): string {
  const isPlain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !/^=\?base64\?.*\?=$/.test(value);
  return isPlain ? value : `=?base64?${Buffer.from(value).toString('base64')}?=`;
}

function valueOn(args: JsonObject, path: readonly string[]): Json | undefined {
  let here: Json | undefined = args;
  for (const key of path) {
    if (!isObject(here) || !Object.hasOwn(here, key)) return undefined;
    here = here[key];
  }
  return here;
}
