import os from 'node:os';
import path from 'node:path';
import { ConfigError } from '../../config/error.ts';
import { readKeychain } from '../../config/keychain.ts';
import { spots } from '../../config/reference.ts';
import type { Config } from '../../config/schema.ts';
import { launchOf } from '../../discover/adopt/client-agents.ts';
import { seeOwn } from '../../discover/sources/own.ts';
import { openStateDir, stateParts, stateRoot } from '../../journal/state/state-dir.ts';
import { listTokens } from '../../journal/state/token-store.ts';
import { openTrust } from '../../journal/state/trust.ts';
import { messageOf } from '../../model/caught.ts';
import { complaintText } from '../../model/complaint.ts';
import { countOf } from '../../model/count.ts';
import type { Waits } from '../behind.ts';
import { seeSecrets } from '../discovering.ts';
import { commandDoubts } from '../doubts/commands.ts';
import { identityDoubts } from '../doubts/identities.ts';
import { notifyDoubts } from '../doubts/notify.ts';
import { openLockfile } from '../locking/file.ts';
import { lockfileOf } from '../locking/place.ts';
import { completeCommands } from '../own-commands.ts';
import { aboutThis, type ConfigPlace, whereabouts } from '../places/config-place.ts';
import { hiderOf } from '../secrets/given-secrets.ts';
import { type Configuration, readConfiguration, withPolicy } from '../settings.ts';
import { UnknownServer } from '../unknown-server.ts';
import { openWorkshop, unseenIn } from '../workshop.ts';
import { bad, type Check, doubtful, good, skipped } from './check.ts';
import { checkClients, type Where } from './clients.ts';
import { checkIssuers } from './issuers.ts';
import { checkConfigFile, checkRecord, checkState } from './machine.ts';
import { checkServers } from './servers.ts';

export interface CheckupOptions {
  readonly config?: string | undefined;
  readonly place?: ConfigPlace | undefined;
  readonly state?: string | undefined;
  readonly server?: string | undefined;
  readonly start: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly now: () => number;
  /** Told which servers are still waited for. */
  readonly waits?: Waits | undefined;
}

/** Everything that can be wrong with a set-up, looked at in the order in which it has to be put right. No secret stands in it. */
export async function checkUp(options: CheckupOptions): Promise<Check[]> {
  const { env, now } = options;
  const root = options.state ?? stateRoot({ env });
  const machine = [good('node', `Node ${process.versions.node}`), ...(await checkState(root, now))];
  const isWritable = machine.every(({ about, state }) => about !== 'state' || state !== 'bad');
  const record = isWritable ? await checkRecord(root, now) : [skipped('record', 'the state directory comes first')];
  const { checks, configuration } = await checkConfiguration(options, isWritable ? root : undefined);
  const servers: Check[] = [];
  if (configuration !== undefined && isWritable) {
    servers.push(
      ...(await checkServers(configuration, options.start ? openStateDir(root) : stateParts(root), options)),
    );
  }
  const where = { home: env.HOME ?? os.homedir(), folder: process.cwd(), platform: process.platform, env };
  const clients = await checkClients({
    ...where,
    ...agentsOf(configuration),
    behind: await behindOf(configuration, env),
  });
  const all = [...machine, ...record, ...checks, ...servers, ...clients];
  const place = whereabouts(configuration?.place, root);
  const hide = configuration === undefined ? (text: string) => text : hiderOf(configuration);
  return all.map((check) => reworded(check, (text) => hide(completeCommands(text, place))));
}

/** The servers of the configuration, by what is started. */
async function behindOf(
  configuration: Configuration | undefined,
  env: NodeJS.ProcessEnv,
): Promise<Map<string, string>> {
  const { seen } = await seeOwn(configuration === undefined ? [] : [configuration.loaded.path], env, seeSecrets);
  return new Map(
    seen.flatMap(({ way, keys, name }) => (way === 'behind' ? keys.map((key) => [key, name] as const) : [])),
  );
}

/** What clients have to be started as, where that counts. */
function agentsOf(configuration: Configuration | undefined): Pick<Where, 'agents'> {
  if (configuration === undefined) return {};
  const { loaded } = configuration;
  const launches = Object.entries(loaded.config.agents).flatMap(([name, { match }]) => launchOf(name, match) ?? []);
  return Object.keys(loaded.config.agents).length === 0 ? {} : { agents: { file: loaded.path, launches } };
}

