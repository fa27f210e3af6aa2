import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../model/caught.ts';
import type { Path } from '../../model/complaint.ts';
import { isObject } from '../../model/json.ts';
import type { AdoptionPlan } from './plan.ts';
import { bytesOf, digestOf, swapFile } from './swap.ts';

/** A client's file that was changed, and where the old one is kept. */
export interface AdoptedFile {
  readonly client: string;
  readonly file: string;
  readonly target: string;
  readonly mode: number;
  /** Relative to the folder of adoptions. */
  readonly backup: string;
  /** What was written, likewise. */
  readonly written: string;
  /** Digests. */
  readonly before: string;
  readonly after: string;
  readonly slots: readonly {
    readonly key: Path;
    readonly own: string;
    readonly remove: readonly (string | number)[];
  }[];
}

/** One run of `sallyport adopt`, kept until everything is put back. */
export interface Adoption {
  readonly id: string;
  readonly at: number;
  /** The project whose servers these were; absent for the user's own. */
  readonly project?: string;
  readonly files: readonly AdoptedFile[];
  readonly config: {
    readonly file: string;
    /** Relative to the folder of adoptions; absent where there was no configuration. */
    readonly backup?: string;
    readonly after: string;
    /** The outermost folder that was made for it. */
    readonly folder?: string;
  };
  /** References to names on shelves. */
  readonly secrets: readonly string[];
}

/** Keeps the old files and writes down, durably, what is about to change. `dir` is made. */
export async function keepAdoption(dir: string, plan: AdoptionPlan, now: number, folder?: string): Promise<Adoption> {
  const id = `${String(now).padStart(15, '0')}-${process.pid}`;
  await mkdir(path.join(dir, id), { recursive: true, mode: 0o700 });
  const keep = async (name: string, bytes: Buffer): Promise<string> => {
    await swapFile({ target: path.join(dir, id, name), mode: 0o600, before: undefined, after: bytes });
    return `${id}/${name}`;
  };
  const files: AdoptedFile[] = [];
  for (const [i, { client, file, target, mode, before, after, slots }] of plan.files.entries()) {
    files.push({
      client: client.id,
      file,
      target,
      mode,
      backup: await keep(`${i}-${path.basename(target)}`, before),
      written: await keep(`${i}-written`, after),
      before: digestOf(before),
      after: digestOf(after),
      slots: slots.map(({ key, own, remove }) => ({ key, own, remove })),
    });
  }
  const { file, before, after } = plan.config;
  const backup = before === undefined ? {} : { backup: await keep('configuration', Buffer.from(before, 'utf8')) };
  const adoption: Adoption = {
    id,
    at: now,
    ...(plan.project === undefined ? {} : { project: plan.project }),
    files,
    config: {
      file,
      ...backup,
      after: digestOf(Buffer.from(after, 'utf8')),
      ...(folder === undefined ? {} : { folder }),
    },
    secrets: plan.secrets.map(({ name, shelf }) => shelf.reference(name)),
  };
  await writeAdoption(dir, adoption);
  return adoption;
}

const fileOf = (dir: string, id: string): string => path.join(dir, `${id}.json`);

export async function writeAdoption(dir: string, adoption: Adoption): Promise<void> {
  const target = fileOf(dir, adoption.id);
  const after = Buffer.from(`${JSON.stringify(adoption, null, 1)}\n`, 'utf8');
  await swapFile({ target, mode: 0o600, before: await bytesOf(target), after });
}

/** Forgets an adoption, and the old files that were kept for it. */
export async function dropAdoption(dir: string, { id }: Adoption): Promise<void> {
  await rm(fileOf(dir, id), { force: true });
  await rm(path.join(dir, id), { recursive: true, force: true });
}

/** The configurations that servers of the user went to, newest first; not those of single projects. */
export async function adoptedConfigs(dir: string): Promise<string[]> {
  const all = await readAdoptions(dir);
  const files = all.filter(({ project }) => project === undefined).map(({ config }) => config.file);
  return [...new Set(files)];
}

/** Every adoption that was not put back, newest first. Rejects, with what to do, where one cannot be read. */
export async function readAdoptions(dir: string): Promise<Adoption[]> {
  let names: string[];
  try {
    names = await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
  const ids = names.filter((name) => /^\d+-\d+\.json$/.test(name)).sort();
  const found: Adoption[] = [];
  for (const name of ids.reverse()) {
    const file = path.join(dir, name);
    let value: unknown;
    try {
      value = JSON.parse(await readFile(file, 'utf8'));
    } catch {
      value = undefined;
    }
    if (!isAdoption(value)) {
      const folder = path.join(dir, name.replace(/\.json$/, ''));
      throw new Error(`${file} is damaged; the old files are in ${folder}, put them back by hand and remove both`);
    }
    found.push(value);
  }
  return found;
}

const isAdoption = (value: unknown): value is Adoption =>
  isObject(value) &&
  typeof value.id === 'string' &&
  isObject(value.config) &&
  typeof value.config.file === 'string' &&
  Array.isArray(value.secrets) &&
  Array.isArray(value.files) &&
  value.files.every(
    (file) =>
      isObject(file) &&
      [file.client, file.file, file.target, file.backup, file.written, file.before, file.after].every(
        (each) => typeof each === 'string',
      ) &&
      typeof file.mode === 'number' &&
      Array.isArray(file.slots),
  );
