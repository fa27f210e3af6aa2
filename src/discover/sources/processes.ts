import path from 'node:path';
import { type ClientProgram, clientProgram, isCommonTool } from '../client-processes.ts';
import type { SeeSecrets } from '../credentials.ts';
import type { Certainty, Seen, Sightings } from '../find.ts';
import { entryOf, hideLaunch } from '../hidden-launch.ts';
import { isOurselves, type Ourselves } from '../launch.ts';
import type { RunningProcess } from '../process-list.ts';
import { baseName, programOf } from '../program.ts';
import { speaksMcp } from '../speaking.ts';
import { SALLYPORT } from './clients.ts';

export interface ProcessOptions {
  readonly processes: readonly RunningProcess[];
  /** Our own, which is of no interest. */
  readonly self: number;
  readonly ourselves: Ourselves;
  /** Keys of servers seen in files. */
  readonly known: ReadonlySet<string>;
  readonly seeSecrets: SeeSecrets;
}

/** Who keeps a process: the nearest above it that is a client or Sallyport. */
type Keeper = { readonly us: true } | { readonly us: false; readonly client: ClientProgram };

/** Servers among the processes that run. */
export function seeProcesses(options: ProcessOptions): Sightings {
  const byPid = new Map(options.processes.map((each) => [each.pid, each]));
  const candidates = new Map<number, Seen>();
  for (const each of options.processes) {
    if (each.pid === options.self) continue;
    const seen = seeProcess(each, options, byPid);
    if (seen !== undefined) candidates.set(each.pid, seen);
  }
  const seen = [...candidates].flatMap(([pid, each]) => {
    if (each.kind === 'server' && isBelowServer(pid, candidates, byPid, options.ourselves)) return [];
    return [each.kind === 'sallyport' ? each : { ...each, marks: marksBelow(pid, candidates, byPid) }];
  });
  const hidden = options.processes.filter(({ isPiped }) => isPiped === undefined).length;
  const notes =
    hidden === 0 ? [] : [`processes whose pipes cannot be seen, and that only their names could give away: ${hidden}`];
  return { seen, troubles: [], notes };
}

/** A runner such as `npx` starts the server as its child: they are one, unless a client stands between them. */
function isBelowServer(
  pid: number,
  candidates: ReadonlyMap<number, Seen>,
  byPid: ReadonlyMap<number, RunningProcess>,
  ourselves: ProcessOptions['ourselves'],
): boolean {
  for (const upper of above(pid, byPid)) {
    if (candidates.get(upper.pid)?.kind === 'server') return true;
    if (isUs(upper, ourselves) || clientProgram(upper.words) !== undefined) return false;
  }
  return false;
}

function seeProcess(
  each: RunningProcess,
  { ourselves, known, seeSecrets }: ProcessOptions,
  byPid: ReadonlyMap<number, RunningProcess>,
): Seen | undefined {
  const { words, isPiped, pid } = each;
  const base = { source: 'processes', at: { pid }, marks: [`pid ${pid}`] } as const;
  const hidden = hideLaunch(entryOf(words), seeSecrets);
  if (isUs(each, ourselves)) {
    if (!words.includes('serve')) return undefined;
    const name = 'sallyport';
    const reason = 'Sallyport serves here';
    const { launch } = hidden;
    return {
      ...base,
      kind: 'sallyport',
      name,
      certainty: 'certain',
      reason,
      way: 'behind',
      launch,
      held: [],
      keys: [SALLYPORT],
    };
  }
  const keeper = keeperOf(pid, byPid, ourselves);
  const judged = judge(each, known.has(hidden.key), keeper);
  if (judged === undefined) return undefined;
  const by = keeper === undefined ? undefined : keeper.us ? 'Sallyport' : keeper.client.title;
  const [certainty, reason] = judged;
  return {
    ...base,
    kind: 'server',
    name: processName(words),
    ...(by === undefined ? {} : { by }),
    certainty,
    reason,
    // Whoever holds the other end of the pipes speaks to it without us.
    way: keeper?.us === true ? 'behind' : keeper !== undefined || isPiped === true ? 'past' : 'unsure',
    launch: hidden.launch,
    held: hidden.held,
    keys: [hidden.key],
  };
}

function judge(
  { words, isPiped }: RunningProcess,
  isKnown: boolean,
  keeper: Keeper | undefined,
): readonly [Certainty, string] | undefined {
  if (isKnown) return ['certain', 'runs as a configuration says'];
  const program = programOf(words);
  const speaking = program === undefined ? undefined : speaksMcp(program);
  const isChild = keeper !== undefined && isPiped !== false;
  const below = keeper?.us === true ? 'Sallyport' : keeper?.client.title;
  if (speaking !== undefined) {
    if (isChild) return ['certain', `${speaking.reason}, and ${below} started it`];
    if (isPiped === true)
      return [speaking.certainty === 'possible' ? 'possible' : 'likely', `${speaking.reason}, over pipes`];
    return [speaking.certainty === 'certain' ? 'likely' : 'possible', speaking.reason];
  }
  if (keeper === undefined || isPiped !== true || isCommonTool(words) || clientProgram(words) !== undefined) {
    return undefined;
  }
  if (keeper.us) return ['likely', 'Sallyport started it, and speaks to it over pipes'];
  if (keeper.client.isEditor === true) return undefined;
  return ['possible', `${below} started it, and speaks to it over pipes`];
}

/** What a process is called to people: what it runs rather than what runs it. */
export function processName(words: readonly string[]): string {
  const program = programOf(words);
  if (program === undefined) return baseName(words[0] ?? '');
  return program.kind === 'script' ? program.name.split(/[\\/]/).slice(-2).join('/') : program.name;
}

function keeperOf(pid: number, byPid: ReadonlyMap<number, RunningProcess>, ourselves: Ourselves): Keeper | undefined {
  for (const each of above(pid, byPid)) {
    if (isUs(each, ourselves)) return { us: true };
    const client = clientProgram(each.words);
    if (client !== undefined) return { us: false, client };
  }
  return undefined;
}

/** A script is named as it was typed: relative to where that was. */
function isUs({ words, cwd }: RunningProcess, ourselves: Ourselves): boolean {
  const [command, ...args] = words;
  const whole = args.map((word) => (cwd !== undefined && /main\.js$/.test(word) ? path.resolve(cwd, word) : word));
  return isOurselves({ command, args: whole }, ourselves);
}

/** The processes above one, nearest first. */
function above(pid: number, byPid: ReadonlyMap<number, RunningProcess>): RunningProcess[] {
  const found: RunningProcess[] = [];
  const met = new Set([pid]);
  for (let next = byPid.get(pid)?.parent ?? 0; next > 0 && !met.has(next); ) {
    met.add(next);
    const process = byPid.get(next);
    if (process === undefined) break;
    found.push(process);
    next = process.parent;
  }
  return found;
}

/** Its own, and those of what it started: any of them may hold its port. */
function marksBelow(
  pid: number,
  candidates: ReadonlyMap<number, Seen>,
  byPid: ReadonlyMap<number, RunningProcess>,
): string[] {
  const below = [...byPid.keys()].filter((each) => {
    if (each === pid) return true;
    const nearest = above(each, byPid).find((upper) => candidates.has(upper.pid) || upper.pid === pid);
    return (
      nearest !== undefined && (nearest.pid === pid || above(nearest.pid, byPid).some((upper) => upper.pid === pid))
    );
  });
  return below.map((each) => `pid ${each}`);
}
