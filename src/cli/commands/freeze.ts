import { findConfig } from '../../app/places/config-place.ts';
import { record } from '../../app/scribe.ts';
import { readRecords } from '../../journal/reading.ts';
import { type Freeze, type Freezer, openFreezer, type Subject } from '../../journal/state/freeze.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { messageOf } from '../../model/caught.ts';
import { isOfCall } from '../../model/record.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { tellConfig } from '../configuration.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { plainLine } from '../printing/plain.ts';
import { table } from '../printing/table.ts';
import { stampText, timeText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { changeState, loginName, openState, readState, stateIfAny } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface FreezeOptions {
  readonly session?: string;
  readonly agent?: string;
  readonly server?: string;
  readonly reason?: string;
  readonly config?: string;
  readonly state?: string;
  readonly json?: boolean;
  readonly guard?: Partial<GuardOptions>;
}

/** How many letters of a session's key identify it. */
const FEWEST = 4;

type Named = Pick<Freeze, 'subject' | 'name'>;

/** Freezes one subject at once; without a subject, lists what is frozen. */
export async function freeze(name: string | undefined, options: FreezeOptions, screen: Screen): Promise<number> {
  const given = givenSubjects(name, options);
  if (given.length === 0) return list(openFreezer(readState(options.state).frozen), options.json === true, screen);
  const state = stateToFreezeIn(options.state);
  const freezer = openFreezer(state.frozen);
  const named = await resolve(given, options, state, screen);
  const before = freezer.list().find((one) => one.subject === named.subject && one.name === named.name);
  if (before !== undefined && options.reason === undefined) {
    const since = `since ${timeText(before.at)}, by ${plainLine(before.by)}: ${plainLine(before.reason)}`;
    screen.out(`${named.subject} ${plainLine(named.name)} is frozen already, ${since}. --reason gives it another.`);
    return sayUnknown(await whyUnknown(named, options, state.journal), screen);
  }
  const by = loginName();
  const reason = options.reason ?? 'no reason was given';
  // Freeze first and record afterwards: a full disk must not keep anybody from freezing something.
  await freezer.freeze({ ...named, by, reason, at: screen.now() });
  screen.out(`${named.subject} ${plainLine(named.name)} is frozen.`);
  await record(state, [{ kind: 'freeze', ...named, on: true, by, reason }]);
  return sayUnknown(await whyUnknown(named, options, state.journal), screen);
}

/** Returns the exit code: a script that mistypes in an emergency must not take what it meant for frozen. */
function sayUnknown(unknown: string | undefined, screen: Screen): number {
  if (unknown === undefined) return 0;
  screen.err(`sallyport: ${unknown}`);
  return 3;
}

/**
 * Refuses a state directory nobody reads, where freezing has no effect. The default one may be created, to freeze what is
 * about to start.
 */
function stateToFreezeIn(root: string | undefined): StateDir {
  try {
    const { root: made } = stateIfAny(root);
    return openState(made);
  } catch (error) {
    throw new Error(`nothing was frozen: ${messageOf(error)}`);
  }
}

/** That nothing is known by this name; undefined where something is. What comes later by that name is frozen all the same. */
async function whyUnknown(named: Named, options: FreezeOptions, dir: string): Promise<string | undefined> {
  const { subject, name } = named;
  if (subject === 'session') return undefined;
  const here = await configured(named, options);
  if (here?.known.includes(name) === true) return undefined;
  // It may be of another configuration with this state directory.
  const seen = await called(dir, subject);
  if (seen.includes(name)) return undefined;
  const { where, known } = here ?? { where: 'the record', known: seen };
  // What a client calls itself makes it no agent: where none is configured, nobody is one.
  return subject === 'agent' && known.length === 0
    ? `${where} names no agents, so this stops no call there: freeze a session (\`sallyport sessions\` lists them), or a server with --server`
    : `${where} names no such ${subject}${didYouMean(name, known)}; only what comes by that very name is frozen`;
}

interface Known {
  /** What says so. */
  readonly where: string;
  readonly known: readonly string[];
}

async function configured({ subject }: Named, { config: given, state }: FreezeOptions): Promise<Known | undefined> {
  const file = (await findConfig({ config: given, state }))?.file;
  if (file === undefined) return undefined;
  const { loadConfig } = await import('../../config/load.ts');
  const loaded = await loadConfig(file).catch(() => undefined);
  if (loaded === undefined) return undefined;
  const { servers, agents } = loaded.config;
  return { where: file, known: Object.keys(subject === 'server' ? servers : agents) };
}

/** Which servers or agents calls in the record were of. */
async function called(dir: string, subject: 'server' | 'agent'): Promise<string[]> {
  const names = new Set<string>();
  for await (const { record } of readRecords(dir, { kinds: ['call', 'hold'] })) {
    const { entry } = record;
    if (!isOfCall(entry)) continue;
    const name = subject === 'server' ? entry.target.upstream : entry.principal.agent;
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

/** Unfreezes one subject. Loosening needs a person, as an approval does. */
export async function unfreeze(name: string | undefined, options: FreezeOptions, screen: Screen): Promise<number> {
  const state = changeState(options.state);
  const freezer = openFreezer(state.frozen);
  const given = givenSubjects(name, options);
  if (given.length === 0) throw new UsageError('say what to unfreeze: a name, --session, --agent or --server');
  const meant = freezer.list().filter((one) => given.some(({ subject, name }) => isMeant(one, subject, name)));
  const [only] = meant;
  if (only === undefined) {
    screen.err(`sallyport: nothing of that name is frozen; \`sallyport freeze\` lists what is`);
    return 1;
  }
  if (meant.length > 1)
    throw new UsageError(
      `${meant.length} are frozen that may be meant; name one: ${meant.map(({ subject, name }) => `--${subject} ${name}`).join(', ')}`,
    );
  if (!mayDecide(screen, { clients: state.clients, ...options.guard }, 'nothing was unfrozen')) return 1;
  const by = loginName();
  const { subject } = only;
  await record(state, [{ kind: 'freeze', subject, name: only.name, on: false, by, reason: options.reason ?? '' }]);
  freezer.unfreeze(subject, only.name);
  screen.out(`${subject} ${plainLine(only.name)} is unfrozen.`);
  return 0;
}

const isMeant = (frozen: Named, subject: Subject | undefined, name: string): boolean =>
  (subject === undefined || frozen.subject === subject) &&
  (frozen.name === name || (frozen.subject === 'session' && name.length >= FEWEST && frozen.name.startsWith(name)));

interface Given {
  readonly subject: Subject | undefined;
  readonly name: string;
}

function givenSubjects(name: string | undefined, { session, agent, server }: FreezeOptions): Given[] {
  const given: Given[] = [];
  if (name !== undefined) given.push({ subject: undefined, name });
  if (session !== undefined) given.push({ subject: 'session', name: session });
  if (agent !== undefined) given.push({ subject: 'agent', name: agent });
  if (server !== undefined) given.push({ subject: 'server', name: server });
  if (given.length > 1) throw new UsageError('name one: a bare name, --session, --agent or --server');
  return given;
}

/** Resolves a name. Agents and servers may be frozen before they were ever seen; a session has to be known. */
async function resolve(
  [given]: readonly Given[],
  options: FreezeOptions,
  state: StateDir,
  screen: Screen,
): Promise<Named> {
  const { subject, name } = given as Given;
  if (subject === 'session' && name.length < FEWEST)
    throw new UsageError(
      `--session ${name} is too short: write the first ${FEWEST} letters of the key or more; \`sallyport sessions\` lists them`,
    );
  if (subject === 'agent' || subject === 'server') return { subject, name };
  const found: Named[] = [];
  const place = subject === undefined ? await tellConfig(options, screen) : undefined;
  if (place !== undefined) {
    // Reading configurations takes longer to load than everything else, and freezing has to be immediate.
    const { loadConfig } = await import('../../config/load.ts');
    const { config } = await loadConfig(place.file);
    if (Object.hasOwn(config.servers, name)) found.push({ subject: 'server', name });
    if (Object.hasOwn(config.agents, name)) found.push({ subject: 'agent', name });
  }
  for (const key of await sessionsBeginning(state.journal, name)) found.push({ subject: 'session', name: key });
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (found.length > 1)
    throw new UsageError(
      `${name} is several; name one: ${found.map((one) => `--${one.subject} ${one.name}`).join(', ')}`,
    );
  if (subject === 'session')
    throw new UsageError(`no session in the record begins with ${name}; \`sallyport sessions\` lists them`);
  throw new UsageError(
    `${name} is no server or agent of the configuration and no session in the record; say which with --server, --agent or --session`,
  );
}

async function sessionsBeginning(dir: string, beginning: string): Promise<string[]> {
  const keys = new Set<string>();
  if (beginning.length < FEWEST) return [];
  for await (const { record } of readRecords(dir, { kinds: ['call', 'hold'] })) {
    const { entry } = record;
    if (isOfCall(entry) && entry.session.key.startsWith(beginning)) keys.add(entry.session.key);
  }
  return [...keys];
}

function list(freezer: Freezer, json: boolean, screen: Screen): number {
  const freezes = freezer.list();
  if (json) {
    for (const each of freezes) screen.out(JSON.stringify({ ...each, at: stampText(each.at) }));
    return 0;
  }
  if (freezes.length === 0) {
    screen.out('Nothing is frozen.');
    return 0;
  }
  screen.out(
    table(
      screen,
      [
        { head: 'WHAT', cell: ({ subject }) => subject },
        { head: 'NAME', cell: ({ name }) => name, paint: screen.paint.bold, flexible: true },
        { head: 'SINCE', cell: ({ at }) => timeText(at) },
        { head: 'BY', cell: ({ by }) => by },
        { head: 'WHY', cell: ({ reason }) => reason, below: true },
      ],
      freezes,
    ),
  );
  return 0;
}
