import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '../../config/schema.ts';
import type { Port } from '../../downstream/http/port.ts';
import { type OpenJournal, openJournal } from '../../journal/journal.ts';
import { openApprovals } from '../../journal/state/approvals.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import { openStateDir, type StateDir, stateRoot } from '../../journal/state/state-dir.ts';
import { openTrust } from '../../journal/state/trust.ts';
import { complaintLine } from '../../model/complaint.ts';
import { entitiesOf } from '../../model/entity.ts';
import { sha256 } from '../../model/json/canonical.ts';
import { type Json, type JsonObject, leaves } from '../../model/json.ts';
import type { Upstreams } from '../../model/upstreams.ts';
import { Foreign } from '../../projections/foreign.ts';
import { Sessions } from '../../projections/sessions.ts';
import { EVERYTHING } from '../../upstream/meta.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import { openBehind } from '../behind.ts';
import { placeText, whereabouts } from '../places/config-place.ts';
import { Keyring } from '../secrets/keyring.ts';
import {
  type Configuration,
  readConfiguration,
  readSettings,
  type ServeOptions,
  type Settings,
  withLock,
  withPolicy,
} from '../settings.ts';
import { openTrustDesk, type TrustDesk, waitsText } from '../trust-desk.ts';
import { VERSION } from '../version.ts';
import { type Equipped, equip, openWorkshop, unseenIn, type Workshop } from '../workshop.ts';
import type { Assembly } from './assembly.ts';
import { beginChores } from './chores.ts';
import { compileForCalls } from './compiling.ts';
import { Deferred } from './deferred.ts';
import { type Entrance, openEntrance, takeEntrance } from './entrance.ts';
import { followConfiguration } from './following.ts';
import { Log } from './log.ts';
import { stopSignals } from './stop-signals.ts';

/** How long servers wait for the client's first message before they are told that it has no capabilities. Milliseconds. */
const CLIENT_WAIT = 1_000;

/** After so many milliseconds code is compiled for calls, whichever servers are still listed. */
const LISTED = 3_000;

/** One Sallyport behind another is a set-up; so many are one that starts itself. */
const DEEPEST = 2;

const now = Date.now;

/** Serves until the client has gone or a signal comes. Throws, with words for a person, what keeps it from starting. */
export async function serve(options: ServeOptions): Promise<void> {
  refuseLoop();
  // A lockfile that cannot be used is reported before any server is started.
  const configuration = await withLock(await readConfiguration(options));
  const told = new Log();
  const log = told.say;
  const state = openStateDir(options.state ?? stateRoot());
  // So is a port that cannot be had.
  const port = options.http === true ? await takeEntrance(configuration.config, state, options) : undefined;
  if (options.config === undefined) log(`configuration ${placeText(configuration.place)}`);
  sayDoubts(configuration, log);
  told.where = whereabouts(configuration.place, state.root);
  const recording = new Deferred<void>();
  const ground: Ground = {
    keyring: new Keyring(configuration),
    configuration,
    state,
    trust: { desk: openTrustDesk(configuration, state.trust, log) },
    recording,
    first: firstClient(options, recording.promise),
    options: { ...options, place: configuration.place },
    port,
    log,
  };
  const upstreams = startServers(ground);
  try {
    await serveBefore(upstreams, ground);
  } finally {
    port?.leave();
    await upstreams.close();
  }
}

function refuseLoop(): void {
  if (Number(process.env.SALLYPORT_DOWNSTREAM) > DEEPEST)
    throw new Error(
      'this Sallyport was started as a server behind itself, which would start it again and again. Remove the server that runs Sallyport from `servers` in its configuration.',
    );
}

/** The trust desk of the configuration in force: a reload opens another. */
interface Trust {
  desk: TrustDesk;
}

/** What is there before the servers start and the client is answered. */
interface Ground {
  readonly keyring: Keyring;
  readonly configuration: Configuration & Pick<Settings, 'lock'>;
  readonly state: StateDir;
  readonly trust: Trust;
  /** Resolves when the record can be kept. */
  readonly recording: Deferred<void>;
  /** Resolves with what the first client declares it can do. */
  readonly first: Deferred<JsonObject>;
  readonly options: ServeOptions;
  readonly port: Port | undefined;
  readonly log: (line: string) => void;
}

/** Servers start while the rest is loaded; nothing is said to them before it can be recorded. */
function startServers({ keyring, configuration, state, trust, recording, first, options, log }: Ground): OpenUpstreams {
  const freezer = openFreezer(state.frozen);
  const upstreams = openBehind(configuration, state, {
    keyring,
    isTrusted: async (upstream) => {
      if (trust.desk.isTrusted(upstream)) return true;
      // `--trust` lets everything run, once that can be recorded.
      if (options.trust === true) await recording.promise;
      return trust.desk.isTrusted(upstream);
    },
    frozen: (upstream, session, agent) => freezer.check(session?.key ?? '', agent, upstream),
    waits: (upstream) => {
      const bar = trust.desk.bar(upstream);
      return bar && waitsText(bar);
    },
    ready: recording.promise,
    client: first.promise,
    log,
    now,
  });
  upstreams.start();
  return upstreams;
}

