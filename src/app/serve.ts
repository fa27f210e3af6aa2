import { serveStdio } from '../downstream/stdio.ts';
import { openApprovals } from '../journal/approvals.ts';
import { registerClient } from '../journal/clients.ts';
import { openJournal } from '../journal/journal.ts';
import { sweepLeases } from '../journal/session-lease.ts';
import { openStateDir, stateRoot } from '../journal/state-dir.ts';
import { Sessions } from '../projections/sessions.ts';
import { assemble } from './assembly.ts';
import { readSettings, type ServeOptions } from './settings.ts';
import { openTrustDesk } from './trust-desk.ts';
import { VERSION } from './version.ts';

/** Serves until the client has gone or a signal comes. Throws, with words for a person, what keeps it from starting. */
export async function serve(options: ServeOptions): Promise<void> {
  const log = (line: string): void => void process.stderr.write(`sallyport: ${line}\n`);
  const now = Date.now;
  const settings = await readSettings(options, now());
  const { config, loaded, policy, wanting } = settings;
  for (const { what } of [...loaded.warnings, ...policy.warnings]) log(what);
  for (const [server, why] of wanting) log(`[${server}] is left out: ${why}`);
  const state = openStateDir(options.state ?? stateRoot());
  sweepLeases(state.sessions);
  const sessions = new Sessions(config.limits.sessions);
  const journal = await openJournal({
    dir: state.journal,
    version: VERSION,
    policy: policy.hash,
    fold: (entry, at, payload) => sessions.apply(entry, at, payload),
    limits: config.record,
    unattended: options.trust === true,
    now,
  });
  journal.onFault(log);
  const approvals = openApprovals(state.approvals, { now, onFault: log });
  const trust = { unattended: options.trust === true, isFound: settings.isFound, now, log };
  const desk = await openTrustDesk(loaded, state.trust, journal, trust);
  const { gate, upstreams, ownership } = assemble({
    settings,
    state,
    journal,
    approvals,
    sessions,
    isTrusted: (upstream) => desk.isTrusted(upstream),
    log,
    now,
  });
  upstreams.start();
  const front = {
    gate,
    agents: config.agents,
    session: config.session,
    limits: config.limits,
    version: VERSION,
    clock: now,
  };
  const stopped = signalled();
  if (options.http === true) {
    const { serveHttp } = await import('../downstream/http.ts');
    const { http } = config;
    const server = await serveHttp({
      ...front,
      host: options.host ?? http.host,
      port: options.port ?? http.port,
      path: http.path,
      hosts: http.hosts,
      origins: http.origins,
      tokens: http.tokens,
      allowAnonymous: options.allowAnonymous === true,
    });
    log(`serving ${server.url}`);
    await stopped;
    await server.close();
  } else {
    registerClient(state.clients);
    const { stdin, stdout, env } = process;
    const launch = options.agent === undefined ? {} : { launch: options.agent };
    await Promise.race([serveStdio({ ...front, stdin, stdout, env, ...launch }).closed, stopped]);
    // An input that is still open would keep the process alive after everything else has ended.
    stdin.destroy();
  }
  await upstreams.close();
  ownership.close();
  approvals.close();
  await journal.close();
}

const signalled = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
