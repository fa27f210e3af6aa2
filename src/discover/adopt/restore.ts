import { realpath, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { messageOf } from '../../model/caught.ts';
import type { Client } from '../client.ts';
import { valueAtPath } from '../client-file.ts';
import { CLIENTS } from '../clients.ts';
import { editText } from '../formats/edit.ts';
import type { Edit } from '../formats/format.ts';
import { isBroken } from '../formats/format.ts';
import { readFormat } from '../formats/read.ts';
import { type AdoptedFile, type Adoption, dropAdoption, readAdoptions, writeAdoption } from './adoptions.ts';
import { swapConfig } from './apply.ts';
import { GRAINS, undoChange } from './merge.ts';
import { bytesOf, digestOf, type Swap, withDrafts } from './swap.ts';

export interface RestoreChoice {
  readonly clients?: readonly string[];
  /** Puts the old file back, whatever is there now. */
  readonly force?: boolean;
  /** Puts back only the servers in files that were changed since, and keeps all other changes. */
  readonly keepChanges?: boolean;
}

/** What would be put back. Nothing is written where something is refused. */
export interface RestorePlan {
  readonly files: readonly (Swap & { readonly client: string; readonly file: string })[];
  readonly refused: readonly { readonly file: string; readonly why: string }[];
  readonly notes: readonly string[];
  readonly configs: readonly { readonly file: string; readonly before: Buffer; readonly after: Buffer | undefined }[];
  /** Adoptions and their files that are not back yet; without any, the adoption is done with. */
  readonly adoptions: readonly Adoption[];
  /** References to secrets that nothing needs any more. */
  readonly secrets: readonly string[];
}

/** Works out what to put back, newest first; touches nothing. */
export async function planRestore(dir: string, choice: RestoreChoice): Promise<RestorePlan> {
  const now = new Map<string, Buffer | undefined>();
  const first = new Map<string, { swap: Omit<Swap, 'after'>; client: string; file: string }>();
  const stopped = new Set<string>();
  const refused: { file: string; why: string }[] = [];
  const notes: string[] = [];
  const adoptions: Adoption[] = [];
  const configs = new Map<string, { file: string; before: Buffer; after: Buffer | undefined }>();
  const done: Adoption[] = [];
  const needed: string[] = [];
  for (const adoption of await readAdoptions(dir)) {
    const out: AdoptedFile[] = [];
    for (const kept of adoption.files) {
      const { target, file, client, mode } = kept;
      if (choice.clients?.includes(client) === false || stopped.has(target)) {
        out.push(kept);
        continue;
      }
      if (!now.has(target)) now.set(target, await bytesOf(target));
      const current = now.get(target);
      const isFirst = !first.has(target);
      const becomes = await becoming(dir, kept, current, choice, isFirst);
      if (typeof becomes === 'string') {
        if (isFirst) refused.push({ file, why: becomes });
        else
          notes.push(
            `${file} was changed between two adoptions: it is as it was before the later one; run this again with --keep-changes for the earlier`,
          );
        stopped.add(target);
        out.push(kept);
        continue;
      }
      if (isFirst) first.set(target, { swap: { target, mode, before: current }, client, file });
      now.set(target, becomes);
    }
    if (out.length < adoption.files.length || adoption.files.length === 0) adoptions.push({ ...adoption, files: out });
    if (out.length > 0) {
      needed.push(...adoption.secrets);
      continue;
    }
    done.push(adoption);
    const config = await configBack(dir, adoption, configs.get(adoption.config.file));
    if (typeof config === 'string') notes.push(config);
    else if (config !== undefined) configs.set(adoption.config.file, config);
  }
  const files = [...first.values()].flatMap(({ swap, client, file }) => {
    const after = now.get(swap.target);
    return after === undefined || swap.before?.equals(after) === true ? [] : [{ ...swap, after, client, file }];
  });
  const { secrets, kept } = await secretsAfter(done, needed, configs);
  for (const [file, references] of kept)
    notes.push(`${file} stays and refers to secrets, which stay with it: ${references.join(', ')}`);
  return { files, refused, notes, adoptions, secrets, configs: [...configs.values()] };
}

/** Secrets that nothing refers to any more once all is put back, and those that a remaining configuration still needs. */
async function secretsAfter(
  done: readonly Adoption[],
  needed: readonly string[],
  configs: ReadonlyMap<string, { readonly after: Buffer | undefined }>,
): Promise<{ secrets: string[]; kept: Map<string, string[]> }> {
  const secrets = new Set<string>();
  const kept = new Map<string, string[]>();
  for (const { config, secrets: all } of done) {
    const back = configs.get(config.file);
    const text = (back === undefined ? await bytesOf(config.file) : back.after)?.toString('utf8') ?? '';
    for (const reference of all) {
      if (needed.includes(reference)) continue;
      const others = kept.get(config.file) ?? [];
      if (!text.includes(reference)) secrets.add(reference);
      else if (!others.includes(reference)) kept.set(config.file, [...others, reference]);
    }
  }
  const all = new Set([...kept.values()].flat());
  return { secrets: [...secrets].filter((reference) => !all.has(reference)), kept };
}

/** What a file becomes, or why it may not be changed. */
async function becoming(
  dir: string,
  kept: AdoptedFile,
  current: Buffer | undefined,
  { force = false, keepChanges = false }: RestoreChoice,
  isFirst: boolean,
): Promise<Buffer | string> {
  const backup = await bytesOf(path.join(dir, kept.backup));
  const where = path.join(dir, kept.backup);
  if (backup === undefined || digestOf(backup) !== kept.before) return `its old file ${where} is gone or damaged`;
  if (current !== undefined && [kept.after, kept.before].includes(digestOf(current))) {
    if (force || !isFirst || (await leadsTo(kept))) return backup;
    return `it leads to another file than then (${kept.target}); put back the link, or say --force to change that file`;
  }
  if (force) return backup;
  if (current === undefined) return 'it was removed since; say --force to write the old file there';
  if (keepChanges) return keepOthers(dir, kept, backup, current);
  return 'it was changed since; say --keep-changes to put back the servers alone, or --force to put back the whole old file';
}

async function leadsTo({ file, target }: AdoptedFile): Promise<boolean> {
  try {
    return (await realpath(file)) === target;
  } catch {
    return false;
  }
}

/** The servers as they were, in the file as it is now: in their own spelling, where nobody else changed the same lines. */
async function keepOthers(dir: string, kept: AdoptedFile, backup: Buffer, current: Buffer): Promise<Buffer | string> {
  const plain = putBack(kept, backup, current);
  const written = await bytesOf(path.join(dir, kept.written));
  const format = CLIENTS.find(({ id }) => id === kept.client)?.format;
  if (typeof plain === 'string' || written === undefined || format === undefined) return plain;
  if (digestOf(written) !== kept.after) return plain;
  const [before, after, now] = [backup, written, current].map((bytes) => bytes.toString('utf8')) as [
    string,
    string,
    string,
  ];
  const meant = readFormat(format, plain.toString('utf8'));
  for (const grain of GRAINS) {
    const text = undoChange(before, after, now, grain);
    const said = readFormat(format, text ?? '');
    if (text !== undefined && !isBroken(said) && !isBroken(meant) && isDeepStrictEqual(said.value, meant.value))
      return Buffer.from(text, 'utf8');
  }
  return plain;
}

/** The servers as they were, in the file as it is. */
function putBack(kept: AdoptedFile, backup: Buffer, current: Buffer): Buffer | string {
  const client: Client | undefined = CLIENTS.find(({ id }) => id === kept.client);
  if (client === undefined) return `${kept.client} is not known to this version`;
  const old = readFormat(client.format, backup.toString('utf8'));
  let text = current.toString('utf8');
  try {
    for (const { key, own, remove } of kept.slots) {
      const present = readFormat(client.format, text);
      if (isBroken(old) || isBroken(present)) return 'it cannot be read any more; say --force to put back the old file';
      const here = valueAtPath(present.value, key);
      const there = valueAtPath(old.value, key);
      const isList = Array.isArray(here);
      const at = Array.isArray(here)
        ? here.findIndex((item) => valueAtPath(item, ['name']) === own)
        : valueAtPath(here ?? null, [own]) === undefined
          ? -1
          : own;
      if (at === -1) return `"${own}" is no longer in it; put the servers back by hand, or say --force`;
      const put: Edit['put'] = remove.flatMap((name) => {
        const value = valueAtPath(there ?? null, [name]);
        const isThere = !isList && valueAtPath(here ?? null, [name]) !== undefined;
        return value === undefined || isThere || name === own ? [] : [[String(name), value] as const];
      });
      // It stays where it was before that adoption.
      const stays = isList ? undefined : valueAtPath(there ?? null, [own]);
      const ours: Edit['put'] = stays === undefined ? [] : [[own, stays]];
      text = editText(client.format, text, { key, remove: [at], put: [...ours, ...put] });
    }
  } catch (error) {
    return `${messageOf(error)}; say --force to put back the old file`;
  }
  return Buffer.from(text, 'utf8');
}

/** The configuration before an adoption; a note where it was changed since, undefined where nothing has to be done. */
async function configBack(
  dir: string,
  { config, id }: Adoption,
  later: { readonly file: string; readonly before: Buffer; readonly after: Buffer | undefined } | undefined,
): Promise<{ file: string; before: Buffer; after: Buffer | undefined } | string | undefined> {
  const before = later?.before ?? (await bytesOf(config.file));
  const current = later === undefined ? before : later.after;
  if (before === undefined || current === undefined) return undefined;
  const old = config.backup === undefined ? undefined : await bytesOf(path.join(dir, config.backup));
  if (old !== undefined && current.equals(old)) return { file: config.file, before, after: old };
  if (digestOf(current) !== config.after) return `${config.file} was changed since and stays as it is`;
  if (config.backup !== undefined && old === undefined)
    return `${config.file} stays: its old text (adoption ${id}) is gone`;
  return { file: config.file, before, after: old };
}

/** Carries out the plan: clients first, so that none is left pointing at something that is gone. */
export async function applyRestore(plan: RestorePlan, dir: string): Promise<void> {
  await withDrafts(plan.files, async (drafts) => {
    for (const draft of drafts) await draft.commit();
  });
  for (const { file, before, after } of plan.configs) await swapConfig(file, before, after);
  for (const adoption of plan.adoptions) {
    if (adoption.files.length === 0) await removeEmpty(adoption.config);
    if (adoption.files.length === 0) await dropAdoption(dir, adoption);
    else await writeAdoption(dir, adoption);
  }
}

/** Removes the folders that were made for a configuration, if they are empty. */
async function removeEmpty({ file, folder }: Adoption['config']): Promise<void> {
  if (folder === undefined) return;
  try {
    for (let at = path.dirname(file); at.startsWith(folder); at = path.dirname(at)) await rmdir(at);
  } catch {
    // Something is in it, which is a reason to keep it.
  }
}
