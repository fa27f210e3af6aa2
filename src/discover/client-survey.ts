import { readdir } from 'node:fs/promises';
import { codeOf } from '../model/caught.ts';
import { type Complaint, complaintText, type Path, type Place } from '../model/complaint.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Client, ClientFile, Machine, Slot } from './client.ts';
import { type ClientText, placeAt, readClientFile, slotsOf, valueAtPath } from './client-file.ts';
import { CLIENTS } from './clients.ts';
import { type Credential, credentialsOf, type SeeSecrets } from './credentials.ts';
import { readEntry, type ServerEntry } from './entry.ts';
import { isOurselves, type Ourselves } from './launch.ts';
import { globalFiles, projectFiles, reached } from './places.ts';

/** One server in a client's file. */
export interface FoundServer {
  readonly slot: Slot;
  readonly name: string;
  /** The whole path of the entry in its file. */
  readonly at: Path;
  readonly place: Place;
  readonly entry: ServerEntry;
  readonly credentials: readonly Credential[];
  /** Whether it is Sallyport itself. */
  readonly isUs: boolean;
}

/** Something that could not be read, and the clients it concerns. */
export interface Trouble extends Complaint {
  readonly clients: readonly Client[];
  readonly project?: string;
}

export interface ClientSurvey {
  readonly files: readonly ClientText[];
  readonly servers: readonly FoundServer[];
  /** What could not be read, and where. Everything else was read. */
  readonly troubles: readonly Trouble[];
}

export interface SurveyOptions {
  readonly machine: Machine;
  /** Whole paths of folders whose files are read too. */
  readonly projects?: readonly string[];
  readonly clients?: readonly Client[];
  readonly ourselves?: Ourselves;
  readonly seeSecrets?: SeeSecrets;
}

const NOBODY: Ourselves = { programs: [], urls: [] };

/** Reads the files of every client, for the user and the given projects. Touches nothing, and never rejects. */
export async function surveyClients(options: SurveyOptions): Promise<ClientSurvey> {
  const { machine, projects = [], clients = CLIENTS, ourselves = NOBODY, seeSecrets } = options;
  const files: ClientText[] = [];
  const servers: FoundServer[] = [];
  const troubles: Trouble[] = [];
  const shut = new Map<string, Set<Client>>();
  for (const from of await filesOf(clients, projects, machine)) {
    const answer = await readClientFile(from);
    if (answer.kind === 'shut') shut.set(answer.folder, (shut.get(answer.folder) ?? new Set()).add(from.client));
    const whose = { clients: [from.client], ...(from.project === undefined ? {} : { project: from.project }) };
    if (answer.kind === 'trouble') troubles.push({ ...answer.complaint, ...whose });
    if (answer.kind !== 'read') continue;
    files.push(answer.found);
    for (const slot of slotsOf(answer.found)) {
      const entries = entriesOf(slot, valueAtPath(answer.found.parsed.value, slot.key) ?? null);
      if (typeof entries === 'string') {
        troubles.push({
          ...whose,
          path: [],
          what: entries,
          place: placeOf(answer.found, slot.key, String(slot.key.at(-1))),
        });
        continue;
      }
      for (const { name, key, raw } of entries) {
        const entry = readEntry(slot.client, raw);
        const at = [...slot.key, key];
        servers.push({
          slot,
          name,
          at,
          place: placeOf(answer.found, at, name),
          entry,
          credentials: credentialsOf(entry, seeSecrets),
          isUs: isOurselves(entry, ourselves),
        });
      }
    }
  }
  for (const [folder, whose] of shut) {
    const what = `${folder}: this user may not look into it`;
    troubles.push({ clients: [...whose], path: [], what, instead: 'Make it readable for this user.' });
  }
  return { files, servers, troubles };
}

/** A trouble for a person, with the names of the clients it concerns. */
export function troubleText({ clients, ...complaint }: Trouble): string {
  const names = clients.map(({ title }) => title).join(', ');
  const { what } = complaint;
  return complaintText({
    ...complaint,
    what: clients.length === 1 ? `${names}: ${what}` : `${what}, and these may keep servers there: ${names}`,
  });
}

/** Each file once, even if two clients read it: the first in the table counts. */
async function filesOf(
  clients: readonly Client[],
  projects: readonly string[],
  machine: Machine,
): Promise<ClientFile[]> {
  const folders = new Map<string, (steps: string) => boolean>();
  for (const project of new Set(projects)) folders.set(project, await holds(reached(project, machine)));
  const all = clients.flatMap((client) => [
    ...globalFiles(client, machine),
    ...[...folders].flatMap(([project, isThere]) =>
      projectFiles({ ...client, project: client.project.filter(isThere) }, project, machine).map((file) => ({
        ...file,
        client,
      })),
    ),
  ]);
  const seen = new Set<string>();
  return all.filter(({ file }) => !seen.has(file) && seen.add(file));
}

/** Whether a path may exist in a folder: people have hundreds of projects, and most have none of these files. */
async function holds(folder: string): Promise<(steps: string) => boolean> {
  try {
    const names = new Set((await readdir(folder)).map((name) => name.toLowerCase()));
    return (steps) => names.has(steps.split('/', 1)[0]?.toLowerCase() ?? '');
  } catch (error) {
    // A folder that may not be read is reported when its files are read.
    return () => codeOf(error) !== 'ENOENT';
  }
}

/** The entries of a slot, or why there are none. */
export function entriesOf(slot: Slot, value: Json): { name: string; key: string | number; raw: Json }[] | string {
  if (slot.client.shape === 'list') {
    if (value === null) return [];
    if (!Array.isArray(value)) return `${slot.key.join('.')} is not a list`;
    return value.map((raw, key) => ({
      name: isObject(raw) && typeof raw.name === 'string' ? raw.name : `${key}`,
      key,
      raw,
    }));
  }
  if (value === null) return [];
  if (!isObject(value)) return `${slot.key.join('.')} is not an object of servers`;
  return Object.entries(value).map(([name, raw]) => ({ name, key: name, raw }));
}

/** The line is not quoted, since it may hold anything. */
const placeOf = ({ file, text, parsed }: ClientText, at: Path, name: string): Place => ({
  ...placeAt(file, text, parsed.offsetOf(at) ?? 0),
  excerpt: name,
});
