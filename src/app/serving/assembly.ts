import { Catalog } from '../../catalog/catalog.ts';
import type { OpenJournal } from '../../journal/journal.ts';
import type { OpenApprovals } from '../../journal/state/approvals.ts';
import { acquireLease, sweepLeases } from '../../journal/state/lease.ts';
import { leaveNarrowing, Narrowings } from '../../journal/state/narrowings.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { openTaskShelf } from '../../journal/state/task-shelf.ts';
import { Broadcast } from '../../model/broadcast.ts';
import type { Gate, GateEvent } from '../../model/gate.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import type { Sessions } from '../../projections/sessions.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import { openClock } from '../clock.ts';
import { completeCommands, type Whereabouts } from '../own-commands.ts';
import { aboutThis, whereabouts } from '../places/config-place.ts';
import { veilPlaces } from '../places/veil.ts';
import type { Keyring } from '../secrets/keyring.ts';
import type { Equipped } from '../workshop.ts';
import { Deferred } from './deferred.ts';
import { AssembledGate } from './gate.ts';
import { type Ground, type InForce, inForceOf, viewOf } from './in-force.ts';
import { Inheritance } from './inheritance.ts';
import { Intake, LISTS } from './intake.ts';
import { LateServers, LIST_WAIT } from './late-servers.ts';
import { offerOf } from './offer.ts';
import { OwnWords } from './own-words.ts';
import { Ownership } from './ownership.ts';
import { promisesOf } from './promises.ts';
import { pastIn } from './session-past.ts';

const PREFACE =
  'These tools come through Sallyport, which records every call and may hold one until a person has approved it. When a result says that a call was held or refused, read why: it names what you may do instead.';

export interface AssemblyParts {
  readonly settings: Equipped;
  readonly state: StateDir;
  readonly journal: OpenJournal;
  readonly approvals: OpenApprovals;
  readonly sessions: Sessions;
  readonly upstreams: OpenUpstreams;
  readonly keyring: Keyring;
  readonly log: (line: string) => void;
  readonly now: () => number;
  /** Where a person lets run what the settings name that are put in force. */
  readonly desk: Ground['desk'];
  /** Whether clients may be on other machines: behind a port, that is. */
  readonly isRemote: boolean;
}

/** The rooms, put together. */
export class Assembly {
  readonly gate: Gate;
  readonly ownership: Ownership;
  readonly #parts: AssemblyParts;
  readonly #ground: Ground;
  readonly #catalog: Catalog;
  readonly #events = new Broadcast<[event: GateEvent]>();
  readonly #intake: Intake;
  /** Servers that took another's place and have not been listed yet. */
  readonly #fresh = new Map<string, Deferred<void>>();
  #settings: Equipped;
  #inForce: InForce;

