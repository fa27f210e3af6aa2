// The smallest MCP clients that can measure: what they cost is in both sides of every ratio.
import { spawn } from 'node:child_process';
import http from 'node:http';

const HELLO = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } };

/** Settles waiting requests by id. */
function answers() {
  const waiting = new Map();
  const settle = ({ id, result, error }) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) one?.resolve(result);
    else one?.reject(new Error(`${error.code} ${error.message}`));
  };
  const fail = (error) => {
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  return { wait: (id) => new Promise((resolve, reject) => waiting.set(id, { resolve, reject })), settle, fail };
}

/** A client that starts its server over stdio. `program` is `[command, ...args]`. */
export async function openStdio(program, env = {}) {
  const child = spawn(program[0], program.slice(1), {
    stdio: ['pipe', 'pipe', process.env.BENCH_DEBUG ? 'inherit' : 'ignore'],
    env: { ...process.env, ...env },
  });
  const { wait, settle, fail } = answers();
  let parts = [];
  child.stdout.on('data', (chunk) => {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      const message = JSON.parse(Buffer.concat(parts).toString());
      parts = [];
      start = end + 1;
      if (message.method === undefined) settle(message);
    }
    if (start < chunk.length) parts.push(chunk.subarray(start));
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.once('error', fail);
  exited.then((code) => fail(new Error(`${program.join(' ')} ended (${code})`)));
  child.stdin.on('error', () => {});
  let next = 1;
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const request = (method, params = {}) => {
    const id = next++;
    send({ id, method, params });
    return wait(id);
  };
  const close = async () => {
    child.stdin.end();
    const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
    await exited;
    clearTimeout(late);
  };
  await request('initialize', HELLO);
  send({ method: 'notifications/initialized' });
  return { pid: child.pid, request, close };
}

/** A client of a Streamable HTTP server that listens. */
export async function openHttp(url) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  let next = 1;
  const post = (message) =>
    new Promise((resolve, reject) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      const length = { 'content-length': Buffer.byteLength(body) };
      const sent = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
        const session = response.headers['mcp-session-id'];
        if (session !== undefined) headers['mcp-session-id'] = session;
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          if (message.id === undefined) return resolve(undefined);
          try {
            const { result, error } = answerIn(text, response.headers['content-type'] ?? '', message.id);
            if (error === undefined) resolve(result);
            else reject(new Error(`${error.code} ${error.message}`));
          } catch {
            reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`));
          }
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  const request = (method, params = {}) => post({ id: next++, method, params });
  await request('initialize', HELLO);
  headers['mcp-protocol-version'] = HELLO.protocolVersion;
  await post({ method: 'notifications/initialized' });
  return { request, close: async () => agent.destroy() };
}

function answerIn(text, type, id) {
  if (!type.startsWith('text/event-stream')) return JSON.parse(text);
  for (const line of text.split('\n')) {
    if (!line.startsWith('data:')) continue;
    const message = line.length > 6 ? JSON.parse(line.slice(5)) : {};
    if (message.id === id && message.method === undefined) return message;
  }
  throw new Error('the stream ended without an answer');
}

/** The whole list, page by page. */
export async function listTools(client) {
  const tools = [];
  let cursor;
  do {
    const page = await client.request('tools/list', cursor === undefined ? {} : { cursor });
    tools.push(...page.tools);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return tools;
}
