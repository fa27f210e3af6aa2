import { request } from 'node:http';
import { jsonOf } from '../model/json/parse.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { LEGACY, MODERN } from '../model/protocol/revision.ts';
import { modernMembers } from './meta.ts';
import { MODERN_ERRORS } from './verdict.ts';

/** How sure it is that an MCP server answered, and what shows it. */
export interface Probed {
  readonly certainty: 'certain' | 'likely';
  readonly reason: string;
  readonly name?: string;
}

export interface ProbeOptions {
  /** Our identity as JSON text. */
  readonly clientInfo: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** An MCP server's answer is small. */
const MOST_BYTES = 256_000;

interface Answer {
  readonly status: number;
  readonly challenge: string;
  readonly body: string;
}

/**
 * Sends one `server/discover`, which changes nothing on a server, and decides by the answer whether an MCP server gave it:
 * older revisions refuse in telling words. Undefined for anything else; never rejects.
 */
export async function probeMcp(url: string, { clientInfo, timeout }: ProbeOptions): Promise<Probed | undefined> {
  const params = `{"_meta":{${modernMembers(clientInfo, '{}', undefined)}}}`;
  const body = `{"jsonrpc":"2.0","id":"probe","method":"server/discover","params":${params}}`;
  const answer = await ask(url, body, timeout).catch(() => undefined);
  return answer === undefined ? undefined : judge(answer);
}

function judge({ status, challenge, body }: Answer): Probed | undefined {
  if (status === 401 && /resource_metadata=/i.test(challenge)) {
    return { certainty: 'likely', reason: 'wants a token as servers of MCP do (401 with resource_metadata)' };
  }
  const message = messageIn(body);
  if (message === undefined) return undefined;
  const { result, error } = message;
  if (isObject(result) && Array.isArray(result.supportedVersions)) {
    const meta = isObject(result._meta) ? result._meta['io.modelcontextprotocol/serverInfo'] : undefined;
    const name = isObject(meta) && typeof meta.name === 'string' ? meta.name.slice(0, 100) : undefined;
    return { certainty: 'certain', reason: 'answered server/discover', ...(name === undefined ? {} : { name }) };
  }
  if (!isObject(error)) return undefined;
  const said = typeof error.message === 'string' ? error.message : '';
  if (MODERN_ERRORS.has(Number(error.code)) || LEGACY.some((version) => said.includes(version))) {
    return { certainty: 'certain', reason: `refused server/discover as servers of MCP do (${String(error.code)})` };
  }
  if (/session|initializ|mcp/i.test(said)) {
    return { certainty: 'likely', reason: `refused server/discover: ${said.slice(0, 100)}` };
  }
  return { certainty: 'likely', reason: `answered at /mcp with an error of JSON-RPC (${String(error.code)})` };
}

/** The answer as JSON, or the first event of a stream that holds one. */
function messageIn(body: string): JsonObject | undefined {
  const data = /^data: ?(\{.*)$/m.exec(body)?.[1];
  for (const text of [body, data]) {
    // Anything else that speaks HTTP answers in its own way.
    const value = text === undefined ? undefined : jsonOf(text);
    if (isObject(value) && value.jsonrpc === '2.0') return value;
  }
  return undefined;
}

function ask(url: string, body: string, timeout: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'mcp-protocol-version': MODERN,
      'mcp-method': 'server/discover',
    };
    const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
      let text = '';
      const { statusCode: status = 0, headers: got } = response;
      const challenge = String(got['www-authenticate'] ?? '');
      const settle = (): void => {
        clearTimeout(late);
        resolve({ status, challenge, body: text });
        sent.destroy();
      };
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        // A stream stays open after its first event.
        if (text.length > MOST_BYTES || messageIn(text) !== undefined) settle();
      });
      response.on('end', settle);
      response.on('error', settle);
    });
    const late = setTimeout(() => sent.destroy(new Error('no answer in time')), timeout);
    sent.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    sent.end(body);
  });
}
