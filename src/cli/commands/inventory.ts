import {
  type AgentStock,
  type Find,
  type HeldCredential,
  type Inventory,
  type ServerStock,
  takeInventory,
} from '../../app/inventory/inventory.ts';
import { aboutState } from '../../app/places/config-place.ts';
import { countOf } from '../../model/count.ts';
import { tellConfig } from '../configuration.ts';
import { fold } from '../printing/fold.ts';
import { plain, plainLine } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { STANDINGS } from '../printing/standing.ts';
import { type Column, table } from '../printing/table.ts';
import { parseTime, spanText, stampText, timeText } from '../printing/time.ts';
import { laterText, PARTLY } from '../record/later-chains.ts';
import type { Screen } from '../screen.ts';
import { stateIfAny } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface InventoryOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly since?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly state?: string;
}

const NOBODY = 'any caller';
const KNOWN: Readonly<Record<AgentStock['known'], string>> = {
  configuration: '',
  client: 'no agent of this configuration; a client is set up as it',
  record: 'no agent of this configuration; known from calls in the record alone',
};

/** Reports which agents there are, what each may use and does use, and what they reach. */
export async function inventory(options: InventoryOptions, screen: Screen, progress = openProgress()): Promise<number> {
  const { config, lockfile, since = '30d', json, markdown } = options;
  if (json === true && markdown === true)
    throw new UsageError('--json and --markdown are two forms of the same report: choose one');
  const now = screen.now();
  const from = parseTime(since, now);
  const place = await tellConfig(options, screen);
  const stock = await takeInventory({
    config,
    place,
    lockfile,
    state: stateIfAny(options.state),
    since: from,
    progress: (records) => progress.say(() => `reading the record: ${records} records …`),
  });
  progress.end();
  const unread = laterText(stock.later);
  if (unread !== undefined) screen.err(`sallyport: ${unread}`);
  const code = unread === undefined ? 0 : PARTLY;
  if (json === true) {
    screen.out(JSON.stringify({ at: stampText(now), since: stampText(from), ...stampedStock(stock) }));
    return code;
  }
  const parts = partsOf(screen, stock, from, aboutState(options.state));
  for (const part of parts) {
    screen.out(markdown === true ? `## ${part.title}\n` : fold(screen.paint.bold(part.title), screen));
    for (const line of part.lines) screen.out(markdown === true ? `- ${inMarkdown(line)}` : fold(plain(line), screen));
    const rows = markdown === true ? part.markdown() : part.table();
    if (rows !== '') screen.out(rows);
    screen.out('');
  }
  return code;
}

/** The inventory with its times as programs get them, and null where something was never called. */
function stampedStock({ agents, servers, discovered, begins, ...rest }: Inventory): object {
  const stamped = <T extends { readonly last: number }>({ last, ...each }: T) => ({
    ...each,
    last: last === 0 ? null : stampText(last),
  });
  const times = Object.entries({ discovered, begins }).flatMap(([name, at]) =>
    at === undefined ? [] : [[name, stampText(at)]],
  );
  return { agents: agents.map(stamped), servers: servers.map(stamped), ...rest, ...Object.fromEntries(times) };
}

interface Part {
  readonly title: string;
  readonly lines: readonly string[];
  readonly table: () => string;
  readonly markdown: () => string;
}

function part<Row>(
  screen: Screen,
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  lines: readonly string[] = [],
): Part {
  return {
    title,
    lines: rows.length === 0 && lines.length === 0 ? ['none'] : lines,
    table: () => (rows.length === 0 ? '' : table(screen, columns, rows)),
    markdown: () => (rows.length === 0 ? '' : markdownTable(columns, rows)),
  };
}

