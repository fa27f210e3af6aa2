import { ConfigError } from '../../config/error.ts';
import { parseConfig } from '../../config/load.ts';
import { server } from '../../config/server.ts';
import { complaintText } from '../../model/complaint.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Machine } from '../client.ts';
import type { ClientSurvey, FoundServer } from '../client-survey.ts';
import { pathOf, sameFolder } from '../places.ts';
import type { Choice, Taken } from './choice.ts';
import { type AgentConfig, agentsIn, type ClientAgent } from './client-agents.ts';
import { changeOf, type FileChange } from './client-change.ts';
import { withAgents, withServers } from './config-text.ts';
import { type OwnLaunch, servesAlike } from './own-entry.ts';
import { type Reach, reachOf } from './reach.ts';
import type { KeptSecret, SecretShelf } from './secrets.ts';
import { serverForm } from './server-form.ts';
import { Taking } from './taking.ts';

export interface AdoptionPlan {
  /** The project whose servers are taken; undefined for the user's own. */
  readonly project: string | undefined;
  readonly files: readonly FileChange[];
  readonly config: {
    readonly file: string;
    readonly before: string | undefined;
    readonly after: string;
  };
  readonly taken: readonly Taken[];
  /** What stays in its client, and why. */
  readonly left: readonly { readonly found: FoundServer; readonly why: string }[];
  readonly secrets: readonly KeptSecret[];
  /** Clients that get servers which they did not have. */
  readonly reach: readonly Reach[];
  /** The agents that clients become, where each is to have only its own servers. */
  readonly agents: readonly ClientAgent[];
  /** Servers of projects that are not adopted, since the user's own were asked for: each project is adopted by itself. */
  readonly elsewhere: readonly FoundServer[];
}

export interface PlanOptions {
  readonly survey: ClientSurvey;
  readonly choice: Choice;
  readonly machine: Pick<Machine, 'platform'>;
  readonly own: OwnLaunch;
  /** The whole path of its file, its servers with secrets put in. */
  readonly config: AgentConfig & { readonly text: string | undefined };
  /** The first that accepts a secret gets it. */
  readonly shelves: readonly SecretShelf[];
}

/** Works out what adoption would change; touches nothing. Throws an `Error`, with what to do, where it cannot be done at all. */
export async function planAdoption(options: PlanOptions): Promise<AdoptionPlan> {
  const { survey, choice, config, own } = options;
  const left: AdoptionPlan['left'][number][] = [];
  const files: FileChange[] = [];
  const taking = new Taking(config.servers, options.shelves);
  const agents = agentsIn(choice, config);
  for (const file of survey.files) {
    const wanted: FoundServer[] = [];
    for (const found of survey.servers) {
      if (found.slot.file !== file.file || !isChosen(found, options)) continue;
      const why = whyLeft(found, options);
      if (why === undefined) wanted.push(found);
      else if (why !== '') left.push({ found, why });
    }
    const change = changeOf(file, wanted, survey, own, agents.of(file.client));
    if (typeof change === 'string') {
      for (const found of wanted) left.push({ found, why: change });
    } else if (change !== undefined) {
      files.push(change);
      for (const found of wanted) await taking.take(found, anchored(found, options));
    }
  }
  const { taken, added, secrets } = taking;
  const become = agents.become(taken);
  const before = Object.keys(config.servers);
  const reach = reachOf({
    survey,
    taken,
    changed: files.map(({ file }) => file),
    before,
    after: [...new Set([...before, ...Object.keys(added)])],
    serves: (args) => servesAlike(own, args),
  });
  return {
    project: choice.project,
    files,
    config: { file: config.file, before: config.text, after: configAfter(config, added, become) },
    taken,
    left,
    secrets,
    agents: become,
    reach: agents.areApart ? [] : reach,
    elsewhere: survey.servers.filter((found) => isElsewhere(found, choice)),
  };
}

function isChosen({ slot, name }: FoundServer, { choice, machine }: PlanOptions): boolean {
  const { clients, servers, project } = choice;
  if (clients !== undefined && !clients.includes(slot.client.id)) return false;
  if (servers !== undefined && !servers.includes(name)) return false;
  if (slot.project === undefined || project === undefined) return slot.project === project;
  return sameFolder(slot.project, project, machine);
}

const isElsewhere = ({ slot, name, entry, isUs }: FoundServer, { clients, servers, project }: Choice): boolean =>
  project === undefined &&
  slot.project !== undefined &&
  !isUs &&
  entry.trouble === undefined &&
  clients?.includes(slot.client.id) !== false &&
  servers?.includes(name) !== false;

/** Why an entry stays where it is; '' where nothing needs to be said. */
function whyLeft({ entry, isUs, slot }: FoundServer, { own, machine }: PlanOptions): string | undefined {
  if (isUs) {
    return servesAlike(own, entry.args) || entry.url !== undefined
      ? ''
      : 'it is Sallyport already, with another configuration: name that one with --config';
  }
  if (entry.trouble !== undefined) return entry.trouble;
  const isRelative = entry.cwd !== undefined && !entry.cwd.startsWith('${') && !pathOf(machine).isAbsolute(entry.cwd);
  if (isRelative && slot.project === undefined)
    return `its folder ${entry.cwd} depends on where ${slot.client.title} is started`;
  return whyRefused(entry);
}

/** Why a configuration would not be read with it: one such entry must not keep all others from being taken. */
function whyRefused(entry: FoundServer['entry']): string | undefined {
  const [issue] = server.safeParse(serverForm(entry)).error?.issues ?? [];
  if (issue === undefined) return undefined;
  const [inner] = issue.code === 'invalid_key' ? issue.issues : [];
  return `its \`${issue.path.map(String).join('.')}\` cannot be used: ${(inner ?? issue).message}`;
}

/** A project's entry starts in the project's folder, wherever the configuration is. */
function anchored({ entry, slot }: FoundServer, { machine }: PlanOptions): FoundServer['entry'] {
  const { isAbsolute, join } = pathOf(machine);
  if (slot.project === undefined || entry.cwd === undefined || entry.cwd.startsWith('${') || isAbsolute(entry.cwd))
    return entry;
  return { ...entry, cwd: join(slot.project, entry.cwd) };
}

function configAfter(
  { file, text }: PlanOptions['config'],
  added: Readonly<Record<string, JsonObject>>,
  become: readonly ClientAgent[],
): string {
  let after: string;
  try {
    after = withAgents(withServers(text, added), become);
    parseConfig(file, after);
  } catch (error) {
    const why =
      error instanceof ConfigError
        ? error.complaints.map(complaintText).join('\n')
        : error instanceof Error
          ? error.message
          : String(error);
    throw new Error(`${file} cannot take the servers, so nothing was changed: ${why}`);
  }
  return after;
}