async function checkConfiguration(
  options: CheckupOptions,
  /** The state directory; undefined where it cannot be used, which is said of itself. */
  root: string | undefined,
): Promise<{ checks: Check[]; configuration: Configuration | undefined }> {
  const about = 'configuration';
  try {
    const { config, place, state } = options;
    const configuration = await readConfiguration({
      place,
      ...(config === undefined ? {} : { config }),
      ...(state === undefined ? {} : { state }),
    });
    const { loaded } = configuration;
    const servers = Object.keys(loaded.config.servers);
    if (options.server !== undefined && !servers.includes(options.server))
      throw new UnknownServer(options.server, servers, loaded.path);
    const parts = root === undefined ? undefined : stateParts(root);
    const store = parts === undefined ? undefined : openTrust(parts.trust);
    const workshop = openWorkshop({ isTrusted: store?.isTrusted ?? (() => false), log: () => undefined });
    const inspectors = await workshop.open(configuration);
    workshop.keep([]);
    const { policy } = await withPolicy(configuration, options.now());
    const doubts = [
      ...loaded.warnings,
      // Each start says it of its server.
      ...(options.start ? [] : commandDoubts(configuration.config, options.env, process.cwd(), loaded.locate)),
      ...notifyDoubts(loaded, options.env, store?.isTrusted),
      ...policy.warnings,
      ...unseenIn({ loaded, inspectors }),
      ...(parts === undefined ? [] : identityDoubts(loaded, listTokens(parts.tokens))),
    ];
    const checks = [
      good(about, `${loaded.path}: ${countOf(servers.length, 'server')}, ${countOf(policy.rules.length, 'rule')}`),
      ...doubts.map(({ instead = `Change it in ${loaded.path}.`, ...said }) =>
        doubtful(about, complaintText(said), instead),
      ),
      ...(await checkLockfile(loaded.path)),
      ...(await checkConfigFile(loaded.path)),
      ...(await checkKeychain(loaded.config, options.env)),
      ...(options.start ? await checkIssuers(loaded.config.http.auth.issuers, options.now) : []),
    ];
    return { checks, configuration };
  } catch (error) {
    // It is about the command, not about the set-up.
    if (error instanceof UnknownServer) throw error;
    const { place } = options;
    const check = `sallyport check${place === undefined ? '' : aboutThis(place)}`;
    if (!(error instanceof ConfigError))
      return { checks: [bad(about, messageOf(error), check)], configuration: undefined };
    const [first] = error.complaints;
    // Where there is none, what to do is the whole complaint, and is said once.
    if (place === undefined && first !== undefined && first.place === undefined)
      return { checks: [bad(about, first.what, first.instead ?? check)], configuration: undefined };
    const action = `Correct it; \`${check}\` says whether it is right.`;
    return { checks: [bad(about, messageOf(error), action)], configuration: undefined };
  }
}

/** Read from end to end: Sallyport does not start with one that it cannot use. */
async function checkLockfile(config: string): Promise<Check[]> {
  const about = 'lockfile';
  try {
    const { path: file, text, lockfile } = await openLockfile(lockfileOf(path.dirname(config)));
    return text === undefined ? [] : [good(about, `${file}: ${countOf(lockfile.servers.size, 'server')} locked`)];
  } catch (error) {
    return [
      bad(
        about,
        messageOf(error),
        'Correct it, or take it from version control again; Sallyport does not start before.',
      ),
    ];
  }
}

/** Asked only where something is looked up there: a keychain may ask its owner. */
async function checkKeychain(config: Config, env: NodeJS.ProcessEnv): Promise<Check[]> {
  if (!spots(config).some(({ text }) => text.includes('${keychain:'))) return [];
  try {
    await readKeychain('sallyport-doctor', process.platform, env);
  } catch (error) {
    const found = messageOf(error);
    // A keychain that works says that it has nothing under this name.
    if (found.includes('out of reach')) {
      return [doubtful('keychain', found, 'Install or unlock it, or write ${file:…} or ${env:…} instead.')];
    }
  }
  return [good('keychain', 'it answers')];
}

function reworded(check: Check, say: (text: string) => string): Check {
  const { action } = check;
  return { ...check, found: say(check.found), ...(action === undefined ? {} : { action: say(action) }) };
}
