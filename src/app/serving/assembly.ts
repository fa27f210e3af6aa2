import { Catalog } from '../../catalog/catalog.ts';
import type { OpenJournal } from '../../journal/journal.ts';
import { readRecords } from '../../journal/reading.ts';
import type { OpenApprovals } from '../../journal/state/approvals.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import { acquireLease, KEEP_MS } from '../../journal/state/session-lease.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { openTaskShelf } from '../../journal/state/task-shelf.ts';
import type { Gate } from '../../model/gate.ts';
import { viewWith } from '../../model/view.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import type { Sessions } from '../../projections/sessions.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import { aboutThis, whereabouts } from '../config-place.ts';
import { mountInspectors } from '../mounting.ts';
import { completeCommands } from '../own-commands.ts';
import { barredBy, type Equipped } from '../workshop.ts';
import { createEvents } from './events.ts';
import { createGate, type InForce } from './gate.ts';
import { Intake, LISTS } from './intake.ts';
import { offerOf } from './offer.ts';
import { createOwnWords } from './own-words.ts';
import { createOwnership, type Ownership, type OwnershipParts } from './ownership.ts';
import { promisesOf } from './promises.ts';

const PREFACE =
  'These tools come through Sallyport, which records every call and may hold one until a person has approved it. When a result says that a call was held or refused, read why: it names what you may do instead.';
/** How long a list waits for servers that are still starting; theirs follow with list_changed. Milliseconds. */
const LIST_WAIT = 4_000;

export interface AssemblyParts {
  readonly settings: Equipped;
  readonly state: StateDir;
  readonly journal: OpenJournal;
  readonly approvals: OpenApprovals;
  readonly sessions: Sessions;
  readonly upstreams: OpenUpstreams;
  readonly log: (line: string) => void;
  readonly now: () => number;
  /** Whether a person lets a server run. */
  readonly mayRun: (upstream: string) => boolean;
}

/** The rooms, put together. */
export interface Assembly {
  readonly gate: Gate;
  readonly ownership: Ownership;
  /** Resolves when every server has been listed, or failed to, and its list judged. */
  heard(): Promise<void>;
  /** Puts other settings in force, in one tick. Calls in flight, and their results, stay under those they were judged by. */
  reconfigure(settings: Equipped): void;
}

export function assemble(parts: AssemblyParts): Assembly {
  const { state, journal, approvals, sessions, upstreams, log, now } = parts;
  const view = viewOf(sessions, state);
  const put = (settings: Equipped): InForce => {
    const { config, policy } = settings;
    const interposer: Interposer = {
      inspectors: mountInspectors(settings, state.root),
      limit: config.limits.inspect,
      decide: policy.decide,
      view,
      journal,
      approvals,
      expire: config.approvals.expire,
      relay: upstreams.relay,
      now,
    };
    upstreams.onOffer(offerOf(policy.decide, now));
    return {
      interposer,
      granted: grantsOf(policy.granted),
      patience: config.approvals.wait,
      barred: barredBy(settings),
    };
  };
  let settings = parts.settings;
  let inForce = put(settings);
  const catalog = new Catalog({
    servers: settings.config.servers,
    names: settings.config.names,
    accepted: settings.lock.accepted,
  });
  const events = createEvents();
  const where = whereabouts(settings.place, state.root);
  const about = aboutThis(settings.place, state.root);
  const intake = new Intake({ upstreams, catalog, events, current: () => inForce.interposer, log, about });

  const ownership = createOwnership({
    sessions,
    now,
    acquire: (key) => {
      const answer = acquireLease(state.sessions, key);
      return answer.ok ? answer.lease : undefined;
    },
    idle: settings.config.session.idle,
    ended: (session) => upstreams.leave(session),
    past: createPast(state.journal, now),
  });
  const { task, purpose } = settings.config.session;
  const isHeard =
    task.hook || task.ask || [task.header, task.meta, purpose.header, purpose.meta].some((name) => name !== undefined);
  const shelf = task.hook ? openTaskShelf(state.tasks, log) : undefined;
  const ownWords = isHeard
    ? createOwnWords({ sessions, interposer: () => inForce.interposer, shelf, onFault: log })
    : undefined;
  const heard = (): Promise<void> => intake.settled();
  const promise = (settings: Equipped): void => {
    for (const one of promisesOf(settings, upstreams.standings(), parts.mayRun, now())) intake.promise(one);
  };
  promise(settings);
  const gate = createGate({
    catalog,
    upstreams,
    inForce: () => inForce,
    ownership,
    ownWords,
    asksTask: task.ask,
    shown: () => intake.shown(),
    promised: (upstream) => (upstream === undefined ? intake.allPromised() : intake.promised(upstream)),
    listWait: LIST_WAIT,
    preface: PREFACE,
    say: (text) => completeCommands(text, where),
    events,
  });
  const reconfigure = (next: Equipped): void => {
    upstreams.reconfigure(next.config.servers);
    const changed = catalog.reconfigure(next.config.servers, next.lock.accepted);
    const regranted = grantsText(next) !== grantsText(settings);
    const relooked = inspectorsText(next) !== inspectorsText(settings);
    settings = next;
    inForce = put(next);
    if (relooked) intake.judgeAgain();
    promise(next);
    for (const list of LISTS) if (changed[list] || regranted) events.emit({ kind: 'list_changed', list });
  };
  return { gate, ownership, heard, reconfigure };
}

