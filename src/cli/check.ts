import { identityDoubts } from '../app/identity-doubts.ts';
import { readSettings } from '../app/settings.ts';
import { tryPolicy } from '../app/trials.ts';
import { stateParts, stateRoot } from '../journal/state-dir.ts';
import { listTokens } from '../journal/token-store.ts';
import { complaintText } from '../model/complaint.ts';
import { countOf } from '../model/count.ts';
import { plain } from './plain.ts';
import type { Screen } from './screen.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Reads the configuration and compiles its policy as `serve` would, runs its tests, and says everything that is wrong or doubtful. */
export async function check(options: CheckOptions, screen: Screen): Promise<number> {
  const settings = await readSettings(options, screen.now());
  const { loaded, policy, wanting } = settings;
  const trials = await tryPolicy(settings, stateRoot(), screen.now());
  const failed = trials.flatMap(({ complaint }) => complaint ?? []);
  const added = listTokens(stateParts(stateRoot()).tokens);
  const doubtful = identityDoubts(loaded.config, added, loaded.locate);
  const warnings = [...loaded.warnings, ...policy.warnings, ...doubtful];
  const servers = Object.keys(loaded.config.servers).length;
  if (options.json === true) {
    const { path, hash } = loaded;
    const left = Object.fromEntries(wanting);
    const rules = policy.rules.length;
    screen.out(JSON.stringify({ path, hash, servers, rules, tests: trials.length, failed, warnings, wanting: left }));
    return failed.length === 0 ? 0 : 1;
  }
  const { paint } = screen;
  for (const warning of warnings) screen.out(`${paint.yellow('warning')} ${plain(complaintText(warning))}\n`);
  for (const [server, why] of wanting)
    screen.out(`${paint.yellow('warning')} [${server}] cannot start: ${plain(why)}\n`);
  for (const complaint of failed) screen.out(`${paint.red('failed test')} ${plain(complaintText(complaint))}\n`);
  const doubts = warnings.length + wanting.size;
  const usable = doubts === 0 ? paint.green('good') : paint.yellow(`usable, ${countOf(doubts, 'warning')}`);
  const verdict = failed.length === 0 ? usable : paint.red('its tests fail');
  const passed =
    trials.length === 0 ? 'no tests' : `${trials.length - failed.length} of ${countOf(trials.length, 'test')} passed`;
  screen.out(
    `${loaded.path}: ${verdict}; ${countOf(servers, 'server')}, ${countOf(policy.rules.length, 'rule')}, ${passed}`,
  );
  return failed.length === 0 ? 0 : 1;
}