  constructor(parts: AssemblyParts) {
    const { settings, state, sessions, upstreams, log } = parts;
    const { config, lock, place } = settings;
    this.#parts = parts;
    this.#settings = settings;
    this.ownership = openOwnership(parts);
    this.#ground = {
      ...parts,
      view: viewOf(sessions, state, (key) => this.ownership.hear(key)),
      // A server's question is about its client, and no more is known of it than its server's labels.
      factsNow: (call) => (call.origin === 'downstream' && this.#catalog.factsNow(call)) || call.tool,
    };
    this.#inForce = this.#put(settings);
    this.#catalog = new Catalog({ servers: config.servers, names: config.names, accepted: lock.accepted });
    const current = (): Interposer => this.#inForce.interposer;
    this.#intake = new Intake({
      upstreams,
      catalog: this.#catalog,
      events: this.#events,
      current,
      log,
      hide: (text) => this.#inForce.hide(text),
      about: aboutThis(place, state.root),
      shows: (upstream) => this.#fresh.get(upstream)?.resolve(),
    });
    const { task } = config.session;
    const shelf = task.hook ? openTaskShelf(state.tasks, log) : undefined;
    this.#promise();
    this.gate = new AssembledGate({
      catalog: this.#catalog,
      upstreams,
      inForce: () => this.#inForce,
      ownership: this.ownership,
      ownWords: isHeard(config.session)
        ? new OwnWords({
            sessions,
            interposer: current,
            shelf,
            passOn: (session, narrowing) => this.ownership.passOn(session, narrowing),
            onFault: log,
          })
        : undefined,
      asksTask: task.ask,
      lateServers: new LateServers({
        catalog: this.#catalog,
        upstreams,
        inForce: () => this.#inForce,
        shown: () => this.#intake.shown(),
        promised: (upstream) => (upstream === undefined ? this.#intake.allPromised() : this.#intake.promised(upstream)),
        judging: () => this.#intake.judging(),
        judged: (upstream) => this.#intake.judged(upstream),
        wait: LIST_WAIT,
      }),
      preface: PREFACE,
      say: parts.isRemote ? veilPlaces({ place, state: state.root }) : completing(whereabouts(place, state.root)),
      events: this.#events,
      log,
    });
  }

  /** Resolves when every server has been listed, or failed to, and its list judged. */
  heard(): Promise<void> {
    return this.#intake.settled();
  }

  /** Puts other settings in force, in one tick. Calls in flight, and their results, stay under those they were judged by. */
  reconfigure(next: Equipped): void {
    const before = this.#settings;
    // First, so that a server that is started below is given the new secrets.
    this.#parts.keyring.configure(next);
    const replaced = this.#parts.upstreams.reconfigure(next.config.servers);
    for (const upstream of replaced) this.#intake.replace(upstream);
    const changed = this.#catalog.reconfigure(next.config.servers, next.lock.accepted);
    this.#settings = next;
    this.#inForce = this.#put(next);
    const isInspectedOtherwise = inspectorsText(next) !== inspectorsText(before);
    if (isInspectedOtherwise) this.#intake.judgeAgain();
    this.#promise();
    for (const upstream of replaced) if (!Object.hasOwn(next.config.servers, upstream)) this.#intake.leave(upstream);
    const isRegranted = grantsText(next) !== grantsText(before);
    for (const list of LISTS) if (changed[list] || isRegranted) this.#events.tell({ kind: 'list_changed', list });
    for (const upstream of replaced)
      this.#events.tell({
        kind: 'replaced',
        upstream,
        listed: this.#listed(upstream),
        tried: this.#intake.tried(upstream),
      });
    if (isInspectedOtherwise || next.policy.hash !== before.policy.hash) this.#events.tell({ kind: 'rejudged' });
  }

  /** Resolves when a server that took another's place was listed; at once where there will be nothing to list. */
  #listed(upstream: string): Promise<void> {
    const fresh = new Deferred<void>();
    this.#fresh.set(upstream, fresh);
    const server = this.#settings.config.servers[upstream];
    if (server === undefined || server.disabled) fresh.resolve();
    return fresh.promise;
  }

  #put(settings: Equipped): InForce {
    const { upstreams, now } = this.#parts;
    upstreams.onOffer(offerOf(settings.policy.decide, now, settings.config.servers));
    return inForceOf(settings, this.#ground);
  }

  /** Shows what the lockfile has of servers that are still starting. */
  #promise(): void {
    const { upstreams, desk, now } = this.#parts;
    const { isTrusted } = desk();
    for (const one of promisesOf(this.#settings, upstreams.standings(), isTrusted, now())) this.#intake.promise(one);
  }
}

/** Which sessions are ours. One that another process left without closing its record comes with that record. */
function openOwnership({ settings, state, journal, sessions, upstreams, now }: AssemblyParts): Ownership {
  const inheritance = new Inheritance(() => journal.closeDead());
  return new Ownership({
    sessions,
    steady: openClock(now),
    acquire: (key) => {
      const answer = acquireLease(state.sessions, key);
      if (answer.ok && answer.lease.inherited) inheritance.take();
      return answer.ok ? answer.lease : undefined;
    },
    idle: settings.config.session.idle,
    ended: (session) => upstreams.leave(session),
    sweep: () => void sweepLeases(state.sessions),
    past: pastIn(state.journal, now, async () => (await inheritance.closed()) && journal.flush()),
    narrowings: {
      of: (key) => new Narrowings(state.sessions, key),
      leave: (key, narrowing) => leaveNarrowing(state.sessions, key, narrowing),
    },
    record: (entry) => journal.write(entry),
    flush: () => journal.flush(),
  });
}

const completing =
  (where: Whereabouts) =>
  (text: string): string =>
    completeCommands(text, where);

/** Whether anybody is listened to about what a session is for. */
const isHeard = ({ task, purpose }: Equipped['config']['session']): boolean =>
  task.hook || task.ask || [task.header, task.meta, purpose.header, purpose.meta].some((name) => name !== undefined);

/** What decides which part of the lists an agent is shown. */
const grantsText = ({ config: { agents, purposes } }: Equipped): string => JSON.stringify([agents, purposes]);

/** The user's own inspectors, which look at definitions as well. */
const inspectorsText = ({ inspectors }: Equipped): string =>
  JSON.stringify(inspectors.map(({ source: { name, hash }, isWaiting }) => [name, hash, isWaiting]));