function partsOf(screen: Screen, stock: Inventory, from: number, about: string): Part[] {
  const { paint } = screen;
  const agents: Column<AgentStock>[] = [
    { head: 'AGENT', cell: ({ agent }) => agent ?? NOBODY, paint: paint.bold },
    { head: 'PURPOSE', cell: ({ purpose }) => purpose ?? '-' },
    { head: 'GRANTED', cell: grantedText },
    { head: 'USED', cell: usedText },
    { head: 'LAST', cell: ({ last }) => (last === 0 ? 'never' : timeText(last)) },
    { head: 'MAY', cell: ({ powers }) => powersText(powers), below: true },
    { head: 'KNOWN', cell: ({ known }) => KNOWN[known], below: true, paint: paint.yellow },
    { head: 'CLIENTS', cell: clientsText, below: true },
    {
      head: 'REFUSED',
      cell: ({ refused }) => (refused.length === 0 ? '' : `was refused ${refused.join(', ')}`),
      below: true,
    },
  ];
  const servers: Column<ServerStock>[] = [
    { head: 'SERVER', cell: ({ server }) => server, paint: paint.bold },
    { head: 'SALLYPORT', cell: ({ standing }) => (standing === undefined ? '?' : STANDINGS[standing]) },
    { head: 'TOOLS', cell: (stock) => offersText(stock, stock.tools) },
    { head: 'PROMPTS', cell: (stock) => offersText(stock, stock.prompts) },
    { head: 'RESOURCES', cell: (stock) => offersText(stock, stock.resources) },
    { head: 'SECRETS', cell: ({ secrets }) => String(secrets.length) },
    { head: 'CALLS', cell: ({ calls }) => String(calls) },
    { head: 'DATA', cell: ({ data }) => data.join(' '), below: true },
    { head: 'CREDENTIALS', cell: ({ credentials }) => credentialsText(credentials), below: true, paint: paint.yellow },
    { head: 'RUNS', cell: ({ runs }) => runs, below: true, paint: paint.dim },
  ];
  const others: Column<Find>[] = [
    { head: 'NAME', cell: ({ name }) => name, paint: paint.bold },
    { head: 'WHAT', cell: ({ kind }) => kind },
    { head: 'SURE', cell: ({ certainty }) => certainty },
    { head: 'SECRETS', cell: ({ held }) => String(held.length) },
    { head: 'SEEN', cell: ({ seen }) => seen.map(({ reason }) => reason).join('; '), below: true },
  ];
  const looked =
    stock.discovered === undefined
      ? 'nobody looked yet'
      : `looked for at ${timeText(stock.discovered)}; sallyport discover${about} looks again`;
  return [
    part(screen, 'Agents and callers', agents, stock.agents),
    part(
      screen,
      stock.config === undefined ? 'Servers' : `Servers of ${plainLine(stock.config)}`,
      servers,
      stock.servers,
    ),
    part(screen, 'Grants to take away', [], [], grantLines(stock, from, screen.now())),
    part(screen, `Not in this configuration (${looked})`, others, stock.others),
    ...(stock.notes.length === 0 ? [] : [part(screen, 'Not known', [], [], stock.notes)]),
  ];
}

/** Grants that were not used: first those never used, which are the safest to remove. */
function grantLines({ agents, begins, later }: Inventory, from: number, now: number): string[] {
  const never =
    begins === undefined
      ? 'never used, and there is no record yet'
      : `never used since the record begins, ${timeText(begins)}`;
  const lines = (name: string, tools: readonly string[], why: string): string[] =>
    tools.length === 0 ? [] : [`${name}, ${why}: ${tools.join(', ')}`];
  // A caller that matches no configured agent has no grants that could be removed.
  const grants = agents
    .filter(({ known }) => known !== 'record')
    .flatMap(({ agent = NOBODY, never: unused, idle }) => [
      ...lines(agent, unused, never),
      ...lines(agent, idle, `used before, and not since ${timeText(from)}`),
    ]);
  if (grants.length > 0 && later.length > 0)
    grants.unshift(
      `Not all of the record was read (${countOf(later.length, 'chain')}): what is not used in the rest may be needed.`,
    );
  if (grants.length === 0 || begins === undefined || begins <= from) return grants;
  const young = `The record goes back ${spanText(now - begins)}, of ${spanText(now - from)} that were asked for: what is not used yet may be needed.`;
  return [young, ...grants];
}

/** `+` and `?`: a server may have more tools than were locked or called. */
const offersText = ({ isLocked }: ServerStock, known: readonly string[]): string =>
  isLocked ? String(known.length) : known.length === 0 ? '?' : `${known.length}+`;

/** If a server's tools are not known yet, all its tools are granted. */
const grantedText = ({ granted, unknown }: AgentStock): string =>
  [
    ...(granted.length > 0 || unknown.length === 0 ? [String(granted.length)] : []),
    ...(unknown.length > 0 ? [`all of ${countOf(unknown.length, 'server')}`] : []),
  ].join(' and ');

/** Tools that an agent used but may no longer use are counted separately: the two figures would not add up. */
function usedText({ used, granted }: AgentStock): string {
  const may = new Set(granted);
  const beyond = used.filter((tool) => !may.has(tool)).length;
  return `${used.length - beyond}${beyond === 0 ? '' : ` (+${beyond} not granted now)`}`;
}

const powersText = (powers: AgentStock['powers']): string =>
  Object.entries(powers)
    .map(([power, count]) => `${power} with ${count}`)
    .join(', ');

const clientsText = ({ clients, setUpIn }: AgentStock): string =>
  [
    ...(clients.length === 0 ? [] : [`called by ${clients.join(', ')}`]),
    ...(setUpIn.length === 0 ? [] : [`set up in ${setUpIn.join(', ')}`]),
  ].join('; ');

const FROM: Readonly<Record<HeldCredential['from'], string>> = {
  'plain text': 'in plain text',
  env: 'from a variable',
  file: 'from a file',
  keychain: 'from the keychain',
  'sign-in': 'by signing in',
};

const credentialsText = (credentials: readonly HeldCredential[]): string =>
  credentials.map(({ name, from }) => `${name} ${FROM[from]}`).join(', ');

function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => head.charAt(0) + head.slice(1).toLowerCase())),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(({ cell }) => inMarkdown(cell(row))))),
  ].join('\n');
}

/** Untrusted text, made safe to print. */
const inMarkdown = (text: string): string => plainLine(text).replace(/[\\`*_[\]<>|#]/g, '\\$&');
