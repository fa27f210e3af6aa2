// A client of stdio that keeps the text of every answer as it came.
import { spawn } from 'node:child_process';
import { valueAt } from './slices.mjs';

const STDERR_KEPT = 2_000;

/** Starts a server, or Sallyport, and talks with it. `limit` is how long one answer may take, in milliseconds. */
export function openPeer({ command, args, env, cwd, limit = 90_000 }) {
  const child = spawn(command, args, { env, cwd, stdio: 'pipe', detached: process.platform !== 'win32' });
  const waiting = new Map();
  let next = 1;
  let rest = '';
  let stderr = '';
  let gone;

  const fail = (reason) => {
    gone = new Error(`${reason}${stderr === '' ? '' : `; it said: ${stderr.trim().slice(-1_500)}`}`);
    for (const { reject } of waiting.values()) reject(gone);
    waiting.clear();
  };
  child.on('error', (error) => fail(`it could not be started: ${error.message}`));
  child.on('exit', (code, signal) => fail(`it ended (${signal ?? code})`));
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (chunk) => {
    stderr = (stderr + chunk).slice(-STDERR_KEPT);
  });
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) take(line);
  });

  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const take = (line) => {
    let message;
    try {
      message = JSON.parse(line);
    } catch {
      // Some servers greet people on standard output.
      return;
    }
    if (message?.method !== undefined) {
      // It asks us for something that we never said we can do.
      if (message.id !== undefined) send({ id: message.id, error: { code: -32601, message: 'not here' } });
      return;
    }
    const waiter = waiting.get(message?.id);
    waiting.delete(message?.id);
    waiter?.resolve(line);
  };

  /** Resolves with the text of the result; rejects with the error's text, or what went wrong. */
  const request = async (method, params = {}) => {
    if (gone !== undefined) throw gone;
    const id = next++;
    const line = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered within ${limit} ms`)), limit);
      const settle = (how) => (value) => {
        clearTimeout(timer);
        how(value);
      };
      waiting.set(id, { resolve: settle(resolve), reject: settle(reject) });
      send({ id, method, params });
    });
    const result = valueAt(line, 'result');
    if (result === undefined) throw new Error(valueAt(line, 'error') ?? line);
    return result;
  };

  return {
    request,
    async greet() {
      const clientInfo = { name: 'sallyport', version: '1' };
      const result = await request('initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
      send({ method: 'notifications/initialized' });
      return result;
    },
    /** Ends it and everything it started. Resolves when it is gone. */
    async close() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const left = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      const kill = (signal) => {
        try {
          process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
        } catch {
          // It went by itself.
        }
      };
      const timers = [setTimeout(() => kill('SIGTERM'), 3_000), setTimeout(() => kill('SIGKILL'), 8_000)];
      await left;
      for (const timer of timers) clearTimeout(timer);
      kill('SIGKILL');
    },
  };
}
