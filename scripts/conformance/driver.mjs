// A client of Sallyport for the suite's client scenarios: speaks either era over stdio, and answers whatever is asked back.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const VERSION = '2026-07-28';
const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} };
const INFO = { name: 'conformance-driver', version: '1.0.0' };
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': VERSION,
  'io.modelcontextprotocol/clientCapabilities': CAPABILITIES,
  'io.modelcontextprotocol/clientInfo': INFO,
};
const MOST_ROUNDS = 8;

/** What a person would send back without touching the form. */
const defaultsOf = ({ properties = {} } = {}) =>
  Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, schema.default ?? sampleOf(schema)]));

/** A value that a schema allows, for what the scenarios ask. */
export function sampleOf({ type, properties = {}, required = [] } = {}) {
  if (type === 'object') return Object.fromEntries(required.map((key) => [key, sampleOf(properties[key])]));
  if (type === 'boolean') return true;
  if (type === 'array') return [];
  return type === 'number' || type === 'integer' ? 5 : 'sample';
}

const answerTo = ({ method, params = {} }) => {
  if (method === 'elicitation/create') return { action: 'accept', content: defaultsOf(params.requestedSchema) };
  if (method === 'roots/list') return { roots: [] };
  if (method === 'sampling/createMessage')
    return { role: 'assistant', content: { type: 'text', text: 'sample' }, model: 'none', stopReason: 'endTurn' };
  return {};
};

/** Starts the command and greets it. `modern` is the era that is spoken. */
export async function openDriver([program, ...args], { modern, env = {} }) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const waiting = new Map();
  let next = 1;
  const write = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = JSON.parse(line);
    if (message.method === undefined) waiting.get(message.id)?.(message);
    else if (message.id !== undefined) write({ id: message.id, result: answerTo(message) });
  });
  const send = (method, params = {}) => {
    const id = next++;
    const dressed = modern ? { ...params, _meta: { ...ENVELOPE, ...params._meta } } : params;
    return new Promise((resolve, reject) => {
      waiting.set(id, resolve);
      child.once('close', () => reject(new Error('Sallyport ended')));
      write({ id, method, params: dressed });
    });
  };
  /** The same request again, with the answers to what was asked. */
  const retry = (method, params, { inputRequests = {}, requestState }) => {
    const inputResponses = Object.fromEntries(Object.entries(inputRequests).map(([key, ask]) => [key, answerTo(ask)]));
    return send(method, { ...params, inputResponses, ...(requestState === undefined ? {} : { requestState }) });
  };
  /** A request, and every round that it takes. Resolves with the result; an error is said and is undefined. */
  const request = async (method, params = {}) => {
    let answer = await send(method, params);
    for (let round = 0; answer.result?.resultType === 'input_required' && round < MOST_ROUNDS; round++)
      answer = await retry(method, params, answer.result);
    if (answer.error !== undefined)
      console.error(`${method} ${params.name ?? params.uri ?? ''}: ${answer.error.message}`);
    return answer.result;
  };
  const close = async () => {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await ended;
  };
  if (!modern) {
    await send('initialize', { protocolVersion: '2025-11-25', capabilities: CAPABILITIES, clientInfo: INFO });
    write({ method: 'notifications/initialized' });
  }
  return { send, retry, request, close };
}
