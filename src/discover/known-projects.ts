import { readdir, readFile, stat } from 'node:fs/promises';
import { codeOf } from '../model/caught.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Machine, ProjectList } from './client.ts';
import { valueAtPath } from './client-file.ts';
import { CLIENTS } from './clients.ts';
import { isBroken } from './formats/format.ts';
import { readFormat } from './formats/read.ts';
import { globalFiles, pathOf, reached, resolvePlace, wholeFolder } from './places.ts';

export interface KnownProjects {
  /** Whole paths, each once, that are there. */
  readonly folders: readonly string[];
  readonly notes: readonly string[];
}

/** Reading the files of more would take longer than a person waits. */
const MOST = 2_000;
const MOST_BYTES = 32_000_000;

/**
 * The projects that clients note that they were used in. A list that cannot be read is passed over in silence where
 * servers stand in the same file, which is complained of there; else it is named.
 */
export async function knownProjects(machine: Machine): Promise<KnownProjects> {
  const found = new Map<string, string>();
  const notes: string[] = [];
  for (const client of CLIENTS) {
    const own = new Set(globalFiles(client, machine).map((each) => each.file));
    for (const list of client.projectLists ?? []) {
      for (const file of await filesAt(list.place, machine)) {
        const read = await foldersIn(file, list, machine);
        if (typeof read === 'string') {
          if (!own.has(file))
            notes.push(`${client.title} notes its projects in ${file}, which cannot be read: ${read}`);
          continue;
        }
        for (const folder of read) found.set(machine.platform === 'win32' ? folder.toLowerCase() : folder, folder);
      }
    }
  }
  const folders: string[] = [];
  for (const folder of found.values()) if (await isFolder(reached(folder, machine))) folders.push(folder);
  if (folders.length > MOST) notes.push(`clients know ${folders.length} projects: the files of ${MOST} were looked at`);
  return { folders: folders.slice(0, MOST), notes: [...new Set(notes)] };
}

/** The files of a place in which a step may be `*`. */
async function filesAt(place: string, machine: Machine): Promise<string[]> {
  const [front = '', ...rest] = place.split('/*');
  let at = resolvePlace(front, machine).map((file) => reached(file, machine));
  for (const steps of rest) {
    const below: string[] = [];
    for (const folder of at) for (const name of await namesIn(folder)) below.push(`${folder}/${name}${steps}`);
    at = below;
  }
  return at;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
}

/** The folders in a list; or why it cannot be read. */
async function foldersIn(file: string, { format, at, as }: ProjectList, machine: Machine): Promise<string[] | string> {
  let text: string;
  try {
    const found = await stat(file);
    if (!found.isFile()) return 'it is not a regular file';
    if (found.size > MOST_BYTES) return `it has ${found.size} bytes`;
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = codeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? [] : String(code);
  }
  const parsed = readFormat(format, text);
  if (isBroken(parsed)) return parsed.what;
  const value = valueAtPath(parsed.value, at);
  return namesOf(value, as).flatMap((name) => {
    const folder = wholeFolder(pathIn(name, machine) ?? '', machine);
    // The root is what a client notes that was used nowhere in particular.
    return folder === undefined || folder === pathOf(machine).parse(folder).root ? [] : [folder];
  });
}

function namesOf(value: Json | undefined, as: ProjectList['as']): string[] {
  if (as === 'keys') return isObject(value) ? Object.keys(value) : [];
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string');
}

/** The path in an address of a file; other addresses lead to other machines. */
function pathIn(name: string, { platform }: Machine): string | undefined {
  if (!/^[a-z][a-z0-9+.-]+:\/\//i.test(name)) return name;
  if (!/^file:\/\/\//i.test(name)) return undefined;
  try {
    const path = decodeURIComponent(name.slice('file://'.length));
    return platform === 'win32' ? path.replace(/^\//, '') : path;
  } catch {
    return undefined;
  }
}

async function isFolder(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch {
    return false;
  }
}
