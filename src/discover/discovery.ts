import { messageOf } from '../model/caught.ts';
import type { Machine } from './client.ts';
import { surveyClients } from './client-survey.ts';
import { CLIENTS } from './clients.ts';
import type { SeeSecrets } from './credentials.ts';
import type { Find, Seen, Sightings, Source } from './find.ts';
import { knownProjects } from './known-projects.ts';
import { isOurselves } from './launch.ts';
import type { Listener } from './listeners.ts';
import { mergeSeen } from './merging.ts';
import type { RunningProcess } from './process-list.ts';
import { type ClientSightings, configIn, seeClients } from './sources/clients.ts';
import { seeCode } from './sources/code.ts';
import { type EngineAnswer, seeContainers } from './sources/containers.ts';
import { seeManifests } from './sources/manifests.ts';
import { type Own, seeOwn } from './sources/own.ts';
import { type Probe, seePorts } from './sources/ports.ts';
import { processName, seeProcesses } from './sources/processes.ts';
import { type Walk, walkFolder } from './walk.ts';

/** Where to look, and what is needed for that. */
export interface DiscoveryOptions {
  readonly machine: Machine;
  readonly sources: readonly Source[];
  /** Folders whose own client configurations are read. */
  readonly projects: readonly string[];
  /** A folder that is searched completely: its manifests, its code, and the client configurations below it. */
  readonly folder?: string;
  /** Configurations that Sallyport is known to serve. */
  readonly configs: readonly string[];
  /** Whole paths of programs that are Sallyport. */
  readonly programs: readonly string[];
  readonly self: number;
  readonly seeSecrets: SeeSecrets;
  /** May throw, where the platform does not let us look. */
  readonly processes: () => readonly RunningProcess[];
  readonly listeners: () => readonly Listener[];
  /** What the container engines say; may throw. */
  readonly engines: () => readonly EngineAnswer[];
  readonly probe?: Probe;
  readonly progress?: (source: Source, done: number, of: number) => void;
}

export interface Discovery {
  readonly finds: readonly Find[];
  readonly troubles: readonly string[];
  readonly notes: readonly string[];
  /** What each source saw; `sallyport` is what its own configurations have. */
  readonly sources: ReadonlyMap<Seen['source'], Sightings>;
}

const NOTHING: Sightings = { seen: [], troubles: [], notes: [] };

/** Looks in every source asked for. A failure of one hides nothing of the others; never rejects. */
export async function discover(options: DiscoveryOptions): Promise<Discovery> {
  const { sources, progress = () => undefined } = options;
  const found = new Map<Seen['source'], Sightings>();
  const look = async <T extends Sightings>(source: Seen['source'], from: () => Promise<T> | T, none: T): Promise<T> => {
    const sightings = await guarded(source, from, none);
    found.set(source, sightings);
    return sightings;
  };
  const wants = (source: Source): boolean => sources.includes(source);
  if (options.folder !== undefined) progress('code', 0, 0);
  const walk = options.folder === undefined ? undefined : await walkFolder(options.folder);
  const processes = await listed(
    options.processes,
    'processes',
    sources.some((each) => each === 'processes' || each === 'ports'),
  );
  const { own, clients } = await knownIn(options, walk, processes.all);
  found.set('sallyport', own);
  if (wants('clients')) found.set('clients', clients);
  const ourselves = { programs: options.programs, urls: own.urls };
  const files = [...own.seen, ...clients.seen];
  const running = await guarded(
    'processes',
    () =>
      seeProcesses({
        ...options,
        processes: processes.all,
        ourselves,
        known: new Set(files.flatMap(({ keys }) => keys)),
      }),
    NOTHING,
  );
  if (wants('processes')) found.set('processes', withTroubles(running, processes.troubles));
  if (wants('ports')) {
    const { all, troubles } = await listed(options.listeners, 'ports', true);
    const others = [...files, ...running.seen];
    const words = new Map(processes.all.map((each) => [each.pid, each.words]));
    const nameOf = (pid: number): string | undefined => {
      const of = words.get(pid);
      return of === undefined ? undefined : processName(of);
    };
    const ports = await look(
      'ports',
      () =>
        seePorts({ ...options, listeners: all, nameOf, others, progress: (done, of) => progress('ports', done, of) }),
      NOTHING,
    );
    found.set('ports', withTroubles(ports, troubles));
  }
  if (wants('containers')) {
    progress('containers', 0, 1);
    await look('containers', () => seeContainers(options.engines(), options.seeSecrets), NOTHING);
  }
  if (walk !== undefined) {
    const { files: below, root, troubles } = walk;
    if (wants('manifests')) {
      await look(
        'manifests',
        () => seeManifests(below, options.seeSecrets, (done, of) => progress('manifests', done, of)),
        NOTHING,
      );
    }
    if (wants('code'))
      await look('code', () => seeCode(below, root, (done, of) => progress('code', done, of)), NOTHING);
    const first = wants('manifests') ? 'manifests' : wants('code') ? 'code' : 'clients';
    const sightings = found.get(first);
    if (sightings !== undefined) found.set(first, withTroubles(sightings, troubles));
  }
  const all = [...found.values()];
  return {
    finds: mergeSeen(all.flatMap(({ seen }) => seen)),
    troubles: all.flatMap(({ troubles }) => troubles),
    notes: all.flatMap(({ notes }) => notes),
    sources: found,
  };
}

