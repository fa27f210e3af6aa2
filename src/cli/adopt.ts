import path from 'node:path';
import { type AdoptWish, adoptAll, CLIENT_NAMES, planFor, surveyHome } from '../app/adopting.ts';
import { complaintText } from '../model/complaint.ts';
import { didYouMean } from '../model/nearest.ts';
import { planText } from './adopt-text.ts';
import { chooseSome } from './choose.ts';
import { type GuardOptions, whyNoHuman } from './guard.ts';
import { plain } from './plain.ts';
import { confirm, type Screen } from './screen.ts';
import { loginName, openState } from './scribe.ts';
import { UsageError } from './usage-error.ts';

export interface AdoptOptions {
  readonly client?: readonly string[];
  readonly server?: readonly string[];
  readonly project?: string | true;
  readonly config?: string;
  readonly secrets?: 'keychain' | 'file';
  readonly state?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly guard?: Partial<GuardOptions>;
  readonly around?: Pick<AdoptWish, 'machine' | 'own'>;
  readonly choose?: typeof chooseSome;
}

/** Takes the servers of the clients behind Sallyport, and leaves them Sallyport alone. */
export async function adopt(options: AdoptOptions, screen: Screen): Promise<number> {
  refuseStrangers(options.client);
  const state = openState(options.state);
  const project = options.project === true ? process.cwd() : options.project;
  const base: AdoptWish = {
    ...options.around,
    choice: {
      ...(options.client === undefined ? {} : { clients: options.client }),
      ...(options.server === undefined ? {} : { servers: options.server }),
      ...(project === undefined ? {} : { project: path.resolve(project) }),
    },
    config: options.config,
    secrets: options.secrets,
  };
  const barred = whyNoHuman({ ...screen, isAttended: true }, { clients: state.clients, ...options.guard });
  if (barred !== undefined && options.dryRun !== true) {
    screen.err(`sallyport: nothing was adopted: ${barred}`);
    return 1;
  }
  const survey = await surveyHome(base);
  for (const trouble of survey.troubles) screen.err(`sallyport: left out: ${plain(complaintText(trouble))}`);
  let plan = await planFor(survey, base, state);
  if (isInteractive(options, screen)) {
    const chosen = await chooseClients(plan, options.choose ?? chooseSome);
    if (chosen === undefined) return refused(screen);
    plan = await planFor(survey, { ...base, choice: { ...base.choice, clients: chosen } }, state);
  }
  screen.out(planText(plan, screen));
  if (plan.files.length === 0) {
    const wanted = options.server?.filter((name) => !plan.left.some(({ found }) => found.name === name)) ?? [];
    const known = survey.servers.map(({ name }) => name);
    const [unknown] = wanted.filter((name) => !known.includes(name));
    // What could not be read may hold what was wanted.
    if (survey.troubles.length > 0) return 1;
    if (unknown === undefined) return 0;
    throw new UsageError(`no client has a server ${unknown}${didYouMean(unknown, known)}`);
  }
  if (options.dryRun === true) {
    screen.out('\nNothing was written (--dry-run).');
    return 0;
  }
  if (options.yes !== true) {
    if (!screen.isAttended) {
      throw new UsageError(
        'there is no terminal to ask on, so nothing was adopted: say --yes, or --dry-run to look only',
      );
    }
    if (!(await confirm(screen, '\nWrite this?'))) return refused(screen);
  }
  const hasSeen = options.yes !== true;
  await adoptAll(plan, state, screen.now(), hasSeen ? loginName() : undefined);
  screen.out(screen.paint.green('\nDone.'));
  screen.out(
    `Start ${[...new Set(plan.files.map(({ client }) => client.title))].join(', ')} anew, so that it is read.`,
  );
  const isNew = plan.taken.some((each) => each.isNew);
  if (!hasSeen && isNew)
    screen.out(`Nobody has looked at what is run yet: sallyport trust --config ${plan.config.file}`);
  screen.out(`Whether everything works:   sallyport doctor --config ${plan.config.file}`);
  screen.out('To put everything back:     sallyport restore');
  return 0;
}

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

/** Asks only where there is something to choose. */
async function chooseClients(
  { taken }: Awaited<ReturnType<typeof planFor>>,
  choose: typeof chooseSome,
): Promise<string[] | undefined> {
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

function refuseStrangers(clients: readonly string[] | undefined): void {
  const stranger = clients?.find((name) => !CLIENT_NAMES.includes(name));
  if (stranger === undefined) return;
  throw new UsageError(
    `no client is called ${stranger}${didYouMean(stranger, CLIENT_NAMES)}; known: ${CLIENT_NAMES.join(', ')}`,
  );
}
