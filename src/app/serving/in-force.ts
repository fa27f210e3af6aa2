import type { Granted } from '../../catalog/lists.ts';
import type { OpenJournal } from '../../journal/journal.ts';
import type { OpenApprovals } from '../../journal/state/approvals.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import type { Principal } from '../../model/call.ts';
import { dropFromMeta } from '../../model/json/members.ts';
import { BAGGAGE } from '../../model/protocol/meta-keys.ts';
import { narrowResponses } from '../../model/protocol/roots.ts';
import { viewWith } from '../../model/view.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import type { Sessions } from '../../projections/sessions.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import { mountInspectors } from '../mounting.ts';
import { aboutState } from '../places/config-place.ts';
import { hiderOf } from '../secrets/given-secrets.ts';
import type { Keyring } from '../secrets/keyring.ts';
import { NOTIFY, type TrustDesk, waitsText } from '../trust-desk.ts';
import { barredBy, type Equipped } from '../workshop.ts';
import { Notifier } from './notifier.ts';

/** What a reload replaces. A call keeps the one it was judged by until it is answered. */
export interface InForce {
  readonly interposer: Interposer;
  /** The hash of the policy that it judges by. */
  readonly policy: string;
  readonly granted: (principal: Principal) => Granted;
  /** Whether a principal may hear of a server. */
  readonly reaches: (principal: Principal, upstream: string) => boolean;
  /** The params for a server with no more than it may be told. */
  readonly sendable: (upstream: string, text: string) => string;
  /** What servers lack that are left out for that. */
  readonly wanting: ReadonlyMap<string, string>;
  /** Hides the values that servers are given, since what one says last may repeat them. */
  readonly hide: (text: string) => string;
  /** `limits.load`: what calls that wait for a person may hold, as those may that run. */
  readonly load: number;
  /** Why nothing passes until a person does something, one sentence each. */
  readonly barred?: readonly string[];
}

/** What stays the same whatever is configured. */
export interface Ground {
  readonly state: StateDir;
  readonly journal: OpenJournal;
  readonly approvals: OpenApprovals;
  readonly upstreams: OpenUpstreams;
  readonly keyring: Keyring;
  readonly view: Interposer['view'];
  readonly factsNow: Interposer['factsNow'];
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** Where a person lets run what the settings name that are put in force. */
  readonly desk: () => Pick<TrustDesk, 'bar' | 'isTrusted'>;
}

export function inForceOf(settings: Equipped, ground: Ground): InForce {
  const { state, journal, approvals, upstreams, keyring, view, factsNow, now } = ground;
  const { config, policy } = settings;
  const { servers } = config;
  const roots = (upstream: string): readonly string[] | undefined => servers[upstream]?.roots;
  const sendable: InForce['sendable'] = (upstream, given) => {
    const text = servers[upstream]?.baggage === true ? given : withoutBaggage(given);
    const folders = roots(upstream);
    return folders === undefined ? text : narrowResponses(text, folders);
  };
  const interposer: Interposer = {
    inspectors: mountInspectors(settings, state.root, undefined, keyring.given),
    limit: config.limits.inspect,
    decide: policy.decide,
    view,
    journal,
    approvals,
    expire: config.approvals.expire,
    patience: config.approvals.wait,
    relay: upstreams.relay,
    factsNow,
    // A server's question is for the client.
    textNow: ({ origin, target, text }) => (origin === 'downstream' ? sendable(target.upstream, text) : text),
    roots,
    now,
    notify: notifierOf(settings, ground)?.tell,
  };
  return {
    interposer,
    policy: policy.hash,
    granted: grantsOf(policy.granted),
    reaches: policy.reaches,
    sendable,
    wanting: settings.wanting,
    hide: hiderOf(settings),
    load: config.limits.load,
    barred: barredBy(settings),
  };
}

/** What tells a person of held calls; undefined where nothing is to. */
function notifierOf({ config, loaded }: Equipped, { state, journal, log, desk }: Ground): Notifier | undefined {
  const words = config.approvals.notify;
  if (words === undefined) return undefined;
  // Kept: that of the next settings says nothing of the command of these, which calls in flight still have.
  const { bar } = desk();
  const waits = (): string | undefined => {
    const barred = bar(NOTIFY);
    return barred && waitsText(barred);
  };
  const why = waits();
  // Said before the first call is held, of which nobody would hear.
  if (why !== undefined) log(why);
  return new Notifier({
    words,
    folder: loaded.folder,
    bar: waits,
    answering: (id, isList = false) => `sallyport approve ${id}${isList ? ' --list' : ''}${aboutState(state.root)}`,
    onFault: (message) => {
      log(message);
      void journal.write({ kind: 'note', about: 'notify', message });
    },
  });
}

/** What is known around a call: its session's projection, and whether somebody froze it. `hear` takes in what other processes left for it. */
export function viewOf(sessions: Sessions, state: StateDir, hear: (session: string) => void): Interposer['view'] {
  const freezer = openFreezer(state.frozen);
  return (around) => {
    const { session, principal, target } = around;
    hear(session.key);
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

/** Most calls bring none, and a search is all they cost; an escape may spell the name. */
const withoutBaggage = (text: string): string =>
  text.includes(BAGGAGE) || text.includes('\\u') ? dropFromMeta(text, (key) => key === BAGGAGE) : text;