/** What the files of clients and of Sallyport have. Where Sallyport serves is known only from the latter. */
async function knownIn(
  options: DiscoveryOptions,
  walk: Walk | undefined,
  processes: readonly RunningProcess[],
): Promise<{ own: Own; clients: ClientSightings }> {
  const { machine, programs, seeSecrets } = options;
  const { folders, notes } = await knownProjects(machine);
  const projects = [...new Set([...options.projects, ...(walk === undefined ? [] : projectsIn(walk)), ...folders])];
  const reading = { machine, projects, seeSecrets, ourselves: { programs, urls: [] } };
  const survey = await surveyClients(reading);
  const first = seeClients(survey, reading);
  const served = processes.flatMap(({ words: [command, ...args], cwd }) =>
    isOurselves({ command, args }, { programs, urls: [] }) && args.includes('serve')
      ? (configIn(args, machine, cwd) ?? [])
      : [],
  );
  const configs = [...new Set([...options.configs, ...first.configs, ...served])];
  const own = await guarded('sallyport', () => seeOwn(configs, machine.env, seeSecrets), { ...NOTHING, urls: [] });
  const clients = seeClients(survey, { ...reading, ourselves: { programs, urls: own.urls } });
  return { own, clients: { ...clients, notes: [...clients.notes, ...notes] } };
}

/** The folders below one in which a client would look for a project's servers. */
function projectsIn({ root, folders, files }: Walk): string[] {
  const wanted = [...new Set(CLIENTS.flatMap(({ project }) => project))];
  const known = new Set(folders);
  const found = new Set([root]);
  for (const file of files) {
    const slashed = file.replaceAll('\\', '/');
    const steps = wanted.find((each) => slashed.endsWith(`/${each}`));
    if (steps === undefined) continue;
    const folder = file.slice(0, -steps.length - 1);
    if (known.has(folder)) found.add(folder);
  }
  return [...found];
}

const withTroubles = <T extends Sightings>(sightings: T, more: readonly string[]): T =>
  more.length === 0 ? sightings : { ...sightings, troubles: [...sightings.troubles, ...more] };

async function guarded<T extends Sightings>(source: Seen['source'], look: () => Promise<T> | T, none: T): Promise<T> {
  try {
    return await look();
  } catch (error) {
    return { ...none, troubles: [`${source}: ${messageOf(error)}`] };
  }
}

async function listed<T>(
  list: () => readonly T[],
  what: string,
  isWanted: boolean,
): Promise<{ all: readonly T[]; troubles: readonly string[] }> {
  if (!isWanted) return { all: [], troubles: [] };
  try {
    return { all: list(), troubles: [] };
  } catch (error) {
    return { all: [], troubles: [`${what}: ${messageOf(error)}`] };
  }
}
