import { statSync } from 'node:fs';
import path from 'node:path';
import {
  type AdoptionPlan,
  type AdoptWish,
  adoptAll,
  CLIENT_NAMES,
  planFor,
  refuseShutHome,
  surveyHome,
  troubleText,
} from '../../app/adopting.ts';
import { discoverAgain } from '../../app/discovering/again.ts';
import { aboutState, aboutThis } from '../../app/places/config-place.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { chooseSome } from '../choose.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { planObject } from '../printing/adopt-json.ts';
import { planText } from '../printing/adopt-text.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { confirm, type Screen } from '../screen.ts';
import { loginName, openState } from '../state.ts';
import { uninterrupted } from '../uninterrupted.ts';
import { UsageError } from '../usage-error.ts';

type Survey = Awaited<ReturnType<typeof surveyHome>>;

export interface AdoptOptions {
  readonly client?: readonly string[];
  readonly server?: readonly string[];
  readonly project?: string | true;
  readonly apart?: boolean;
  readonly config?: string;
  readonly secrets?: 'keychain' | 'file';
  readonly state?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly guard?: Partial<GuardOptions>;
  readonly around?: Pick<AdoptWish, 'machine' | 'own'>;
  readonly choose?: typeof chooseSome;
}

/** Moves the clients' servers behind Sallyport, and leaves Sallyport as the clients' only server. */
export async function adopt(options: AdoptOptions, screen: Screen): Promise<number> {
  refuseStrangers(options.client);
  refuseSilence(options);
  const wish = wishOf(options);
  if (wish.choice.project !== undefined) refuseNoFolder(wish.choice.project);
  await refuseShutHome({ ...options.around });
  const state = openState(options.state);
  const at = { clients: state.clients, ...options.guard };
  if (options.dryRun !== true && !mayDecide({ ...screen, isAttended: true }, at, 'nothing was adopted')) return 1;
  const survey = await surveyHome(wish);
  const troubles = survey.troubles.filter((trouble) => concerns(trouble, wish.choice));
  const isJson = options.json === true;
  for (const trouble of isJson ? [] : troubles) screen.err(`sallyport: left out: ${plain(troubleText(trouble))}`);
  refuseUnknown(options.server, survey, troubles.length > 0);
  const all = await planFor(survey, wish, state);
  const plan = isInteractive(options, screen) ? await chosenPlan(all, survey, wish, state, options) : all;
  if (plan === undefined) return refused(screen);
  const isWritten = plan.files.length > 0 && options.dryRun !== true;
  if (isJson) {
    if (isWritten) await write(plan, state, options, screen);
    screen.out(JSON.stringify(planObject(plan, troubles, isWritten)));
    return plan.files.length === 0 && troubles.length > 0 ? 1 : 0;
  }
  screen.out(planText(plan, screen, aboutState(options.state)));
  if (plan.files.length === 0) return troubles.length > 0 ? 1 : 0;
  if (options.dryRun === true) {
    screen.out('\nNothing was written (--dry-run).');
    return 0;
  }
  if (options.yes !== true && !(await isAgreed(screen))) return refused(screen);
  await write(plan, state, options, screen);
  sayDone(plan, options, screen);
  return 0;
}

function wishOf({ around, client, server, project, apart, config, secrets }: AdoptOptions): AdoptWish {
  const folder = project === true ? process.cwd() : project;
  return {
    ...around,
    choice: {
      ...(client === undefined ? {} : { clients: client }),
      ...(server === undefined ? {} : { servers: server }),
      ...(folder === undefined ? {} : { project: path.resolve(folder) }),
      ...(apart === undefined ? {} : { apart }),
    },
    config,
    secrets,
  };
}

/** The plan for the clients that a person chooses; undefined if they choose none. */
async function chosenPlan(
  all: AdoptionPlan,
  survey: Survey,
  wish: AdoptWish,
  state: StateDir,
  { choose = chooseSome }: AdoptOptions,
): Promise<AdoptionPlan | undefined> {
  const chosen = await chooseClients(all, choose);
  if (chosen === undefined) return undefined;
  // Clients that had nothing to choose still have something to report.
  const offered = clientsIn(all.taken.map(({ found }) => found));
  const others = clientsIn([...all.left.map(({ found }) => found), ...all.elsewhere]);
  const clients = [...chosen, ...others.filter((id) => !offered.includes(id))];
  return planFor(survey, { ...wish, choice: { ...wish.choice, clients } }, state);
}