/** Opens everything in front of the servers (the record, the policy, the client) and serves until the end. */
async function serveBefore(upstreams: OpenUpstreams, ground: Ground): Promise<void> {
  const { keyring, configuration, state, trust, recording, first, options, port, log } = ground;
  const settings = await withPolicy(configuration, now());
  for (const warning of settings.policy.warnings) log(complaintLine(warning));
  const { journal, sessions } = await openRecord(settings, ground);
  if (options.trust === true) await trust.desk.trustAll(journal, now());
  const store = openTrust(state.trust, log);
  const isLookedAt = (hash: string): boolean => options.trust === true || store.isTrusted(hash);
  const workshop = openWorkshop({ isTrusted: isLookedAt, log });
  const equipped = await equip(settings, workshop);
  for (const unseen of unseenIn(equipped)) log(complaintLine(unseen));
  const approvals = openApprovals(state.approvals, { now, onFault: log });
  const { Assembly } = await import('./assembly.ts');
  const desk = (): TrustDesk => trust.desk;
  const isRemote = options.http === true;
  const parts = { state, journal, approvals, sessions, upstreams, keyring, log, now, desk, isRemote };
  const assembly = new Assembly({ settings: equipped, ...parts });
  // From here on, what servers say can be recorded and heard.
  recording.resolve();
  void upstreams.settled().then(() => sayWaiting(upstreams, log));
  const stopChores = beginChores({ journal, state, checkpoint: settings.config.record.checkpoint, log });
  const stop = stopSignals(options.http === true, log);
  // What servers say of themselves is read once. Calls do not wait for one that is silent.
  void Promise.race([assembly.heard(), pause(LISTED, undefined, { ref: false })]).then(compileForCalls);
  const declared = first.resolve;
  const entrance = await openEntrance({ gate: assembly.gate, declared, settings, state, options, port, log }).catch(
    async (error) => {
      // A chain that is left open looks like one whose process was killed.
      await upstreams.close();
      await journal.close();
      throw error;
    },
  );
  const front = { journal, workshop, isLookedAt, assembly, entrance, onReload: stop.onReload };
  const following = follow(equipped, upstreams, front, ground);
  await Promise.race([entrance.gone, stop.called]);
  await following.close();
  await entrance.close();
  stopChores();
  await upstreams.close();
  workshop.keep([]);
  approvals.close();
  // If the record could not be completed, the leases of sessions stay: whoever owns one next is then told that we ended without it.
  if (await journal.close()) assembly.ownership.close();
}

/** What a reload changes, and what it needs for that. */
interface Front {
  readonly journal: OpenJournal;
  readonly workshop: Workshop;
  /** Whether a person has looked at what has this hash, or need not. */
  readonly isLookedAt: (hash: string) => boolean;
  readonly assembly: Assembly;
  readonly entrance: Entrance;
  readonly onReload: ReturnType<typeof stopSignals>['onReload'];
}

/** Follows the configuration, and puts every usable change in force. */
function follow(
  settings: Equipped,
  upstreams: OpenUpstreams,
  { journal, workshop, isLookedAt, assembly, entrance, onReload }: Front,
  { state, trust, options, log }: Ground,
): ReturnType<typeof followConfiguration> {
  const read = async (given: ServeOptions): Promise<Equipped> => {
    const next = await readSettings(given, now());
    // An inspector's code runs as soon as it is loaded, before anything else of the configuration takes effect.
    if (options.trust === true) await openTrustDesk(next, state.trust, log).trustAll(journal, now(), 'inspectors');
    return equip(next, workshop);
  };
  const apply = async (next: Equipped): Promise<void> => {
    sayDoubts(next, log);
    trust.desk = openTrustDesk(next, state.trust, log);
    if (options.trust === true) await trust.desk.trustAll(journal, now());
    assembly.reconfigure(next);
    workshop.keep(next.inspectors);
    entrance.reconfigure(next);
    void upstreams.settled().then(() => sayWaiting(upstreams, log));
  };
  return followConfiguration({
    settings,
    options,
    journal,
    started: upstreams.settled(),
    onReload,
    log,
    read,
    isLookedAt,
    isAccepted: (next) => openTrustDesk(next, state.trust, log).isAccepted(),
    apply,
  });
}

/** The record, and what is known of each session: folded from it. */
async function openRecord({ config, policy, loaded }: Settings, { state, options, log }: Ground) {
  const sessions = openSessions(config, (secret) => journal.token('', secret));
  const journal = await openJournal({
    dir: state.journal,
    version: VERSION,
    policy: policy.hash,
    file: loaded.path,
    fold: (entry, at, payload, value) => sessions.fold(entry, at, payload, value),
    limits: config.record,
    unattended: options.trust === true,
    now,
  });
  journal.onFault(log);
  return { journal, sessions };
}

function openSessions(config: Config, token: (secret: string) => string): Sessions {
  const salt = randomBytes(16).toString('hex');
  const foreign = new Foreign((value) => sha256(salt + value));
  // A value that the configuration names was learned from no session.
  const named = leaves(JSON.parse(JSON.stringify(config)) as Json);
  foreign.know(named.flatMap(({ text }) => entitiesOf(text).map(({ key }) => key)));
  return new Sessions(config.limits.sessions, { foreign, token });
}

type Say = (line: string) => void;

function sayDoubts({ loaded, wanting }: Configuration, log: Say): void {
  for (const warning of loaded.warnings) log(complaintLine(warning));
  for (const [server, why] of wanting) log(`[${server}] is left out: ${why}`);
}

/** Says what a person has to do before a server may run. Other troubles of servers are logged where they arise. */
function sayWaiting(upstreams: Upstreams, log: Say): void {
  for (const { upstream, state, message } of upstreams.standings()) {
    if (state === 'waiting-for-trust') log(`[${upstream}] ${message ?? state}`);
  }
}

/**
 * What the client can do. Over stdio there is one, and servers that start before its first message wait for that. Behind
 * a port there are many, so servers are told of everything that could be relayed.
 */
function firstClient({ http }: ServeOptions, ready: Promise<void>): Deferred<JsonObject> {
  const first = new Deferred<JsonObject>();
  if (http === true) first.resolve(EVERYTHING);
  else void ready.then(() => setTimeout(() => first.resolve({}), CLIENT_WAIT).unref());
  return first;
}