/** What decides which part of the lists an agent is shown. */
const grantsText = ({ config: { agents, purposes } }: Equipped): string => JSON.stringify([agents, purposes]);

/** The user's own inspectors, which look at definitions as well. */
const inspectorsText = ({ inspectors }: Equipped): string =>
  JSON.stringify(inspectors.map(({ source: { name, hash }, isWaiting }) => [name, hash, isWaiting]));

/** What is known around a call: its session's projection, and whether somebody stopped it. */
function viewOf(sessions: Sessions, state: StateDir): Interposer['view'] {
  const freezer = openFreezer(state.frozen);
  return (around) => {
    const { session, principal, target } = around;
    const view = sessions.around(around);
    const frozen = freezer.check(session.key, principal.agent, target.upstream);
    return frozen === undefined ? view : viewWith(view, { incomplete: view.incomplete, frozen });
  };
}

/** One function for each set of grants, since the catalog keeps its lists by it. */
function grantsOf(granted: Equipped['policy']['granted']): InForce['granted'] {
  const known = new Map<string, ReturnType<InForce['granted']>>();
  return (principal) => {
    // Agents have names without spaces, and so have purposes.
    const key = `${principal.agent ?? ''}${principal.purposes === undefined ? '' : ` ${principal.purposes.join(' ')}.`}`;
    let grants = known.get(key);
    if (grants === undefined) {
      grants = (upstream, name, powers) => granted(principal, upstream, name, powers);
      known.set(key, grants);
    }
    return grants;
  };
}

/** Reads what earlier processes recorded of a session. Where no lease tells of an owner, only older records can. */
function createPast(dir: string, now: () => number): OwnershipParts['past'] {
  const kinds = ['call', 'result', 'lost', 'task', 'purpose'] as const;
  let old: Promise<Set<string>> | undefined;
  /** The sessions of records older than leases go back, read once: nothing is added to those. */
  const readOld = async (): Promise<Set<string>> => {
    const keys = new Set<string>();
    for await (const { record } of readRecords(dir, { kinds, until: now() - KEEP_MS })) {
      const { entry } = record;
      if ('session' in entry) keys.add(typeof entry.session === 'string' ? entry.session : entry.session.key);
    }
    return keys;
  };
  return async function* past(session, isFirst) {
    if (isFirst) {
      old ??= readOld().catch((error: unknown) => {
        old = undefined;
        throw error;
      });
      if (!(await old).has(session)) return;
    }
    for await (const { record, payload } of readRecords(dir, { session, kinds })) {
      yield { entry: record.entry, at: record.at, payload: await payload() };
    }
  };
}