async function isAgreed(screen: Screen): Promise<boolean> {
  if (!screen.isAttended)
    throw new UsageError(
      'there is no terminal to ask on, so nothing was adopted: say --yes, or --dry-run to look only',
    );
  return confirm(screen, '\nWrite this?');
}

/** What a person has seen and said yes to is trusted in their name. */
async function write(
  plan: AdoptionPlan,
  state: StateDir,
  { yes, around }: AdoptOptions,
  screen: Screen,
): Promise<void> {
  await uninterrupted(() => adoptAll(plan, state, screen.now(), yes === true ? undefined : loginName()));
  await discoverAgain(state, screen.now(), around?.machine);
}

function sayDone(plan: AdoptionPlan, options: AdoptOptions, screen: Screen): void {
  screen.out(screen.paint.green('\nDone.'));
  screen.out(
    `Restart ${[...new Set(plan.files.map(({ client }) => client.title))].join(', ')}: clients read their files when they start.`,
  );
  const about = aboutThis(plan.config, options.state);
  const isNew = plan.taken.some((each) => each.isNew);
  if (options.yes === true && isNew) screen.out(`Nobody has looked at what is run yet: sallyport trust${about}`);
  screen.out(`Whether everything works:   sallyport doctor${about}`);
  screen.out(`To put everything back:     sallyport restore${aboutState(options.state)}`);
}

/** Whether something that could not be read may contain what was asked for. */
function concerns({ clients, project }: Survey['troubles'][number], choice: AdoptWish['choice']): boolean {
  if (choice.project === undefined && project !== undefined) return false;
  return clients.some(({ id }) => choice.clients?.includes(id) !== false);
}

const clientsIn = (all: Survey['servers']): string[] => [...new Set(all.map(({ slot }) => slot.client.id))];

function refused(screen: Screen): number {
  screen.out('Nothing was written.');
  return 1;
}

const isInteractive = ({ client, server, yes, dryRun }: AdoptOptions, screen: Screen): boolean =>
  client === undefined &&
  server === undefined &&
  yes !== true &&
  dryRun !== true &&
  screen.isAttended &&
  screen.isTerminal;

/** Asks only if there is something to choose. */
async function chooseClients({ taken }: AdoptionPlan, choose: typeof chooseSome): Promise<string[] | undefined> {
  const names = new Map<string, { title: string; servers: string[] }>();
  for (const { found } of taken) {
    const { client } = found.slot;
    const held = names.get(client.id) ?? { title: client.title, servers: [] };
    held.servers.push(found.name);
    names.set(client.id, held);
  }
  if (names.size < 2) return [...names.keys()];
  const options = [...names].map(([value, { title, servers }]) => ({
    value,
    label: title,
    hint: plain(servers.join(', ')),
  }));
  return choose('Whose servers shall stand behind Sallyport?', options);
}

function refuseSilence({ json, yes, dryRun }: AdoptOptions): void {
  if (json === true && yes !== true && dryRun !== true)
    throw new UsageError('--json asks nobody, so nothing was adopted: say --yes, or --dry-run to look only');
}

/**
 * Checked before anything is shown: whoever mistypes one of two names would otherwise adopt half of what they meant.
 */
function refuseUnknown(wanted: readonly string[] | undefined, { servers }: Survey, isPartial: boolean): void {
  const known = [...new Set(servers.filter(({ isUs }) => !isUs).map(({ name }) => name))].sort();
  const unknown = wanted?.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const unread = isPartial ? ', as far as their files could be read' : '';
  const there = known.length === 0 ? 'they have none' : `there are: ${known.map((name) => plainLine(name)).join(', ')}`;
  throw new UsageError(`no client has a server ${unknown}${didYouMean(unknown, known)}${unread}; ${there}`);
}

function refuseNoFolder(project: string): void {
  if (statSync(project, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UsageError(`--project ${project} is not a folder; name the folder of a project, or leave it out`);
}

export function refuseStrangers(clients: readonly string[] | undefined): void {
  const stranger = clients?.find((name) => !CLIENT_NAMES.includes(name));
  if (stranger === undefined) return;
  throw new UsageError(
    `no client is called ${stranger}${didYouMean(stranger, CLIENT_NAMES)}; known: ${CLIENT_NAMES.join(', ')}`,
  );
}
