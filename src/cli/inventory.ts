import { type AgentStock, type Find, type Inventory, type ServerStock, takeInventory } from '../app/inventory.ts';
import { plain, plainLine } from './plain.ts';
import type { Screen } from './screen.ts';
import { openState } from './scribe.ts';
import { type Column, table } from './table.ts';
import { parseSince, timeText } from './time.ts';

export interface InventoryOptions {
  readonly config?: string;
  readonly lockfile?: string;
  readonly since?: string;
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly state?: string;
}

const NOBODY = 'any caller';

/** Says which agents there are, what each may use and does use, and what they reach. */
export async function inventory(options: InventoryOptions, screen: Screen): Promise<number> {
  const { config, lockfile, since = '30d' } = options;
  const now = screen.now();
  const from = parseSince(since, now);
  const stock = await takeInventory({ config, lockfile, state: openState(options.state), since: from });
  if (options.json === true) {
    screen.out(JSON.stringify({ at: new Date(now).toISOString(), since: new Date(from).toISOString(), ...stock }));
    return 0;
  }
  const parts = partsOf(screen, stock, from);
  for (const part of parts) {
    screen.out(options.markdown === true ? `## ${part.title}\n` : screen.paint.bold(part.title));
    for (const line of part.lines) screen.out(options.markdown === true ? `- ${inMarkdown(line)}` : plain(line));
    const rows = options.markdown === true ? part.markdown() : part.table();
    if (rows !== '') screen.out(rows);
    screen.out('');
  }
  return 0;
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

function partsOf(screen: Screen, stock: Inventory, from: number): Part[] {
  const { paint } = screen;
  const agents: Column<AgentStock>[] = [
    { head: 'AGENT', cell: ({ agent }) => agent ?? NOBODY, paint: paint.bold },
    { head: 'PURPOSE', cell: ({ purpose }) => purpose ?? '-' },
    { head: 'GRANTED', cell: ({ granted }) => String(granted.length) },
    { head: 'USED', cell: ({ used }) => String(used.length) },
    { head: 'LAST', cell: ({ last }) => (last === 0 ? 'never' : timeText(last)) },
    { head: 'CLIENTS', cell: ({ clients }) => clients.join(', '), below: true },
    { head: 'REFUSED', cell: ({ refused }) => refused.join(', '), below: true },
  ];
  const servers: Column<ServerStock>[] = [
    { head: 'SERVER', cell: ({ server }) => server, paint: paint.bold },
    { head: 'SALLYPORT', cell: ({ standing }) => standing ?? 'not looked' },
    { head: 'TOOLS', cell: ({ tools }) => String(tools) },
    { head: 'PROMPTS', cell: ({ prompts }) => String(prompts) },
    { head: 'RESOURCES', cell: ({ resources }) => String(resources) },
    { head: 'SECRETS', cell: ({ secrets }) => String(secrets) },
    { head: 'CALLS', cell: ({ calls }) => String(calls) },
    { head: 'DATA', cell: ({ data }) => data.join(' '), below: true },
    { head: 'RUNS', cell: ({ runs }) => runs, below: true, paint: paint.dim },
  ];
  const others: Column<Find>[] = [
    { head: 'NAME', cell: ({ name }) => name, paint: paint.bold },
    { head: 'WHAT', cell: ({ kind }) => kind },
    { head: 'SURE', cell: ({ certainty }) => certainty },
    { head: 'SECRETS', cell: ({ held }) => String(held.length) },
    { head: 'SEEN', cell: ({ seen }) => seen.map(({ reason }) => reason).join('; '), below: true },
  ];
  const idle = stock.agents.filter(({ unused }) => unused.length > 0);
  const looked = stock.discovered === undefined ? 'nobody looked yet' : `looked for at ${timeText(stock.discovered)}`;
  return [
    part(screen, 'Agents', agents, stock.agents),
    part(screen, 'Servers', servers, stock.servers),
    part(
      screen,
      `Granted and not used since ${timeText(Math.max(from, stock.begins ?? from))}: grants to take away`,
      [],
      [],
      idle.map(({ agent, unused }) => `${agent ?? NOBODY}: ${unused.join(', ')}`),
    ),
    part(screen, `Not in this configuration (${looked})`, others, stock.others),
    ...(stock.notes.length === 0 ? [] : [part(screen, 'Not known', [], [], stock.notes)]),
  ];
}

function markdownTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => head.charAt(0) + head.slice(1).toLowerCase())),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(({ cell }) => inMarkdown(cell(row))))),
  ].join('\n');
}

/** Somebody else's text, as text. */
const inMarkdown = (text: string): string => plainLine(text).replace(/[\\`*_[\]<>|#]/g, '\\$&');
