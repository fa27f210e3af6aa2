import type { Config, ServerConfig } from '../config/schema.ts';
import type { Session } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Relay } from '../model/relay.ts';
import type { Listing, Notice, Standing, Unasked, Upstreams } from '../model/upstreams.ts';
import { type Authorize, Credentials } from './authorization.ts';
import type { Resolve } from './endpoint.ts';
import { broken, failure, untrusted } from './failure.ts';
import { declarations, type Offer } from './meta.ts';
import { Server } from './server.ts';

export interface UpstreamsOptions {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  /** The session's own folder, for `${session.dir}`; made by the caller. */
  readonly sessionDir: (session: Session) => string;
  /** Resolves `${env:X}`, `${file:X}`, `${keychain:X}`; throws where it cannot. */
  readonly resolve: Resolve;
  /** Whether this server's command, arguments and address were accepted by a human. */
  readonly isTrusted: (upstream: string) => Promise<boolean>;
  /** What a server that is not trusted waits for, in a sentence; that it is itself unless told. */
  readonly waits?: (upstream: string) => string | undefined;
  readonly identity: { readonly name: string; readonly version: string };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly limits: Pick<Config['limits'], 'result'>;
  /** For people: what servers write to stderr and what is wrong with them, one line each. */
  readonly log: (line: string) => void;
  /** What `${workspace}` stands for; the current folder unless told. */
  readonly workspace?: string;
  /** Opens the credentials of servers with `auth`; without it they are called as they are. */
  readonly authorize?: Authorize;
  /** Servers may be started before it resolves, and are told nothing: until then nothing can be recorded. At once unless told. */
  readonly ready?: Promise<unknown>;
  /** What the first client declares it can do, for connections that are opened before anybody calls; nothing unless told. */
  readonly client?: Promise<JsonObject>;
}

export interface OpenUpstreams extends Upstreams {
  /**
   * Puts other servers in place of these, at once: new ones are started, what has not changed goes on as it is, and the
   * rest is ended when its calls in flight have been. `relay` is another from then on; the old one still reaches the old ones.
   */
  reconfigure(servers: Readonly<Record<string, ServerConfig>>): void;
  /** Resolves when a server has been listed for the first time, failed to, or is found to wait for a person. */
  begun(upstream: string): Promise<unknown>;
  /** Calls back whenever a server comes to stand otherwise: it crashed, came back, failed again. */
  onStanding(listener: (standing: Standing) => void): void;
}

const USED = failure('refused', 'this permission was used before; a call is sent once', false);
const AT_ONCE = Promise.resolve();
const NOTHING: JsonObject = Object.freeze({});
const everything: Offer = (_upstream, capabilities) => capabilities;

/** The servers behind. Nothing is started before `start()`. */
export function openUpstreams(options: UpstreamsOptions): OpenUpstreams {
  const { identity, limits, log, workspace = process.cwd() } = options;
  const listedTo: ((upstream: string, listing: Listing | undefined) => void)[] = [];
  const ownListedTo: ((session: Session, upstream: string, listing: Listing | undefined) => void)[] = [];
  const stoodTo: ((standing: Standing) => void)[] = [];
  const noticedTo: ((notice: Notice) => void)[] = [];
  let unasked = async ({ question }: Unasked): Promise<string> =>
    `${question.method} cannot be answered: no call is under way`;
  let offer = everything;
  let started: Promise<unknown> | undefined;

  const clientInfo = JSON.stringify(identity);
  const make = (upstream: string, config: ServerConfig): Server =>
    new Server({
      upstream,
      config,
      clientInfo,
      workspace,
      log,
      most: limits.result,
      resolve: options.resolve,
      sessionDir: options.sessionDir,
      now: options.now,
      isTrusted: options.isTrusted,
      waits: () => options.waits?.(upstream) ?? untrusted(upstream),
      ready: options.ready ?? AT_ONCE,
      credentials: new Credentials(options.authorize, upstream, config),
      stood: (standing) => {
        for (const listener of stoodTo) listener(standing);
      },
      listed: (name, listing) => {
        for (const listener of listedTo) listener(name, listing);
      },
      ownListed: (session, name, listing) => {
        for (const listener of ownListedTo) listener(session, name, listing);
      },
      noticed: (notice) => {
        for (const listener of noticedTo) listener(notice);
      },
      client: options.client ?? Promise.resolve(NOTHING),
      declare: declarations(upstream, () => offer),
      unasked: (question) => unasked(question),
    });
  let servers = new Map(Object.entries(options.servers).map(([name, config]) => [name, make(name, config)] as const));
  let relay = relayTo(servers);
  const retiring = new Set<Server>();

  const beginnings = new WeakMap<Server, Promise<void>>();
  const begin = (server: Server): Promise<void> => {
    const beginning = server.begin();
    beginnings.set(server, beginning);
    return beginning;
  };
  const start = (): Promise<unknown> => {
    started ??= Promise.all([...servers.values()].map(begin));
    return started;
  };
  return {
    start: () => void start(),
    get relay() {
      return relay;
    },
    reconfigure: (configs) => {
      const next = new Map<string, Server>();
      const fresh: Server[] = [];
      for (const [name, config] of Object.entries(configs)) {
        const kept = servers.get(name)?.adopt(config) === true ? servers.get(name) : undefined;
        const server = kept ?? make(name, config);
        if (kept === undefined) fresh.push(server);
        next.set(name, server);
      }
      for (const [name, server] of servers) {
        if (next.get(name) === server) continue;
        retiring.add(server);
        void server.retire().finally(() => retiring.delete(server));
      }
      servers = next;
      relay = relayTo(servers);
      if (started !== undefined) started = Promise.all([started, ...fresh.map(begin)]);
    },
    begun: (upstream) => {
      const server = servers.get(upstream);
      return (server === undefined ? undefined : beginnings.get(server)) ?? AT_ONCE;
    },
    onStanding: (listener) => void stoodTo.push(listener),
    onListing: (listener) => void listedTo.push(listener),
    onOwnListing: (listener) => void ownListedTo.push(listener),
    onNotice: (listener) => void noticedTo.push(listener),
    onUnasked: (answerer) => {
      unasked = answerer;
    },
    onOffer: (chooser) => {
      offer = chooser;
    },
    standings: () => [...servers.values()].map((server) => server.standing()),
    settled: async () => void (await started),
    changedRoots: (session) => {
      for (const server of servers.values()) server.changedRoots(session);
    },
    leave: (session) => {
      for (const server of servers.values()) server.leave(session);
    },
    close: async () => void (await Promise.all([...servers.values(), ...retiring].map((server) => server.close()))),
  };
}

/** A relay to these servers and no later ones: what was judged for a server is never sent to another that took its name. */
const relayTo =
  (servers: ReadonlyMap<string, Server>): Relay =>
  (admitted, courier) => {
    if (!admitted.use()) return Promise.resolve(USED);
    const { call } = admitted;
    const server = servers.get(call.target.upstream);
    if (server !== undefined) {
      try {
        return server.call(call, courier);
      } catch (error) {
        return Promise.resolve(broken(error));
      }
    }
    return Promise.resolve(failure('unreachable', `there is no server called ${call.target.upstream}`, false));
  };
