import {
  type Difference,
  type Locked,
  type Survey,
  take,
  type Wish,
  wanted,
  wishesOf,
} from '../../app/locking/survey.ts';
import { aboutThis } from '../../app/places/config-place.ts';
import { record } from '../../app/scribe.ts';
import { UnknownServer } from '../../app/unknown-server.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { type GuardOptions, mayDecide } from '../guard.ts';
import { aboutLock, type LookOptions, lookAtServers, lookCode, sayMissing } from '../look.ts';
import { byGrade, differenceText } from '../printing/difference-text.ts';
import { plainLine } from '../printing/plain.ts';
import { confirm, type Screen } from '../screen.ts';
import { loginName, openState } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface AcceptOptions extends LookOptions {
  readonly all?: boolean;
  /** Accepts without asking, for scripts: the change is accepted, but no person has confirmed the classification. */
  readonly yes?: boolean;
  /** For tests: the place in the process tree that this process pretends to have. */
  readonly guard?: Pick<GuardOptions, 'pid' | 'table'>;
}

/** Accepts what servers offer now into the lockfile. A person's yes confirms the classification as well. */
export async function accept(targets: readonly string[], options: AcceptOptions, screen: Screen): Promise<number> {
  if (targets.length > 0 && options.all === true)
    throw new UsageError('--all takes everything: name nothing beside it, or leave it out');
  if (targets.length === 0 && options.all !== true)
    throw new UsageError('name what to take, as SERVER or SERVER/TOOL; --all takes everything');
  const state = openState(options.state);
  // An agent with a shell must not accept what it is offered itself, whether we would ask or not.
  const asking = options.yes === true ? { ...screen, isAttended: true } : screen;
  if (!mayDecide(asking, { clients: state.clients, ...options.guard }, 'nothing was taken')) return 1;
  const named = options.all === true ? undefined : new Set(wishesOf(targets).map(({ server }) => server));
  const { survey, configuration } = await lookAtServers(options, 'accept', screen, named);
  sayMissing(survey.missing, screen);
  const servers = new Set([...survey.offered.keys(), ...survey.file.lockfile.servers.keys()]);
  const about = aboutThis(configuration.place, options.state) + aboutLock(options);
  const asked = [...servers].filter((name) => !survey.missing.has(name)).sort();
  const wishes = wishesOf(options.all === true ? asked : targets);
  const known = [...new Set([...Object.keys(configuration.config.servers), ...survey.file.lockfile.servers.keys()])];
  const there = { known, config: configuration.loaded.path, about };
  const odd = wishes.flatMap((wish) => whyNot(survey, wish, there) ?? []);
  if (wishes.length === 0)
    odd.push({ why: known.length === 0 ? 'no server is configured' : 'no server could be asked', code: 1 });
  if (odd.length > 0) {
    for (const { why } of odd) screen.err(`sallyport: ${why}; nothing was taken`);
    return Math.max(...odd.map(({ code }) => code));
  }
  if (wishes.every((wish) => isTaken(survey, wish))) {
    screen.out(`${survey.file.path} has it already.`);
    return lookCode([], survey.missing);
  }
  show(survey, wishes, screen);
  const isAttended = options.yes !== true;
  if (isAttended && !(await confirm(screen, `Take ${wishes.map(textOf).join(', ')} into ${survey.file.path}?`))) {
    screen.out('Left as it is.');
    return 1;
  }
  const message = `${wishes.map(textOf).join(', ')} by ${loginName()}${isAttended ? '' : ' (--yes)'}`;
  await record(state, [{ kind: 'note', about: 'accept', message }]);
  const isWritten = await take(survey, wishes, isAttended);
  screen.out(isWritten ? `Taken into ${survey.file.path}.` : `${survey.file.path} has it already.`);
  return lookCode([], survey.missing);
}

const textOf = ({ server, name }: Wish): string => (name === undefined ? server : `${server}/${name}`);

/** Whether granting a request would change nothing: all is as it was accepted, and every classification confirmed. */
function isTaken(survey: Survey, wish: Wish): boolean {
  const locked = survey.file.lockfile.servers.get(wish.server);
  if (locked === undefined || wanted(survey, wish).length > 0) return false;
  return [locked.tools, locked.prompts, locked.resourceTemplates].every((things) =>
    [...things].every(([name, { confirmed }]) => confirmed || (wish.name !== undefined && wish.name !== name)),
  );
}

/** Why a request cannot be granted, and the exit code of that: 2 where it names what nobody has. */
function whyNot(
  survey: Survey,
  wish: Wish,
  { known, config, about }: { readonly known: readonly string[]; readonly config: string; readonly about: string },
): { readonly why: string; readonly code: 1 | 2 } | undefined {
  const { server, name } = wish;
  const offered = survey.offered.get(server);
  if (survey.missing.has(server)) return { why: `${server} could not be asked`, code: 1 };
  if (offered === undefined && wanted(survey, wish).length === 0)
    return { why: new UnknownServer(server, known, config).message, code: 2 };
  if (name === undefined || wanted(survey, wish).length > 0) return undefined;
  const names = [offered?.tools, offered?.prompts, offered?.resourceTemplates].flatMap((each) => [
    ...(each?.keys() ?? []),
  ]);
  if (names.includes(name)) return undefined;
  const instead = `sallyport diff ${server}${about} shows what is different`;
  return { why: `${server} offers no ${name}${didYouMean(name, names)}; ${instead}`, code: 2 };
}

function show(survey: Survey, wishes: readonly Wish[], screen: Screen): void {
  for (const wish of wishes) {
    const differences = byGrade(wanted(survey, wish));
    for (const difference of differences) screen.out(`${differenceText(difference, screen)}\n`);
    const offered = survey.offered.get(wish.server)?.tools ?? new Map<string, Locked>();
    const locked = survey.file.lockfile.servers.get(wish.server)?.tools;
    for (const [name, tool] of offered) {
      if (wish.name !== undefined && wish.name !== name) continue;
      if (locked?.get(name)?.confirmed === true && !isAbout(differences, name)) continue;
      screen.out(classification(`${wish.server}/${name}`, tool, screen));
    }
  }
}

const isAbout = (differences: readonly Difference[], name: string): boolean =>
  differences.some((one) => one.kind === 'tools' && one.name === name);

/** What is inferred about a tool, for the person who is about to confirm it. */
function classification(name: string, { risk, powers, roles }: Locked, { paint }: Screen): string {
  const can = [...powers].map(([power, why]) => `${power} (${why})`).join(', ');
  const decides = [...roles].map(([at, { role }]) => `${at.slice(1)}: ${role}`).join(', ');
  const head = `${paint.bold(plainLine(name, 200))}, risk ${risk}: can ${plainLine(can, 400)}`;
  return decides === '' ? head : `${head}\n        ${plainLine(decides, 400)}`;
}
