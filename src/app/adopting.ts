import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { type Loaded, loadConfig } from '../config/load.ts';
import type { ServerConfig } from '../config/schema.ts';
import { adoptedConfigs } from '../discover/adopt/adoptions.ts';
import { applyAdoption } from '../discover/adopt/apply.ts';
import type { Choice } from '../discover/adopt/choice.ts';
import type { OwnLaunch } from '../discover/adopt/own-entry.ts';
import { type AdoptionPlan, planAdoption } from '../discover/adopt/plan.ts';
import { serverForm } from '../discover/adopt/server-form.ts';
import type { Machine } from '../discover/client.ts';
import { type ClientSurvey, surveyClients } from '../discover/client-survey.ts';
import { CLIENTS } from '../discover/clients.ts';
import { knownProjects } from '../discover/known-projects.ts';
import { reached, thisMachine } from '../discover/places.ts';
import { tokens } from '../inspect/detectors/tokens.ts';
import { type StateDir, stateRoot } from '../journal/state/state-dir.ts';
import { configurationHash, openTrust } from '../journal/state/trust.ts';
import { messageOf } from '../model/caught.ts';
import type { JsonObject } from '../model/json.ts';
import { ownProgram } from './own-program.ts';
import { CONFIG_FILE, homeConfig } from './places/config-place.ts';
import { record } from './scribe.ts';
import { openShelves, reveal, type ShelfWish } from './secrets/secret-shelves.ts';
import { configurationOf, launchesOf } from './trust-desk.ts';

export interface AdoptWish {
  readonly choice: Choice;
  /** The configuration; by default that of the last adoption, else a new one in a folder of its own. */
  readonly config?: string | undefined;
  readonly secrets?: ShelfWish;
  /** Another machine than this, or another way to start us: for tests. */
  readonly machine?: Machine;
  readonly own?: OwnLaunch;
}

/** Throws where the home folder itself cannot be read. */
export async function refuseShutHome({ machine = thisMachine() }: Pick<AdoptWish, 'machine'>): Promise<void> {
  const home = reached(machine.home, machine);
  try {
    await access(home, constants.R_OK | constants.X_OK);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`your home folder ${home} cannot be read, so nothing was looked at or written: ${why}`);
  }
}

/** What the clients of this user have. */
export async function surveyHome(wish: AdoptWish): Promise<ClientSurvey> {
  const { machine = thisMachine(), own = ownProgram() } = wish;
  return surveyClients({
    machine,
    projects: wish.choice.project === undefined ? (await knownProjects(machine)).folders : [wish.choice.project],
    ourselves: { programs: own.args.filter((word) => /\.[cm]?js$/.test(word)), urls: [] },
    seeSecrets: (text) => tokens.find(text).map(({ start, end }) => [start, end] as const),
  });
}

/** Works out what would change; touches nothing. */
export async function planFor(survey: ClientSurvey, wish: AdoptWish, state: StateDir): Promise<AdoptionPlan> {
  const { machine = thisMachine(), own = ownProgram() } = wish;
  const file = path.resolve(wish.config ?? (await usualConfig(wish, state, machine)));
  const loaded = await readIfThere(file);
  if (loaded?.foreign === true) {
    throw new Error(`${file} is a client's own file; name a servers.config.yaml with --config`);
  }
  const servers: Record<string, JsonObject> = {};
  for (const [name, server] of Object.entries(loaded?.config.servers ?? {})) {
    servers[name] = await revealed(server, state.adoptions);
  }
  // Clients start us with few of a shell's variables, so a state directory that those would lead to is named outright.
  const { SALLYPORT_STATE: _, XDG_STATE_HOME: __, ...bare } = machine.env;
  const usual = stateRoot({ platform: machine.platform, home: machine.home, env: bare });
  const place = state.root === usual ? [] : ['--state', state.root];
  return planAdoption({
    survey,
    choice: wish.choice,
    machine,
    own: { command: own.command, args: [...own.args, 'serve', '--config', file, ...place] },
    config: {
      file,
      text: loaded?.text,
      servers,
      agents: loaded?.config.agents ?? {},
      purposes: Object.keys(loaded?.config.purposes ?? {}),
    },
    shelves: await openShelves(state.adoptions, wish.secrets),
  });
}

async function usualConfig({ choice }: AdoptWish, { adoptions }: StateDir, machine: Machine): Promise<string> {
  if (choice.project !== undefined) return path.join(choice.project, CONFIG_FILE);
  const [last] = await adoptedConfigs(adoptions);
  return last ?? homeConfig(reached(machine.home, machine));
}

async function readIfThere(file: string): Promise<Loaded | undefined> {
  try {
    await access(file, constants.F_OK);
  } catch {
    return undefined;
  }
  return loadConfig(file);
}

/** A configured server as an adopted one would be written, with its secrets put in: so that the two can be compared. */
async function revealed(server: ServerConfig, dir: string): Promise<JsonObject> {
  const all = async (texts: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
    const out: Record<string, string> = {};
    for (const [key, text] of Object.entries(texts)) out[key] = await reveal(text, dir);
    return out;
  };
  const args: string[] = [];
  for (const text of server.args) args.push(await reveal(text, dir));
  const form = serverForm({
    kind: server.transport === 'sse' ? 'sse' : server.url === undefined ? 'stdio' : 'http',
    args,
    env: await all(server.env),
    headers: await all(server.headers),
    disabled: server.disabled,
    others: [],
    ...(server.command === undefined ? {} : { command: await reveal(server.command, dir) }),
    ...(server.cwd === undefined ? {} : { cwd: server.cwd }),
    ...(server.url === undefined ? {} : { url: await reveal(server.url, dir) }),
  });
  return server.auth === undefined ? form : { ...form, auth: { oauth: {} } };
}

/** Adopts, and records it. `by` is the person who saw the plan and said yes: new servers may then be started. */
export async function adoptAll(plan: AdoptionPlan, state: StateDir, now: number, by?: string): Promise<void> {
  const message = `adopted from ${plan.files.map(({ file }) => file).join(', ')} into ${plan.config.file}`;
  await record(state, [{ kind: 'note', about: 'adopt', message }]);
  await applyAdoption(plan, state.adoptions, now);
  if (by === undefined) return;
  const names = plan.taken.filter(({ isNew }) => isNew).map(({ name }) => name);
  const { file, before } = plan.config;
  const store = openTrust(state.trust);
  // Of a file that was there only the new lines were shown: it may be used if it was allowed to be without them.
  const isSeen = before === undefined || store.isTrusted(configurationHash(file, before));
  const loaded = await loadConfig(file);
  const launches = launchesOf(loaded).filter(({ name }) => names.includes(name));
  const fresh = isSeen ? [configurationOf(loaded), ...launches] : launches;
  await record(
    state,
    fresh.map((launch) => ({ kind: 'trust', ...launch, by })),
  );
  await store.trust(fresh.map((launch) => ({ ...launch, by, at: now })));
}

export { type DiffLine, diffLines } from '../discover/adopt/diff.ts';
export type { AdoptionPlan };

/** The names by which `--client` knows them. */
export const CLIENT_NAMES: readonly string[] = CLIENTS.map(({ id }) => id);

export { type Trouble, troubleText } from '../discover/client-survey.ts';
