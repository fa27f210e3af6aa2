import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { isObject, type JsonObject } from '../../src/model/json.ts';

const root = path.join(import.meta.dirname, '..', '..');
export const MAIN = path.join(root, 'dist', 'cli', 'main.js');

/** One of fixtures/servers, as a server of the configuration. */
export const fixture = (name: string, args: readonly string[] = [], more: JsonObject = {}): JsonObject => ({
  command: process.execPath,
  args: [path.join(root, 'fixtures', 'servers', `${name}.mjs`), ...args],
  labels: [],
  ...more,
});

/** The start script of a package in node_modules. */
export const packaged = (name: string, file: string, ...args: string[]): JsonObject => ({
  command: process.execPath,
  args: [path.join(root, 'node_modules', name, file), ...args],
  labels: [],
});

/** A folder of its own for one Sallyport: its configuration and its state. */
export interface Place {
  readonly dir: string;
  readonly config: string;
  readonly state: string;
  readonly args: readonly string[];
  /** Where it is started; else where the tests are. */
  readonly cwd?: string;
}

export function place(config: JsonObject): Place {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'sallyport-e2e-'));
  const file = path.join(dir, 'servers.config.yaml');
  writeFileSync(file, JSON.stringify(config, undefined, 1));
  const state = path.join(dir, 'state');
  return { dir, config: file, state, args: [MAIN, 'serve', '--config', file, '--state', state, '--trust'] };
}

/** Replaces the configuration as editors do: whole, and at once. */
export function put(at: Place, config: JsonObject | string): void {
  const text = typeof config === 'string' ? config : JSON.stringify(config, undefined, 1);
  writeFileSync(`${at.config}.new`, text);
  renameSync(`${at.config}.new`, at.config);
}

type Message = JsonObject & { readonly id?: number | string | null; readonly method?: string };

/** A client that speaks raw lines, so that it can also speak nonsense. */
export class RawClient {
  readonly child: ChildProcess;
  readonly received: Message[] = [];
  /** Its exit code, when it has ended and all that it wrote was read. */
  readonly exited: Promise<number | null>;
  stderr = '';
  #next = 1;
  #rest = '';
  #waiters: { test: (message: Message) => boolean; resolve: (message: Message) => void }[] = [];

  constructor(at: Place, more: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [...at.args, ...more], {
      stdio: 'pipe',
      env: { ...process.env, ...env },
      cwd: at.cwd,
    });
    this.exited = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
    // Decoded as one text each: a character may come in two chunks.
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
    this.child.stdin?.on('error', () => undefined);
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (this.#rest + chunk).split('\n');
      this.#rest = lines.pop() ?? '';
      for (const line of lines) this.#take(JSON.parse(line) as Message);
    });
  }

  #take(message: Message): void {
    this.received.push(message);
    const waiter = this.#waiters.find(({ test }) => test(message));
    if (waiter === undefined) return;
    this.#waiters = this.#waiters.filter((one) => one !== waiter);
    waiter.resolve(message);
  }

  write(text: string): void {
    this.child.stdin?.write(text);
  }

  /** The first message that passes the test, past or future. */
  until(test: (message: Message) => boolean): Promise<Message> {
    const found = this.received.find(test);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => this.#waiters.push({ test, resolve }));
  }

  /** Sends a request as it is given and resolves with its response. */
  send(method: string, params?: JsonObject, id: number | string = this.#next++): Promise<Message> {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) })}\n`);
    return this.until((message) => message.id === id && message.method === undefined);
  }

  /** Resolves when the process answers: for clients that say nothing first. */
  async begun(): Promise<this> {
    await this.send('server/discover', { _meta: modernMeta() });
    return this;
  }

  async open(capabilities: JsonObject = {}): Promise<this> {
    const clientInfo = { name: 'raw', version: '1' };
    await this.send('initialize', { protocolVersion: '2025-11-25', capabilities, clientInfo });
    this.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
    return this;
  }

  async tools(): Promise<string[]> {
    const { result } = await this.send('tools/list', {});
    const tools = isObject(result) && Array.isArray(result.tools) ? result.tools : [];
    return tools.map((tool) => (isObject(tool) ? String(tool.name) : ''));
  }

  /** Calls a tool; its text, or the protocol's error message. */
  async call(name: string, args: JsonObject = {}): Promise<string> {
    return textOf(await this.send('tools/call', { name, arguments: args }));
  }

  /** What it says on stderr, as soon as that is read: it may be later than an answer on stdout. Rejects if it ends without. */
  async said(what: RegExp): Promise<string> {
    let hasEnded = false;
    void this.exited.then(() => {
      hasEnded = true;
    });
    for (;;) {
      const isLast = hasEnded;
      const [found] = what.exec(this.stderr) ?? [];
      if (found !== undefined) return found;
      if (isLast) throw new Error(`ended without ${what}: ${this.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async close(): Promise<void> {
    this.child.stdin?.end();
    await this.exited;
  }
}

/** Serves over HTTP until the returned function is called. */
export async function serveHttp(at: Place): Promise<{ url: string; stop: () => Promise<unknown> }> {
  const server = new RawClient(at, ['--http', '--port', '0']);
  while (!/(http:\/\/\S+)/.test(server.stderr)) await new Promise((resolve) => setTimeout(resolve, 20));
  const url = /(http:\/\/\S+)/.exec(server.stderr)?.[1] ?? '';
  const stop = (): Promise<unknown> => {
    server.child.kill('SIGTERM');
    return server.exited;
  };
  return { url, stop };
}

/** The `_meta` of a modern request. */
export const modernMeta = (capabilities: JsonObject = {}): JsonObject => ({
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': capabilities,
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
});

export function textOf(message: Message): string {
  const { result, error } = message;
  if (isObject(error)) return String(error.message);
  const content = isObject(result) && Array.isArray(result.content) ? result.content : [];
  return content.map((one) => (isObject(one) && typeof one.text === 'string' ? one.text : '')).join('\n');
}

const run = promisify(execFile);

/** Runs a command of Sallyport; what it printed, and how it ended. */
export async function sallyport(at: Place, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, SALLYPORT_STATE: at.state, NO_COLOR: '1' };
  try {
    const { stdout, stderr } = await run(process.execPath, [MAIN, ...args], { env, cwd: at.dir, maxBuffer: 1e8 });
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

/** Processes below one, by /proc; empty elsewhere than on Linux. */
export function childrenOf(pid: number): number[] {
  const found: number[] = [];
  const read = (task: number): number[] => {
    try {
      return readFileSync(`/proc/${task}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    } catch {
      return [];
    }
  };
  const open = read(pid);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.push(next);
    open.push(...read(next));
  }
  return found;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
