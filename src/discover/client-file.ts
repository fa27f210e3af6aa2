import { constants } from 'node:fs';
import { access, lstat, open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { hideIn } from '../config/hiding.ts';
import { codeOf, messageOf } from '../model/caught.ts';
import { type Complaint, type Path, type Place, placeIn } from '../model/complaint.ts';
import { isObject, type Json } from '../model/json.ts';
import type { Client, ClientFile, Slot } from './client.ts';
import { isBroken, type Parsed } from './formats/format.ts';
import { readFormat } from './formats/read.ts';

/** A client's file as it was found. */
export interface ClientText extends ClientFile {
  readonly text: string;
  readonly bytes: Buffer;
  /** Where its bytes are: another path than `file` where that is a link. */
  readonly target: string;
  readonly mode: number;
  readonly parsed: Parsed;
}

export type FileAnswer =
  | { readonly kind: 'read'; readonly found: ClientText }
  | { readonly kind: 'missing' }
  /** A folder above it may not be read: nobody knows whether it exists. */
  | { readonly kind: 'shut'; readonly folder: string }
  | { readonly kind: 'trouble'; readonly complaint: Complaint };

/** Large, since `~/.claude.json` also holds the history of projects. */
const MOST_BYTES = 32_000_000;

/** Reads one file of a client. Never rejects: a file that does not exist is missing, everything else is a complaint with its place. */
export async function readClientFile(from: ClientFile): Promise<FileAnswer> {
  const { client, file } = from;
  const trouble = (what: string, instead: string, offset?: number, text = ''): FileAnswer => ({
    kind: 'trouble',
    complaint: {
      path: [],
      what: `${offset === undefined ? `${file}: ` : ''}${what}`,
      instead,
      ...(offset === undefined ? {} : { place: placeAt(file, text, offset, true) }),
    },
  });
  let bytes: Buffer;
  let target: string;
  let mode: number;
  try {
    target = await realpath(file);
    const before = await stat(target);
    if (!before.isFile()) return trouble('is not a regular file', 'Move it away, or say --client to leave it out.');
    if (before.size > MOST_BYTES)
      return trouble(`has ${before.size} bytes, too many for a configuration`, 'Is this the right file?');
    mode = before.mode & 0o7777;
    const handle = await open(target);
    try {
      bytes = await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      if (!(await isLink(file))) return { kind: 'missing' };
      return trouble('is a link that leads nowhere', 'Remove it, or put back what it leads to.');
    }
    const shut = code === 'EACCES' || code === 'EPERM' ? await shutAbove(file) : undefined;
    if (shut !== undefined) return { kind: 'shut', folder: shut };
    if (code === 'ELOOP') return trouble('is a link that leads to itself', 'Remove it.');
    return trouble(messageOf(error), 'Make it readable for this user.');
  }
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) {
    return trouble('is not UTF-8 text', 'Save it as UTF-8 in an editor; the client could not read it either.');
  }
  // To every client an empty file is one without servers.
  if (text.replace(/^\uFEFF/, '').trim() === '') {
    const parsed: Parsed = { value: {}, doubles: [], offsetOf: () => undefined };
    return { kind: 'read', found: { ...from, text, bytes, target, mode, parsed } };
  }
  const parsed = readFormat(client.format, text);
  if (isBroken(parsed)) return trouble(parsed.what, 'Mend it; nothing in it was touched.', parsed.offset, text);
  const double = parsed.doubles.find((at) => slotKeys(client, parsed.value).some((key) => touches(at, key)));
  if (double !== undefined) {
    return trouble(
      `"${String(double.at(-1))}" stands twice in the same object`,
      'Keep one of the two.',
      parsed.offsetOf(double),
      text,
    );
  }
  return { kind: 'read', found: { ...from, text, bytes, target, mode, parsed } };
}

const touches = (at: Path, key: Path): boolean => at.every((step, i) => i >= key.length || step === key[i]);

/** The outermost folder above a file that this user may not read. */
async function shutAbove(file: string): Promise<string | undefined> {
  const folders: string[] = [];
  for (let at = path.dirname(file); path.dirname(at) !== at; at = path.dirname(at)) folders.unshift(at);
  for (const folder of folders) {
    try {
      await access(folder, constants.X_OK);
    } catch {
      return folder;
    }
  }
  return undefined;
}

async function isLink(file: string): Promise<boolean> {
  try {
    return (await lstat(file)).isSymbolicLink();
  } catch {
    return false;
  }
}

/** The place of an offset, its line without secrets. */
export const placeAt = (file: string, text: string, offset: number, isBroken = false): Place =>
  placeIn(file, text, offset, (line) => hideIn(line.slice(0, 1_000), [], isBroken));

/** The paths at which sets of servers really are in a file. */
export function slotsOf({ client, file, project, parsed }: Omit<ClientText, 'text'>): Slot[] {
  return slotKeys(client, parsed.value).map((key) => {
    const inner = key.length > 1 ? String(key[1]) : project;
    return { client, file, key, ...(inner === undefined ? {} : { project: inner }) };
  });
}

function slotKeys(client: Client, root: Json): Path[] {
  return client.keys.flatMap((steps) =>
    steps.reduce<Path[]>(
      (paths, step) =>
        paths.flatMap((path) => {
          const here = valueAtPath(root, path);
          if (!isObject(here)) return [];
          const names = step === '*' ? Object.keys(here) : [step];
          return names.filter((name) => Object.hasOwn(here, name)).map((name) => [...path, name]);
        }),
      [[]],
    ),
  );
}

/** The value at a path; undefined where there is none. */
export function valueAtPath(root: Json, path: Path): Json | undefined {
  let here: Json | undefined = root;
  for (const step of path) {
    if (Array.isArray(here)) here = here[Number(step)];
    else if (isObject(here) && Object.hasOwn(here, String(step))) here = here[String(step)];
    else return undefined;
  }
  return here;
}
