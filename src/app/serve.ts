import { openApprovals } from '../journal/approvals.ts';
import { registerClient } from '../journal/clients.ts';
import { type OpenJournal, openJournal } from '../journal/journal.ts';
import { sweepLeases } from '../journal/session-lease.ts';
import { openStateDir, type StateDir, stateRoot } from '../journal/state-dir.ts';
import type { Gate } from '../model/gate.ts';
import type { Upstreams } from '../model/upstreams.ts';
import { Sessions } from '../projections/sessions.ts';
import { openBehind } from './behind.ts';
import { type Configuration, readConfiguration, type ServeOptions, withPolicy } from './settings.ts';
import { openTrustDesk, type TrustDesk } from './trust-desk.ts';
import { VERSION } from './version.ts';

const now = Date.now;
const log = (line: string): void => void process.stderr.write(`sallyport: ${line}\n`);

/** Serves until the client has gone or a signal comes. Throws, with words for a person, what keeps it from starting. */
export async function serve(options: ServeOptions): Promise<void> {
  const configuration = await readConfiguration(options);
  for (const { what } of configuration.loaded.warnings) log(what);
  for (const [server, why] of configuration.wanting) log(`[${server}] is left out: ${why}`);
  const state = openStateDir(options.state ?? stateRoot());
  const desk = openTrustDesk(configuration, state.trust, log);
  const recording = new Deferred();
  const isTrusted = async (upstream: string): Promise<boolean> => {
    if (desk.isTrusted(upstream)) return true;
    if (options.trust === true) await recording.promise;
    return desk.isTrusted(upstream);
  };
  // Servers start while the rest is loaded; nothing is said to them before it can be recorded.
  const upstreams = openBehind(configuration, state, { isTrusted, ready: recording.promise, log, now });
  upstreams.start();
  try {
    await serveBefore(upstreams, configuration, state, desk, recording, options);
  } finally {
    await upstreams.close();
  }
}

/** Everything in front of the servers: the record, the policy, the client. */
async function serveBefore(
  upstreams: Upstreams,
  configuration: Configuration,
  state: StateDir,
  desk: TrustDesk,
  recording: Deferred,
  options: ServeOptions,
): Promise<void> {
  const settings = await withPolicy(configuration, now());
  for (const { what } of settings.policy.warnings) log(what);
  sweepLeases(state.sessions);
  const sessions = new Sessions(settings.config.limits.sessions);
  const journal = await openJournal({
    dir: state.journal,
    version: VERSION,
    policy: settings.policy.hash,
    fold: (entry, at, payload) => sessions.apply(entry, at, payload),
    limits: settings.config.record,
    unattended: options.trust === true,
    now,
  });
  journal.onFault(log);
  if (options.trust === true) await desk.trustAll(journal, now());
  const approvals = openApprovals(state.approvals, { now, onFault: log });
  const { assemble } = await import('./assembly.ts');
  const { gate, ownership } = assemble({ settings, state, journal, approvals, sessions, upstreams, log, now });
  // Only now is there somebody to record what servers say, and to listen to it.
  recording.resolve();
  void upstreams.settled().then(() => sayWaiting(upstreams));
  const checkpoints = keepCheckpoints(journal, state, settings.config.record.checkpoint);
  await serveClient(gate, configuration, state, options);
  clearInterval(checkpoints);
  await upstreams.close();
  ownership.close();
  approvals.close();
  await journal.close();
}

/** What a person has to do before a server may run; what else is wrong with one it says itself. */
function sayWaiting(upstreams: Upstreams): void {
  for (const { upstream, state, message } of upstreams.standings()) {
    if (state === 'waiting-for-trust') log(`[${upstream}] ${message ?? state}`);
  }
}

/** Signs the heads of all chains now and then, so that a chain that is cut short later is found out. */
function keepCheckpoints(journal: OpenJournal, state: StateDir, every: number): NodeJS.Timeout {
  const sign = async (): Promise<void> => {
    try {
      const { checkpoint } = await import('../journal/checkpoint.ts');
      await journal.write(await checkpoint(state.journal));
    } catch (error) {
      log(`no checkpoint could be made: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return setInterval(() => void sign(), every).unref();
}

/** The client in front, until it goes or a signal comes. */
async function serveClient(
  gate: Gate,
  { config }: Configuration,
  state: StateDir,
  options: ServeOptions,
): Promise<void> {
  const { agents, session, limits } = config;
  const front = { gate, agents, session, limits, version: VERSION, clock: now };
  const launch = options.agent === undefined ? {} : { launch: options.agent };
  const stopped = signalled();
  if (options.http === true) {
    const { serveHttp } = await import('../downstream/http.ts');
    const { host, port, path, hosts, origins, tokens } = config.http;
    const server = await serveHttp({
      ...front,
      ...launch,
      host: options.host ?? host,
      port: options.port ?? port,
      path,
      hosts,
      origins,
      tokens,
      allowAnonymous: options.allowAnonymous === true,
    });
    log(`serving ${server.url}`);
    await stopped;
    await server.close();
    return;
  }
  const { serveStdio } = await import('../downstream/stdio.ts');
  registerClient(state.clients);
  const { stdin, stdout, env } = process;
  await Promise.race([serveStdio({ ...front, stdin, stdout, env, ...launch }).closed, stopped]);
  // An input that is still open would keep the process alive after everything else has ended.
  stdin.destroy();
}

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });

/** A promise that somebody else resolves. */
class Deferred {
  resolve: () => void = () => undefined;
  readonly promise = new Promise<void>((resolve) => {
    this.resolve = resolve;
  });
}
