import { existsSync, readdirSync, statSync } from 'node:fs';
import { commandDoubts } from '../../app/doubts/commands.ts';
import { fieldDoubts } from '../../app/doubts/fields.ts';
import { identityDoubts } from '../../app/doubts/identities.ts';
import { policyDoubts } from '../../app/doubts/policies.ts';
import { openLockfile } from '../../app/locking/file.ts';
import { aboutThis } from '../../app/places/config-place.ts';
import { readSettings, type Settings } from '../../app/settings.ts';
import { tryPolicy } from '../../app/trials.ts';
import { configurationOf, launchesOf } from '../../app/trust-desk.ts';
import { type Equipped, equip, openWorkshop, unseenIn } from '../../app/workshop.ts';
import { stateParts, stateRoot } from '../../journal/state/state-dir.ts';
import { listTokens } from '../../journal/state/token-store.ts';
import { openTrust } from '../../journal/state/trust.ts';
import { type Complaint, complaintText, UnusableFile } from '../../model/complaint.ts';
import { countOf } from '../../model/count.ts';
import { tellConfig } from '../configuration.ts';
import { plain } from '../printing/plain.ts';
import type { Screen } from '../screen.ts';
import { findState, isStateNamed, whyNoRecord } from '../state.ts';

export interface CheckOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly state?: string;
  readonly json?: boolean;
  /** Runs inspectors that nobody has reviewed. For unattended set-ups. */
  readonly trust?: boolean;
}

/**
 * Reads the configuration, compiles its policy as `serve` would, runs its tests, and reports everything wrong or
 * doubtful.
 */
export async function check(options: CheckOptions, screen: Screen): Promise<number> {
  try {
    return await examine(options, screen);
  } catch (error) {
    if (options.json !== true || !(error instanceof UnusableFile)) throw error;
    screen.out(JSON.stringify({ errors: error.complaints }));
    return 1;
  }
}

async function examine(options: CheckOptions, screen: Screen): Promise<number> {
  const root = options.state ?? stateRoot();
  const parts = stateParts(root);
  const store = openTrust(parts.trust, (message) => screen.err(`sallyport: ${message}`));
  const isTrusted = (hash: string): boolean => options.trust === true || store.isTrusted(hash);
  const workshop = openWorkshop({ isTrusted, log: (line) => screen.err(`sallyport: ${plain(line)}`) });
  const { lockfile } = options;
  const place = await tellConfig(options, screen);
  const named = { place, ...(lockfile === undefined ? {} : { lockfile }) };
  const settings = await equip(await readSettings(named, screen.now()), workshop);
  // Definitions are normally read when first needed, but whoever runs a check wants to know about them now.
  await openLockfile(settings.lock.path);
  const trials = await tryPolicy(settings, root, screen.now());
  workshop.keep([]);
  const added = existsSync(parts.tokens) ? listTokens(parts.tokens) : [];
  const { loaded, lock } = settings;
  const warnings = [
    ...loaded.warnings,
    ...commandDoubts(settings.config, screen.env, process.cwd(), loaded.locate),
    ...policyDoubts(settings),
    ...identityDoubts(loaded, added),
    ...fieldDoubts(loaded.config, lock.accepted?.lockfile, loaded.locate),
    ...unseenIn(settings),
    ...stateDoubts(options.state),
  ];
  const failed = trials.flatMap(({ complaint }) => complaint ?? []);
  const examined: Examined = { settings, warnings, failed, tests: trials.length };
  if (options.json === true) screen.out(JSON.stringify(reportOf(examined)));
  else {
    sayVerdict(examined, screen);
    const waits = sayTrust(settings, isTrusted, options.state);
    // What nobody let run cannot be locked yet: one step after the other.
    const hasToWait = waits !== undefined && settings.lock.accepted === undefined;
    for (const said of [hasToWait ? undefined : sayLock(settings, options.state), waits])
      if (said !== undefined) screen.out(said);
  }
  return failed.length === 0 ? 0 : 1;
}

