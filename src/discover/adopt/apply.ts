import { constants } from 'node:fs';
import { access, mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { messageOf } from '../../model/caught.ts';
import { keepAdoption } from './adoptions.ts';
import type { AdoptionPlan } from './plan.ts';
import { swapFile, withDrafts } from './swap.ts';

/**
 * Carries out a plan. First the secrets are stored, then the old files kept, then the configuration is written, and the
 * clients come last, so that none ever points at something missing. Rejects with what went wrong; what was kept lets
 * `restore` undo what was done until then.
 */
export async function applyAdoption(plan: AdoptionPlan, dir: string, now: number): Promise<void> {
  for (const { target } of plan.files) await refuseUnwritable(target);
  const { file, before, after } = plan.config;
  await withDrafts(plan.files, async (drafts) => {
    for (const { name, value, shelf } of plan.secrets) {
      await shelf.write(name, value);
      if ((await shelf.read(name)) !== value)
        throw new Error(`${shelf.place} did not keep ${name}; nothing was changed`);
    }
    const folder = await mkdir(path.dirname(file), { recursive: true });
    await keepAdoption(dir, plan, now, folder);
    await swapConfig(file, before === undefined ? undefined : Buffer.from(before, 'utf8'), Buffer.from(after, 'utf8'));
    const done: string[] = [];
    for (const [i, draft] of drafts.entries()) {
      try {
        await draft.commit();
      } catch (error) {
        const why = messageOf(error);
        throw new Error(`${why}. ${doneText(done)}`);
      }
      done.push(plan.files[i]?.file ?? '');
    }
  });
}

/** What a run that failed in the middle has left: half of it works, and can be finished or undone. */
const doneText = (files: readonly string[]): string =>
  files.length === 0
    ? 'No client was changed yet; `sallyport restore` takes away what was written for them'
    : `Adopted already: ${files.join(', ')}; \`sallyport restore\` puts them back`;

/** Replaces a configuration, or writes a new one; a link stays a link, and a mode that a person chose stays. */
export async function swapConfig(file: string, before: Buffer | undefined, after: Buffer | undefined): Promise<void> {
  if (before === undefined) return swapFile({ target: file, mode: 0o600, before, after });
  if (after !== undefined && before.equals(after)) return;
  const target = await realpath(file);
  const { mode } = await stat(target);
  await swapFile({ target, mode: mode & 0o7777, before, after });
}

/** Checked before anything is written. */
async function refuseUnwritable(target: string): Promise<void> {
  try {
    await access(target, constants.W_OK);
    await access(path.dirname(target), constants.W_OK);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(
      `${target} cannot be written, so nothing was changed: ${why}. Make it writable, or leave its client out: --client names those that you want`,
    );
  }
}
