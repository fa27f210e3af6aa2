import type { ServerConfig } from '../../config/schema.ts';
import { LEGACY, MODERN } from '../../model/protocol/revision.ts';
import type { Variables } from '../environment.ts';
import type { Era } from '../handshake.ts';
import { openAgent, startRequest } from '../http/exchange.ts';
import { modernMembers } from '../meta.ts';
import { type Challenge, NO_CHALLENGE, readChallenge } from './challenge.ts';
import { BriefTrouble } from './trouble.ts';

const WITHIN = 15_000;
const CLIENT = '{"name":"sallyport-login","version":"1"}';

/** Calls a server without a token, to hear what it wants. Throws `BriefTrouble` where nobody answers. */
export function knock(
  url: URL,
  headers: Variables,
  era: Era,
  transport: ServerConfig['transport'],
): Promise<Challenge> {
  const isStream = transport === 'sse';
  const body = isStream ? '' : era === 'legacy' ? initialize : discover;
  const sent = {
    ...headers,
    ...(isStream ? {} : { 'content-type': 'application/json' }),
    accept: isStream ? 'text/event-stream' : 'application/json, text/event-stream',
    ...(isStream || era === 'legacy' ? {} : { 'mcp-protocol-version': MODERN, 'mcp-method': 'server/discover' }),
  };
  const agent = openAgent(url);
  return new Promise<Challenge>((resolve, reject) => {
    const request = startRequest(url, isStream ? 'GET' : 'POST', sent, agent, body);
    const late = setTimeout(() => request.destroy(new Error(`no answer within ${WITHIN / 1_000} s`)), WITHIN);
    request.on('close', () => clearTimeout(late));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const why = error.code ?? error.message;
      reject(new BriefTrouble(`cannot reach ${url.host}: ${why}; is it running, and is \`url\` right?`));
    });
    request.on('response', (response) => {
      const isRefusal = response.statusCode === 401 || response.statusCode === 403;
      resolve(isRefusal ? readChallenge(response.headers['www-authenticate']) : NO_CHALLENGE);
      // The rest of its answer does not matter, and may never end.
      response.on('error', () => {});
      response.destroy();
    });
  }).finally(() => agent.destroy());
}

const discover = `{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{${modernMembers(CLIENT, '{}', undefined)}}}}`;
const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"${LEGACY[0]}","capabilities":{},"clientInfo":${CLIENT}}}`;