/** What a check found. */
interface Examined {
  readonly settings: Equipped;
  readonly warnings: readonly Complaint[];
  readonly failed: readonly Complaint[];
  /** How many policy tests ran. */
  readonly tests: number;
}

/** The whole report, for `--json`. */
const reportOf = ({ settings: { loaded, policy, wanting, lock }, warnings, failed, tests }: Examined): object => ({
  path: loaded.path,
  hash: loaded.hash,
  servers: Object.keys(loaded.config.servers).length,
  rules: policy.rules.length,
  tests,
  failed,
  warnings,
  wanting: Object.fromEntries(wanting),
  lockfile: lock.accepted === undefined ? null : lock.path,
});

/** Each warning and each test that failed, and in one line at the end whether the configuration can be used. */
function sayVerdict({ settings, warnings, failed, tests }: Examined, screen: Screen): void {
  const { loaded, policy, wanting } = settings;
  const { paint } = screen;
  for (const warning of warnings) screen.out(`${paint.yellow('warning')} ${plain(complaintText(warning))}\n`);
  for (const [server, why] of wanting)
    screen.out(`${paint.yellow('warning')} [${server}] cannot start: ${plain(why)}\n`);
  for (const complaint of failed) screen.out(`${paint.red('failed test')} ${plain(complaintText(complaint))}\n`);
  const doubts = warnings.length + wanting.size;
  const usable = doubts === 0 ? paint.green('good') : paint.yellow(`usable, ${countOf(doubts, 'warning')}`);
  const verdict = failed.length === 0 ? usable : paint.red('its tests fail');
  const passed = tests === 0 ? 'no tests' : `${tests - failed.length} of ${countOf(tests, 'test')} passed`;
  const servers = Object.keys(loaded.config.servers).length;
  screen.out(
    `${loaded.path}: ${verdict}; ${countOf(servers, 'server')}, ${countOf(policy.rules.length, 'rule')}, ${passed}`,
  );
}

/**
 * A state directory that was named and is not there: whoever mistyped it is told nothing of its trust and tokens. An empty
 * one was made for this, as systemd and containers do.
 */
function stateDoubts(root: string | undefined): Complaint[] {
  const state = findState(root);
  const what = isStateNamed(root) && !isEmptyFolder(state.root) ? whyNoRecord(state) : undefined;
  return what === undefined ? [] : [{ path: [], what }];
}

const isEmptyFolder = (place: string): boolean =>
  statSync(place, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(place).length === 0;

/** What a person has to look at before it runs: a configuration may be without mistakes, and serve nothing all the same. */
function sayTrust(
  { loaded, place, isFound }: Settings,
  isTrusted: (hash: string) => boolean,
  state: string | undefined,
): string | undefined {
  const open = launchesOf(loaded).filter(
    ({ name, hash }) => loaded.config.servers[name]?.disabled !== true && !isTrusted(hash),
  );
  const isOpen = isFound && !isTrusted(configurationOf(loaded).hash);
  if (open.length === 0 && !isOpen) return undefined;
  const what = [...(isOpen ? ['the configuration'] : []), ...open.map(({ name }) => name)].join(', ');
  return `nobody has said yet that this may run: ${what}. Look at it with: sallyport trust${aboutThis(place, state)}`;
}

/** Which lockfile definitions are compared with; says openly where there is only trust on first use. */
function sayLock({ lock: { accepted, path }, config, place }: Settings, state: string | undefined): string | undefined {
  const command = `sallyport lock${aboutThis(place, state)}`;
  if (accepted === undefined) {
    // Without a server there is nothing that it could be about.
    if (Object.values(config.servers).every(({ disabled }) => disabled)) return undefined;
    return `no lockfile: definitions of servers are taken as they come, and nobody notices when they change. Write one with: ${command}`;
  }
  const open = Object.entries(config.servers).flatMap(([name, { disabled }]) =>
    disabled || accepted.lockfile.servers.has(name) ? [] : [name],
  );
  const rest = open.length === 0 ? '' : `; not in it yet: ${open.join(', ')} (${command})`;
  return `${path}: ${countOf(accepted.lockfile.servers.size, 'server')} locked${rest}`;
}
