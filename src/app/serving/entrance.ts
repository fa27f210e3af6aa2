import type { Config } from '../../config/schema.ts';
import type { Port } from '../../downstream/http/port.ts';
import { registerClient } from '../../journal/state/clients.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Gate } from '../../model/gate.ts';
import { LOOPBACK } from '../../model/host.ts';
import type { JsonObject } from '../../model/json.ts';
import { openClock } from '../clock.ts';
import type { ServeOptions, Settings } from '../settings.ts';
import { VERSION } from '../version.ts';

/** The client in front, or the port that clients come to. */
export interface Entrance {
  /** Resolves when nobody is left to serve. Never for a port. */
  readonly gone: Promise<void>;
  /** Other agents, tokens and limits, for requests from now on. */
  reconfigure(settings: Settings): void;
  /** Refuses new calls, lets those in flight end for as long as the configuration says, then cancels them. */
  close(): Promise<void>;
}

const ATTENDED =
  'this waits for a client on stdin, which is a terminal here. AI clients start it themselves: enter `sallyport serve` as an MCP server in theirs, or serve a port with --http. Ctrl-C ends it.';

export interface EntranceParts {
  readonly gate: Gate;
  /** Told what a client declares it can do. */
  readonly declared: (capabilities: JsonObject) => void;
  readonly settings: Settings;
  readonly state: StateDir;
  readonly options: ServeOptions;
  /** The port, where it was taken before. */
  readonly port?: Port | undefined;
  readonly log: (line: string) => void;
}

export const openEntrance = (parts: EntranceParts): Promise<Entrance> =>
  parts.options.http === true ? openPort(parts) : openPipe(parts);

/** What both entrances are given. */
function frontOf({ gate, declared, settings: { config }, options }: EntranceParts) {
  const { agents, session, limits } = config;
  const launch = options.agent === undefined ? {} : { launch: options.agent };
  const clock = Date.now;
  const steady = openClock(clock);
  return { gate, declared, agents, session, limits, version: VERSION, clock, steady, ...launch };
}

/**
 * Takes the port that clients will come to. Throws, with words for a person, where that cannot be, or nobody could call:
 * before anything is started that would have to end again.
 */
export async function takeEntrance(config: Config, state: StateDir, options: ServeOptions): Promise<Port> {
  const { refuseNobody } = await import('../../downstream/http.ts');
  const { takePort } = await import('../../downstream/http/port.ts');
  refuseNobody(await callersOf(config, state, options));
  const at = addressOf(config, options);
  return takePort(at).catch((error: NodeJS.ErrnoException) => {
    throw new Error(sayUnbound(at, error));
  });
}

const addressOf = ({ http }: Config, options: ServeOptions) => ({
  host: options.host ?? http.host,
  port: options.port ?? http.port,
});

/** Who may call. */
async function callersOf({ http: { tokens, auth } }: Config, state: StateDir, options: ServeOptions) {
  const { listTokens } = await import('../../journal/state/token-store.ts');
  const hasTokens = listTokens(state.tokens).length > 0;
  return { tokens, auth, hasTokens, allowAnonymous: options.allowAnonymous === true };
}

async function openPort(parts: EntranceParts): Promise<Entrance> {
  const { settings, state, options, log } = parts;
  const { serveHttp } = await import('../../downstream/http.ts');
  const { openTokenStore } = await import('../../journal/state/token-store.ts');
  const { path, hosts, origins } = settings.config.http;
  const { host } = addressOf(settings.config, options);
  const port = parts.port ?? (await takeEntrance(settings.config, state, options));
  const callers = await callersOf(settings.config, state, options);
  const server = await serveHttp({
    ...frontOf(parts),
    ...callers,
    host,
    port,
    path,
    hosts,
    origins,
    findToken: openTokenStore(state.tokens).find,
  });
  log(`serving ${server.url}`);
  if (callers.allowAnonymous && !LOOPBACK.includes(host))
    log(`anybody who reaches ${host} may call without a token (--allow-anonymous)`);
  let { drain } = settings.config.limits;
  return {
    gone: new Promise(() => {}),
    reconfigure: ({ config: next }) => {
      drain = next.limits.drain;
      server.reconfigure({ agents: next.agents, limits: next.limits, ...next.http });
    },
    close: () => server.close(drain),
  };
}

async function openPipe(parts: EntranceParts): Promise<Entrance> {
  const { settings, state, log } = parts;
  const { StdioServing } = await import('../../downstream/stdio.ts');
  const { stdin, stdout, env } = process;
  // A client writes to us through a pipe. Whoever tries this out in a terminal is the person that will approve there.
  if (stdin.isTTY) log(ATTENDED);
  else registerClient(state.clients);
  const client = new StdioServing({ ...frontOf(parts), stdin, stdout, env });
  let { drain } = settings.config.limits;
  return {
    gone: client.closed,
    reconfigure: ({ config: next }) => {
      drain = next.limits.drain;
      client.reconfigure(next);
    },
    close: async () => {
      await client.drain(drain);
      // An input that is still open would keep the process alive after everything else has ended.
      stdin.destroy();
    },
  };
}

/** Why a port could not be opened, and what to do. */
function sayUnbound(
  { host, port }: { readonly host: string; readonly port: number },
  error: NodeJS.ErrnoException,
): string {
  const where = `${host}:${port}`;
  if (error.code === 'EADDRINUSE')
    return `${where} is in use by another program: end that one, or take another port with --port or http.port`;
  if (error.code === 'EADDRNOTAVAIL')
    return `${host} is not an address of this machine: name one of its own with --host or http.host`;
  if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN')
    return `${host} is not an address, nor the name of one that is known here: name an address of this machine with --host or http.host`;
  if (error.code === 'EACCES')
    return `this user may not open ${where}: take a port above 1023 with --port or http.port`;
  return `${where} cannot be opened: ${error.message}`;
}
