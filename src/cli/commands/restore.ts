import { existsSync } from 'node:fs';
import { discoverAgain } from '../../app/discovering/again.ts';
import { planBack, restoreAll } from '../../app/restoring.ts';
import { secretFile } from '../../app/secrets/secret-shelves.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { confirm, type Screen } from '../screen.ts';
import { openState, stateIfAny } from '../state.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { UsageError } from '../usage-error.ts';
import { refuseStrangers } from './adopt.ts';

export interface RestoreOptions {
  readonly client?: readonly string[];
  readonly force?: boolean;
  readonly keepChanges?: boolean;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly state?: string;
  readonly guard?: Partial<GuardOptions>;
}

/** Opens a state directory that exists, so that one which others can write to is refused: its contents are written into files. */
function openIfThere(root: string | undefined): StateDir {
  const state = stateIfAny(root);
  return existsSync(state.journal) ? openState(state.root) : state;
}

/** Reverts what adoption changed. */
export async function restore(options: RestoreOptions, screen: Screen): Promise<number> {
  const { client, force, keepChanges } = options;
  refuseStrangers(client);
  if (options.json === true && options.yes !== true && options.dryRun !== true)
    throw new UsageError('--json asks nobody, so nothing was put back: say --yes, or --dry-run to look only');
  if (force === true && keepChanges === true) throw new UsageError('say either --force or --keep-changes');
  const state = openIfThere(options.state);
  const choice = {
    ...(client === undefined ? {} : { clients: client }),
    ...(force === undefined ? {} : { force }),
    ...(keepChanges === undefined ? {} : { keepChanges }),
  };
  const plan = await planBack(state, choice);
  // Where nothing would be written nobody has to decide, and who may is not to be told either.
  const isIdle = options.dryRun === true || (plan.adoptions.length === 0 && plan.refused.length === 0);
  const at = { clients: state.clients, ...options.guard };
  if (!isIdle && !mayDecide({ ...screen, isAttended: true }, at, 'nothing was put back')) return 1;
  if (options.json === true) return inJson(plan, options, screen);
  for (const { file, why } of plan.refused) screen.err(`sallyport: ${plain(file)}: ${plainLine(why)}`);
  if (plan.refused.length > 0) {
    screen.err('sallyport: nothing was put back. With --client NAME the others can be, one by one.');
    return 1;
  }
  if (plan.adoptions.length === 0) {
    const whose = client === undefined ? '' : ` of ${client.join(', ')}`;
    screen.out(`There is nothing to put back: no adoption${whose} is on record in ${state.adoptions}.`);
    return 0;
  }
  const becomes = keepChanges
    ? 'gets its servers back; whatever else was changed there stays.'
    : 'becomes what it was.';
  for (const { file } of plan.files) screen.out(`${plain(file)} ${becomes}`);
  for (const { file, after } of plan.configs) {
    screen.out(
      after === undefined ? `${plain(file)} is removed: adoption made it.` : `${plain(file)} becomes what it was.`,
    );
  }
  for (const file of secretFiles(plan, state))
    screen.out(`${plain(file)} is removed: nothing refers to the secret in it once the old files are back.`);
  for (const note of plan.notes) screen.out(plainLine(note));
  if (options.dryRun === true) {
    screen.out('Nothing was written (--dry-run).');
    return 0;
  }
  if (options.yes !== true) {
    if (!screen.isAttended) throw new UsageError('there is no terminal to ask on, so nothing was put back: say --yes');
    if (!(await confirm(screen, 'Put it back?'))) {
      screen.out('Nothing was written.');
      return 1;
    }
  }
  const left = await uninterrupted(() => restoreAll(plan, state));
  await discoverAgain(state, screen.now());
  screen.out(screen.paint.green('Done. Restart the clients: they read their files when they start.'));
  if (left.length > 0) screen.out(`These stay where they are, remove them if you like: ${left.join(', ')}`);
  return 0;
}

type RestorePlan = Awaited<ReturnType<typeof planBack>>;

/** Files of secrets that go with the adoption. */
const secretFiles = ({ secrets }: RestorePlan, { adoptions }: StateDir): string[] =>
  secrets.flatMap((reference) => secretFile(reference, adoptions) ?? []);

/** The same for programs: nothing is written if anything is refused. */
async function inJson(plan: RestorePlan, { dryRun, state }: RestoreOptions, screen: Screen): Promise<number> {
  const { files, configs, refused, notes, adoptions } = plan;
  const isWritten = dryRun !== true && refused.length === 0 && adoptions.length > 0;
  const left = isWritten ? await uninterrupted(() => restoreAll(plan, openIfThere(state))) : [];
  if (isWritten) await discoverAgain(openIfThere(state), screen.now());
  screen.out(
    JSON.stringify({
      written: isWritten,
      files: files.map(({ client, file }) => ({ client, file })),
      configs: configs.map(({ file, after }) => ({ file, removed: after === undefined })),
      secrets: secretFiles(plan, stateIfAny(state)),
      refused,
      notes,
      left,
    }),
  );
  return refused.length > 0 ? 1 : 0;
}
