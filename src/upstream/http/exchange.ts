import http from 'node:http';
import https from 'node:https';
import { Duplex } from 'node:stream';
import { messageOf } from '../../model/caught.ts';
import { jsonOf } from '../../model/json/parse.ts';
import { isObject } from '../../model/json.ts';
import { Pieces } from '../../model/text/pieces.ts';
import { members } from '../../model/text/scan.ts';
import { type Failure, failure } from '../failure.ts';
import { printable } from '../printable.ts';

/** Of a refusal no more than this many bytes are read. */
const REFUSAL = 64 * 1024;

/**
 * How long a connection that nobody uses is kept, in milliseconds. Many servers close one after five seconds: what is just
 * being sent then is lost, and nobody knows whether it was done. Without this Node does not heed what a server says of it, either.
 */
const IDLE = 4_000;

/** One agent for each protocol and connection: sockets are kept, and closed together. */
export function openAgent(url: URL): http.Agent {
  const options = { keepAlive: true, timeout: IDLE };
  return url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
}

/**
 * Sends a request. Redirects are never followed: credentials and calls go where the configuration says, or nowhere.
 * Never throws: an address or a header that cannot be sent, whoever gave it, breaks the request as a lost connection does.
 */
export function startRequest(
  url: URL,
  method: string,
  headers: http.OutgoingHttpHeaders,
  agent: http.Agent,
  body = '',
): http.ClientRequest {
  const { request } = url.protocol === 'https:' ? https : http;
  let started: http.ClientRequest | undefined;
  try {
    started = request(url, { method, headers, agent });
    started.end(body);
    return started;
  } catch (error) {
    const none = started ?? http.request({ createConnection: () => new Duplex() });
    return none.destroy(Object.assign(new Error(messageOf(error)), { syscall: 'connect' }));
  }
}

/** Collects a body of at most `cap` bytes; beyond that the response is destroyed and undefined returned. */
export function readBody(
  response: http.IncomingMessage,
  cap: number,
  done: (text: string | undefined, size: number) => void,
): void {
  const pieces = new Pieces();
  response.on('data', (chunk: Buffer) => {
    const size = pieces.size + chunk.length;
    if (size <= cap) pieces.add(chunk);
    else {
      done(undefined, Math.max(size, Number(response.headers['content-length'] ?? 0)));
      response.removeAllListeners('data');
      response.removeAllListeners('end');
      response.destroy();
    }
  });
  response.on('end', () => {
    const { size } = pieces;
    done(pieces.take().toString(), size);
  });
}

/** The text of a refusal, as far as it came: even one that breaks off has a status. `done` is called once. */
export function readRefusal(response: http.IncomingMessage, done: (text: string) => void): void {
  const pieces = new Pieces();
  response.on('error', () => {});
  response.on('data', (chunk: Buffer) => {
    pieces.add(chunk);
    if (pieces.size > REFUSAL) response.destroy();
  });
  response.on('close', () => done(pieces.take().toString()));
}

/** What went wrong before there was any response. */
export function requestFailure(url: URL, error: NodeJS.ErrnoException): Failure {
  const neverSent =
    error.syscall === 'connect' || error.syscall === 'getaddrinfo' || /CERT|TLS|SSL|VERIFY/.test(error.code ?? '');
  const where = url.host;
  if (neverSent)
    return failure(
      'unreachable',
      `cannot reach ${where}: ${error.code ?? error.message}; is it running, and is \`url\` right?`,
      false,
    );
  return failure(
    'unreachable',
    `the connection to ${where} broke: ${error.code ?? error.message}. Whether the server acted is not known`,
  );
}

/** A refusal by status. A server that answers 4xx did not take the request. */
export function statusFailure(url: URL, response: http.IncomingMessage, body: string): Failure {
  const status = response.statusCode ?? 0;
  return { ...refusalOf(url, response, status, body), status };
}

function refusalOf(url: URL, response: http.IncomingMessage, status: number, body: string): Failure {
  const acted = status >= 400 && status < 500 ? false : 'unknown';
  if (status >= 300 && status < 400) {
    const to = printable(String(response.headers.location ?? 'nowhere'));
    return failure(
      'unreachable',
      `${url.host} redirects to ${to}; redirects are not followed: if that is right, put it in \`url\``,
      false,
    );
  }
  if (status === 401 || status === 403) {
    return failure(
      'unreachable',
      `${url.host} answered ${status}: it wants other credentials; set them in \`headers\`, such as Authorization: "Bearer \${env:TOKEN}", or sign in with \`auth: { oauth: {} }\``,
      false,
    );
  }
  const said = printable(body.replace(/\s+/g, ' ')).slice(0, 200);
  return failure('unreachable', `${url.host} answered ${status}${said === '' ? '' : `: ${said}`}`, acted);
}

/** The JSON-RPC error in the body of a refused request as an answer to `id`; its own id is often null there. */
export function errorMessage(body: string, id: number): string | undefined {
  const value = jsonOf(body);
  const at = isObject(value) && isObject(value.error) ? members(body)?.get('error') : undefined;
  return at === undefined ? undefined : `{"jsonrpc":"2.0","id":${id},"error":${body.slice(at.start, at.end)}}`;
}
