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
export const discover = (options: DiscoveryOptions): Promise<Discovery> => new Look(options).everywhere();

type Processes = readonly RunningProcess[];

/** A look around: what one source shows tells more of what the next one does. */
class Look {
  readonly #options: DiscoveryOptions;
  readonly #found = new Map<Seen['source'], Sightings>();

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  async everywhere(): Promise<Discovery> {
    const { folder, processes: list } = this.#options;
    if (folder !== undefined) this.#progress('code', 0, 0);
    const walk = folder === undefined ? undefined : await walkFolder(folder);
    const processes = await listed(list, 'processes', this.#wants('processes') || this.#wants('ports'));
    const { own, clients } = await knownIn(this.#options, walk, processes.all);
    this.#found.set('sallyport', own);
    if (this.#wants('clients')) this.#found.set('clients', clients);
    const files = [...own.seen, ...clients.seen];
    const running = await this.#processesAmong(processes.all, files, own.urls);
    if (this.#wants('processes')) this.#found.set('processes', withTroubles(running, processes.troubles));
    if (this.#wants('ports')) await this.#lookAtPorts(processes.all, [...files, ...running.seen]);
    if (this.#wants('containers')) await this.#lookAtContainers();
    if (walk !== undefined) await this.#lookBelow(walk);
    const all = [...this.#found.values()];
    return {
      finds: mergeSeen(all.flatMap(({ seen }) => seen)),
      troubles: all.flatMap(({ troubles }) => troubles),
      notes: all.flatMap(({ notes }) => notes),
      sources: this.#found,
    };
  }

  /** Looked at even where nobody asks for processes: a port is known by the process that has it. */
  #processesAmong(processes: Processes, files: readonly Seen[], urls: Own['urls']): Promise<Sightings> {
    const known = new Set(files.flatMap(({ keys }) => keys));
    const ourselves = { programs: this.#options.programs, urls };
    const see = () => seeProcesses({ ...this.#options, processes, ourselves, known });
    return guarded('processes', see, NOTHING);
  }

  async #lookAtPorts(processes: Processes, others: readonly Seen[]): Promise<void> {
    const { all: listeners, troubles } = await listed(this.#options.listeners, 'ports', true);
    const words = new Map(processes.map((each) => [each.pid, each.words]));
    const nameOf = (pid: number): string | undefined => {
      const of = words.get(pid);
      return of === undefined ? undefined : processName(of);
    };
    const progress = (done: number, of: number): void => this.#progress('ports', done, of);
    const ports = await guarded(
      'ports',
      () => seePorts({ ...this.#options, listeners, nameOf, others, progress }),
      NOTHING,
    );
    this.#found.set('ports', withTroubles(ports, troubles));
  }

  async #lookAtContainers(): Promise<void> {
    const { engines, seeSecrets } = this.#options;
    this.#progress('containers', 0, 1);
    this.#found.set('containers', await guarded('containers', () => seeContainers(engines(), seeSecrets), NOTHING));
  }

  async #lookBelow({ files, root, troubles }: Walk): Promise<void> {
    const { seeSecrets } = this.#options;
    const told = (source: Source) => (done: number, of: number) => this.#progress(source, done, of);
    if (this.#wants('manifests')) {
      const see = () => seeManifests(files, seeSecrets, told('manifests'));
      this.#found.set('manifests', await guarded('manifests', see, NOTHING));
    }
    if (this.#wants('code')) {
      const see = () => seeCode(files, root, told('code'));
      this.#found.set('code', await guarded('code', see, NOTHING));
    }
    // What could not be walked is said once, by the first source that wanted the walk.
    const first = this.#wants('manifests') ? 'manifests' : this.#wants('code') ? 'code' : 'clients';
    const sightings = this.#found.get(first);
    if (sightings !== undefined) this.#found.set(first, withTroubles(sightings, troubles));
  }

  #wants(source: Source): boolean {
    return this.#options.sources.includes(source);
  }

  #progress(source: Source, done: number, of: number): void {
    this.#options.progress?.(source, done, of);
  }
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
