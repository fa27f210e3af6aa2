import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { configSchema, type ServerConfig } from '../../src/config/schema.ts';
import { mintAdmitted } from '../../src/journal/mint.ts';
import type { Call, Session } from '../../src/model/call.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import type { Admitted } from '../../src/model/passage.ts';
import type { Courier } from '../../src/model/relay.ts';
import type { Result } from '../../src/model/result.ts';
import { NO_FACTS } from '../../src/model/tool.ts';
import type { Listing } from '../../src/model/upstreams.ts';
import type { Slot } from '../../src/upstream/server/slot.ts';
import { OpenUpstreams, type UpstreamsOptions } from '../../src/upstream/upstreams.ts';
import { makeDecision } from '../samples.ts';

export const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/servers', `${name}.mjs`);

/** A configured server, defaults filled in as the loader does. */
export function serverConfig(server: Record<string, unknown>): ServerConfig {
  return configSchema.parse({ servers: { it: server } }).servers.it as ServerConfig;
}

export const node = (name: string, args: string[] = [], more: Record<string, unknown> = {}): ServerConfig =>
  serverConfig({ command: process.execPath, args: [fixture(name), ...args], ...more });

export const session = (key: string): Session => ({ key, source: 'process' });

/** The place of a session in a pool, its connection not yet there. */
export const slotOf = (key: string): Slot => ({
  session: session(key),
  opened: new Promise(() => {}),
  connection: undefined,
  quit: new AbortController(),
  declared: undefined,
  usedAt: 0,
  openedAt: 0,
  waiting: 0,
  leaving: false,
});

let count = 0;
export function call(
  upstream: string,
  name: string,
  args: JsonObject | string = {},
  options: { key?: string; meta?: JsonObject; method?: string } = {},
): Call {
  const argsText = typeof args === 'string' ? args : JSON.stringify(args);
  const meta = options.meta === undefined ? '' : `,"_meta":${JSON.stringify(options.meta)}`;
  const text = `{"name":${JSON.stringify(name)},"arguments":${argsText}${meta}}`;
  const params = JSON.parse(text) as JsonObject;
  return {
    id: `call-${count++}`,
    at: 0,
    session: session(options.key ?? 'one'),
    principal: { id: 'p', human: 'out-of-band' },
    origin: 'downstream',
    method: options.method ?? 'tools/call',
    target: { upstream, name },
    tool: NO_FACTS,
    args: isObject(params.arguments) ? params.arguments : {},
    params,
    text,
    digest: '',
  };
}

export const admit = (call: Call): Admitted => mintAdmitted(call, makeDecision());

export const courier = (more: Partial<Courier> = {}): Courier => ({
  signal: new AbortController().signal,
  capabilities: {},
  ...more,
});

export interface Rig {
  readonly upstreams: OpenUpstreams;
  readonly lines: string[];
  readonly listings: Map<string, Listing | undefined>;
  readonly relay: (made: Call, more?: Partial<Courier>) => Promise<Result>;
  /** Relays a call and hands back the first text of its result; throws where it has none. */
  readonly say: (made: Call, more?: Partial<Courier>) => Promise<string>;
}

const open: OpenUpstreams[] = [];

/** Upstreams with everything around them in memory. Close them with `closeAll` after each test. */
export function rig(servers: Record<string, ServerConfig>, more: Partial<UpstreamsOptions> = {}): Rig {
  const lines: string[] = [];
  const listings = new Map<string, Listing | undefined>();
  const upstreams = new OpenUpstreams({
    servers,
    sessionDir: (of) => join(tmpdir(), of.key),
    resolve: (text) => text,
    isTrusted: async () => true,
    identity: { name: 'sallyport', version: '0' },
    now: Date.now,
    limits: { result: 32_000_000 },
    log: (line) => lines.push(line),
    ...more,
  });
  open.push(upstreams);
  upstreams.onListing((name, listing) => listings.set(name, listing));
  const relay = (made: Call, and?: Partial<Courier>): Promise<Result> => upstreams.relay(admit(made), courier(and));
  const say = async (made: Call, and?: Partial<Courier>): Promise<string> => textOf(await relay(made, and));
  return { upstreams, lines, listings, relay, say };
}

export async function ready(servers: Record<string, ServerConfig>, more: Partial<UpstreamsOptions> = {}): Promise<Rig> {
  const made = rig(servers, more);
  made.upstreams.start();
  await made.upstreams.settled();
  return made;
}

/** A server whose file says what it is at its next start. */
export async function shifting(is: string, more: Record<string, unknown> = {}, and: Partial<UpstreamsOptions> = {}) {
  const file = join(folder(), 'is');
  writeFileSync(file, is);
  const made = await ready({ it: node('shifting', [file], more) }, and);
  return {
    ...made,
    file,
    names: (): string => (made.listings.get('it')?.tools ?? []).map((text) => JSON.parse(text).name).join(' '),
    become: (next: string) => writeFileSync(file, next),
    /** The process id of each start. */
    starts: (): string[] => readFileSync(`${file}.starts`, 'utf8').trim().split('\n'),
  };
}

export function textOf(result: Result): string {
  const content = result.kind === 'complete' ? result.value.content : undefined;
  const first = Array.isArray(content) ? content[0] : undefined;
  if (!isObject(first) || typeof first.text !== 'string') throw new Error(`no text: ${JSON.stringify(result)}`);
  return first.text;
}

const children: ChildProcess[] = [];

export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((upstreams) => upstreams.close()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
}

/** Starts a fixture that serves HTTP; resolves with the address it prints. */
export async function serveHttp(name: string, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [fixture(name), ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${name} printed no address`);
}

export const folder = (): string => mkdtempSync(join(tmpdir(), 'upstream-'));

/** Waits until something is so; fails loudly when it never is. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 1_250; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${what}`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
