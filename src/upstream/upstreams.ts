import type { Config, ServerConfig } from '../config/schema.ts';
import { Broadcast } from '../model/broadcast.ts';
import type { Session, Target } from '../model/call.ts';
import type { JsonObject } from '../model/json.ts';
import type { Relay } from '../model/relay.ts';
import type { Listing, Notice, Standing, Unasked, Upstreams } from '../model/upstreams.ts';
import type { Resolve } from './endpoint.ts';
import { broken, failure, untrusted } from './failure.ts';
import { type Authorize, Credentials } from './http/authorization.ts';
import { declarations, type Offer } from './meta.ts';
import { Server } from './server.ts';
import type { Frozen } from './watchers.ts';

export interface UpstreamsOptions {
  readonly servers: Readonly<Record<string, ServerConfig>>;
  /** The session's own folder, for `${session.dir}`; made by the caller. */
  readonly sessionDir: (session: Session) => string;
  /** Resolves `${env:X}`, `${file:X}`, `${keychain:X}`; throws where it cannot. */
  readonly resolve: Resolve;
  /** Whether this server's command, arguments and address were accepted by a person. */
  readonly isTrusted: (upstream: string) => Promise<boolean>;
  /** What a server that is not trusted waits for, in a sentence; that it is itself unless told. */
  readonly waits?: (upstream: string) => string | undefined;
  readonly identity: { readonly name: string; readonly version: string };
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Counts milliseconds, and is never set back: by it servers are left alone, and found idle. `now` unless told. */
  readonly steady?: () => number;
  readonly limits: Pick<Config['limits'], 'result'>;
  /** For people: what servers write to stderr and what is wrong with them, one line each. */
  readonly log: (line: string) => void;
  /** What `${workspace}` stands for; the current folder unless told. */
  readonly workspace?: string;
  /** Opens the credentials of servers with `auth`; without it they are called as they are. */
  readonly authorize?: Authorize;
  /** Servers may be started before it resolves, and are told nothing: until then nothing can be recorded. At once unless told. */
  readonly ready?: Promise<unknown>;
  /** Why a person has frozen a session, agent or server; nobody has, unless told. Asked where something is sent that no call brings. */
  readonly frozen?: Frozen;
  /** What the first client declares it can do, for connections that are opened before anybody calls; nothing unless told. */
  readonly client?: Promise<JsonObject>;
}

const USED = failure('refused', 'this permission was used before; a call is sent once', false);
const NOBODY_FROZEN: Frozen = () => undefined;
const AT_ONCE = Promise.resolve();
const NOTHING: JsonObject = Object.freeze({});
const everything: Offer = (_upstream, capabilities) => capabilities;

/** The servers behind. Nothing is started before `start()`. */
export class OpenUpstreams implements Upstreams {
  readonly #options: UpstreamsOptions;
  readonly #listed = new Broadcast<[upstream: string, listing: Listing | undefined]>();
  readonly #ownListed = new Broadcast<[session: Session, upstream: string, listing: Listing | undefined]>();
  readonly #stood = new Broadcast<[standing: Standing]>();
  readonly #noticed = new Broadcast<[notice: Notice]>();
  #unasked = async ({ question }: Unasked): Promise<string> =>
    `${question.method} cannot be answered: no call is under way`;
  #offer: Offer = everything;
  #servers: ReadonlyMap<string, Server>;
  #relay: Relay;
  /** Those whose place another has taken, while their calls in flight end. */
  readonly #retiring = new Set<Server>();
  readonly #beginnings = new WeakMap<Server, Promise<void>>();
  #started: Promise<void> | undefined;

  constructor(options: UpstreamsOptions) {
    this.#options = options;
    const servers = Object.entries(options.servers);
    this.#servers = new Map(servers.map(([name, config]) => [name, this.#make(name, config)] as const));
    this.#relay = relayTo(this.#servers);
  }

  start(): void {
    this.#started ??= this.#beginAll(this.#servers.values());
  }

  /** Another after each `reconfigure`; the old one still reaches the old servers. */
  get relay(): Relay {
    return this.#relay;
  }

