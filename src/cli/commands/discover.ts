import type { Source } from '../../app/discovering/sources.ts';
import { type Discovery, discoverHere, type Find, keepDiscovery, spotText } from '../../app/discovering.ts';
import { aboutState } from '../../app/places/config-place.ts';
import { messageOf } from '../../model/caught.ts';
import { countOf } from '../../model/count.ts';
import { fold } from '../printing/fold.ts';
import { plain } from '../printing/plain.ts';
import { openProgress, type Progress } from '../printing/progress.ts';
import { STANDINGS } from '../printing/standing.ts';
import { type Column, table } from '../printing/table.ts';
import { stampText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { openState } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface DiscoverOptions {
  readonly only?: readonly Source[];
  readonly folder?: string;
  readonly probe?: boolean;
  readonly config?: string;
  readonly json?: boolean;
  readonly state?: string;
}

const ORDER = ['bypassing', 'unknown', 'behind'] as const;
/** Sources that search a folder: without one they have nowhere to look. */
const IN_FOLDER: readonly Source[] = ['manifests', 'code'];

/** Reports what is there. Exits 1 if a server bypasses Sallyport, or something could not be examined. */
export async function discover(options: DiscoverOptions, screen: Screen, progress = openProgress()): Promise<number> {
  const { only, folder, probe, config } = options;
  const lost = only?.find((source) => IN_FOLDER.includes(source));
  if (lost !== undefined && folder === undefined) {
    throw new UsageError(`--only ${lost} needs a folder to look through: add --folder DIR`);
  }
  const wish = only === undefined ? {} : { sources: only };
  const found = await discoverHere({ ...wish, folder, probe, config, progress: bar(progress) });
  progress.end();
  const at = screen.now();
  const unkept = await keep(options.state, found, at);
  const troubles = [...found.troubles, ...unkept];
  const finds = [...found.finds].sort((one, other) => ORDER.indexOf(one.standing) - ORDER.indexOf(other.standing));
  const tally = tallyOf(finds);
  const code = tally.past > 0 || troubles.length > 0 ? 1 : 0;
  if (options.json === true) {
    screen.out(JSON.stringify({ at: stampText(at), ...tally, finds, troubles, notes: found.notes }));
    return code;
  }
  print(screen, finds, { ...found, troubles });
  screen.out(`\n${summaryOf(screen, tally, options)}`);
  return code;
}

const WIDTH = 20;

const bar =
  (progress: Progress) =>
  (source: Source, done: number, of: number): void =>
    progress.say(() => {
      if (of === 0) return 'listing files …';
      const full = Math.round((done / of) * WIDTH);
      return `${source} [${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${done} of ${of}`;
    });

/** Shows what was found even if it cannot be stored. */
async function keep(root: string | undefined, found: Discovery, at: number): Promise<string[]> {
  try {
    await keepDiscovery(openState(root), found, at);
    return [];
  } catch (error) {
    return [`what was found was not kept: ${messageOf(error)}`];
  }
}

interface Tally {
  readonly servers: number;
  readonly behind: number;
  readonly past: number;
  readonly agents: number;
  readonly secrets: number;
}

function tallyOf(finds: readonly Find[]): Tally {
  const servers = finds.filter(({ kind }) => kind === 'server');
  return {
    servers: servers.length,
    behind: servers.filter(({ standing }) => standing === 'behind').length,
    past: servers.filter(isPast).length,
    agents: finds.filter(({ kind }) => kind === 'agent').length,
    secrets: finds.reduce((sum, { held }) => sum + held.length, 0),
  };
}

/** A client reaches the server without Sallyport, whether or not Sallyport also serves it. */
const isPast = ({ seen }: Find): boolean => seen.some(({ way }) => way === 'past');

function print(
  screen: Screen,
  finds: readonly Find[],
  { troubles, notes }: Pick<Discovery, 'troubles' | 'notes'>,
): void {
  const { paint } = screen;
  const columns: Column<Find>[] = [
    { head: 'SERVER', cell: ({ name }) => name, paint: paint.bold, flexible: true },
    {
      head: 'SALLYPORT',
      cell: standingText,
      paint: (text, find) => (isPast(find) ? paint.red : find.standing === 'behind' ? paint.green : paint.yellow)(text),
    },
    { head: 'SURE', cell: ({ certainty }) => certainty },
    { head: 'SEEN', cell: seenText, below: 'always' },
    { head: 'RUNS', cell: launchText, below: 'always', paint: paint.dim },
    { head: 'IN PLAIN TEXT', cell: heldText, below: 'always', paint: paint.yellow },
  ];
  const servers = finds.filter(({ kind }) => kind === 'server');
  const agents = finds.filter(({ kind }) => kind === 'agent');
  const own = finds.filter(({ kind }) => kind === 'sallyport');
  if (finds.length === 0) screen.out('No server or agent was found.');
  if (servers.length > 0) screen.out(table(screen, columns, servers));
  const meanings = meaningsOf(screen, servers);
  if (meanings.length > 0) screen.out(fold(`\n${meanings.join('\n')}`, screen));
  if (agents.length > 0) {
    const wanted = [
      { ...(columns[0] as Column<Find>), head: 'AGENT' },
      columns[2] as Column<Find>,
      columns[3] as Column<Find>,
    ];
    screen.out(`${servers.length > 0 ? '\n' : ''}${table(screen, wanted, agents)}`);
  }
  for (const find of own) screen.out(fold(`\nSallyport itself: ${plain(seenText(find))}`, screen));
  if (troubles.length > 0) screen.out(paint.yellow('\nCould not be looked at, so that more may be there:'));
  for (const trouble of troubles) screen.out(fold(`- ${plain(trouble)}`, screen));
  for (const note of notes) screen.out(fold(paint.dim(`\nNote: ${plain(note)}`), screen));
}

const standingText = (find: Find): string =>
  find.standing === 'unknown' && isPast(find) ? 'goes past, unknown' : STANDINGS[find.standing];

/** Explains the words of the second column to somebody who sees them for the first time. */
const MEANINGS: Readonly<Record<string, string>> = {
  'goes past': 'Sallyport has it, and a client or process reaches it without Sallyport',
  'goes past, unknown': 'a client or process reaches it, and Sallyport does not have it',
  unknown: 'it is there, and who reaches it was not seen',
  behind: 'it is reached through Sallyport alone, as far as was seen',
};

function meaningsOf({ paint }: Screen, finds: readonly Find[]): string[] {
  const met = new Set(finds.filter(({ kind }) => kind === 'server').map(standingText));
  return Object.entries(MEANINGS).flatMap(([word, means]) => (met.has(word) ? [paint.dim(`${word}: ${means}`)] : []));
}

const seenText = ({ seen }: Find): string =>
  seen
    .map(
      ({ reason, at, by }) => `${reason}${by !== undefined && !reason.includes(by) ? ` (${by})` : ''}, ${spotText(at)}`,
    )
    .join('; ');

function launchText({ launch: { command, args = [], url } }: Find): string {
  if (url !== undefined) return url;
  if (command === undefined) return '';
  return [command, ...args].map((word) => (PLAIN_WORD.test(word) ? word : JSON.stringify(word))).join(' ');
}

const PLAIN_WORD = /^[\w@%+=:,./\\[\]-]+$/;

const heldText = ({ held }: Find): string => held.map(({ name, masked }) => `${name}: ${masked}`).join('; ');

function summaryOf(screen: Screen, tally: Tally, { folder, probe, state }: DiscoverOptions): string {
  const { paint } = screen;
  const { servers, past, agents, secrets } = tally;
  const counts = [
    countOf(servers, 'server'),
    ...(past > 0 ? [`${past} of them reached without Sallyport`] : []),
    ...(agents > 0 ? [`${countOf(agents, 'agent')} in code`] : []),
    ...(secrets > 0 ? [`${countOf(secrets, 'secret')} in plain text`] : []),
  ];
  const about = aboutState(state);
  const next = [
    ...(past > 0
      ? [
          `sallyport adopt${about}   takes behind Sallyport what stands in clients (--project DIR: in a project), with its secrets`,
        ]
      : []),
    ...(folder === undefined ? [`sallyport discover --folder DIR${about}   also looks into manifests and code`] : []),
    ...(probe === true ? [] : [`sallyport discover --probe${about}   also asks the ports of this machine`]),
  ];
  const line = `${counts.join(', ')}.`;
  const lines = [past > 0 ? paint.red(line) : paint.green(line), ...next.map((each) => `  ${paint.cyan(each)}`)];
  return fold(lines.join('\n'), screen);
}
