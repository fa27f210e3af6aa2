import { readSettings } from '../app/settings.ts';
import { complaintText } from '../model/complaint.ts';
import { plain } from './plain.ts';
import type { Screen } from './screen.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly json?: boolean;
}

/** Reads the configuration and compiles its policy as `serve` would, and says everything that is wrong or doubtful. */
export async function check(options: CheckOptions, screen: Screen): Promise<number> {
  const { loaded, policy, wanting } = await readSettings(options, screen.now());
  const warnings = [...loaded.warnings, ...policy.warnings];
  const servers = Object.keys(loaded.config.servers).length;
  if (options.json === true) {
    const { path, hash } = loaded;
    const left = Object.fromEntries(wanting);
    screen.out(JSON.stringify({ path, hash, servers, rules: policy.rules.length, warnings, wanting: left }));
    return 0;
  }
  const { paint } = screen;
  for (const warning of warnings) screen.out(`${paint.yellow('warning')} ${plain(complaintText(warning))}\n`);
  for (const [server, why] of wanting)
    screen.out(`${paint.yellow('warning')} [${server}] cannot start: ${plain(why)}\n`);
  const doubts = warnings.length + wanting.size;
  const verdict =
    doubts === 0 ? paint.green('good') : paint.yellow(`usable, ${doubts} ${doubts === 1 ? 'warning' : 'warnings'}`);
  screen.out(`${loaded.path}: ${verdict}; ${servers} servers, ${policy.rules.length} rules`);
  return 0;
}