  /**
   * Puts other servers in place of these, at once: new ones are started, what has not changed goes on as it is, and the
   * rest is ended when its calls in flight have been. Returns the names of those whose place was taken or left.
   */
  reconfigure(configs: Readonly<Record<string, ServerConfig>>): readonly string[] {
    const before = this.#servers;
    const next = new Map<string, Server>();
    for (const [name, config] of Object.entries(configs)) {
      const known = before.get(name);
      next.set(name, known?.adopt(config) === true ? known : this.#make(name, config));
    }
    const replaced = [...before].filter(([name, server]) => next.get(name) !== server);
    for (const [, server] of replaced) this.#retire(server);
    this.#servers = next;
    this.#relay = relayTo(next);
    if (this.#started !== undefined) {
      const fresh = [...next].filter(([name, server]) => before.get(name) !== server);
      this.#started = this.#beginAll(fresh.map(([, server]) => server));
    }
    return replaced.map(([name]) => name);
  }

  /** Resolves when a server has been listed for the first time, failed to, or is found to wait for a person. */
  begun(upstream: string): Promise<unknown> {
    const server = this.#servers.get(upstream);
    return (server === undefined ? undefined : this.#beginnings.get(server)) ?? AT_ONCE;
  }

  /** Calls back whenever a server comes to stand otherwise: it crashed, came back, failed again. */
  onStanding(listener: (standing: Standing) => void): void {
    this.#stood.add(listener);
  }

  onListing(listener: (upstream: string, listing: Listing | undefined) => void): void {
    this.#listed.add(listener);
  }

  onOwnListing(listener: (session: Session, upstream: string, listing: Listing | undefined) => void): void {
    this.#ownListed.add(listener);
  }

  onNotice(listener: (notice: Notice) => void): void {
    this.#noticed.add(listener);
  }

  onUnasked(answerer: (unasked: Unasked) => Promise<string>): void {
    this.#unasked = answerer;
  }

  onOffer(chooser: Offer): void {
    this.#offer = chooser;
  }

  standings(): readonly Standing[] {
    return [...this.#servers.values()].map((server) => server.standing());
  }

  async settled(): Promise<void> {
    await this.#started;
  }

  changedRoots(session: Session, agent?: string): void {
    for (const server of this.#servers.values()) server.changedRoots(session, agent);
  }

  unwatch({ upstream, name }: Target, session: Session): void {
    this.#servers.get(upstream)?.unwatch(name, session);
  }

  /** The tokens that servers are sent now, where somebody signed in to them or we did. */
  signedIn(): readonly { readonly server: string; readonly value: string }[] {
    const found: { readonly server: string; readonly value: string }[] = [];
    for (const [server, { bearer }] of this.#servers) if (bearer !== undefined) found.push({ server, value: bearer });
    return found;
  }

  leave(session: Session): void {
    for (const server of this.#servers.values()) server.leave(session);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#servers.values(), ...this.#retiring].map((server) => server.close()));
  }

  #make(upstream: string, config: ServerConfig): Server {
    const { identity, limits, workspace = process.cwd(), authorize, ready = AT_ONCE } = this.#options;
    return new Server({
      upstream,
      config,
      clientInfo: JSON.stringify(identity),
      workspace,
      log: this.#options.log,
      most: limits.result,
      resolve: this.#options.resolve,
      sessionDir: this.#options.sessionDir,
      now: this.#options.now,
      steady: this.#options.steady ?? this.#options.now,
      isTrusted: this.#options.isTrusted,
      waits: () => this.#options.waits?.(upstream) ?? untrusted(upstream),
      ready,
      credentials: new Credentials(authorize, upstream, config),
      stood: this.#stood.tell,
      listed: this.#listed.tell,
      ownListed: this.#ownListed.tell,
      noticed: this.#noticed.tell,
      client: this.#options.client ?? Promise.resolve(NOTHING),
      declare: declarations(upstream, () => this.#offer),
      unasked: (question) => this.#unasked(question),
      frozen: this.#options.frozen ?? NOBODY_FROZEN,
    });
  }

  /** Resolves when these have begun, and all before them. With nothing: what it gave would hold what the last gave, and so on. */
  async #beginAll(servers: Iterable<Server>): Promise<void> {
    await Promise.all([this.#started, ...Array.from(servers, (server) => this.#begin(server))]);
  }

  #begin(server: Server): Promise<void> {
    const beginning = server.begin();
    this.#beginnings.set(server, beginning);
    return beginning;
  }

  #retire(server: Server): void {
    this.#retiring.add(server);
    void server.retire().finally(() => this.#retiring.delete(server));
  }
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
