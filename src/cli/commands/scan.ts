import { existsSync } from 'node:fs';
import type { Waits } from '../../app/behind.ts';
import { offeredByFiles } from '../../app/definition-files.ts';
import { findConfig, shellWord } from '../../app/places/config-place.ts';
import {
  DEFINITION_KINDS,
  type Gathered,
  type Offered,
  offeredByServers,
  type Scanned,
  scanOffered,
  type Unscanned,
} from '../../app/scan.ts';
import { readConfiguration } from '../../app/settings.ts';
import { UnknownServer } from '../../app/unknown-server.ts';
import { loadConfig } from '../../config/load.ts';
import { countOf } from '../../model/count.ts';
import { SEVERITIES, type Severity } from '../../model/evidence/severity.ts';
import type { Finding } from '../../model/evidence.ts';
import { tellConfig } from '../configuration.ts';
import { plain } from '../printing/plain.ts';
import { openProgress } from '../printing/progress.ts';
import { sarifOf } from '../printing/sarif.ts';
import { snippetOf } from '../printing/snippet.ts';
import { table } from '../printing/table.ts';
import { waitsText } from '../printing/waits-text.ts';
import type { Screen } from '../screen.ts';
import { UsageError } from '../usage-error.ts';

export interface ScanOptions {
  readonly config?: string;
  readonly state?: string;
  readonly server?: readonly string[];
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly failOn?: Severity | 'never';
  readonly all?: boolean;
}

/** One finding and what it is about. */
interface Row {
  readonly one: Scanned;
  readonly finding: Finding;
}

/** Reported because what could not be scanned may be what matters: nobody should take this for a clean scan. */
const INCOMPLETE = 3;

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
/** Notes are shown only on request: nearly every server has some. */
const SHOWN: Severity = 'medium';

/**
 * Scans what servers say about themselves and their tools. Exits 1 if any finding is as severe as `--fail-on`; 3 if
 * none is, but something could not be scanned.
 */
export async function scan(files: readonly string[], options: ScanOptions, screen: Screen): Promise<number> {
  const { failOn = 'high', json = false, sarif = false } = options;
  if (json && sarif) throw new UsageError('--json and --sarif are two forms of the same report: choose one');
  const progress = openProgress();
  const bar = (what: string) => (done: number, all: number) => progress.say(() => barText(what, done, all));
  const found =
    files.length > 0 ? await fromFiles(files, options, bar) : await fromServers(options, screen, waitsText(progress));
  const { offered, unscanned, config, given } = found;
  const all = offered.reduce((sum, one) => sum + one.definitions.length, 0);
  let done = 0;
  const scanned = scanOffered(offered, () => bar('definitions')(++done, all), given);
  progress.end();
  const rows = scanned
    .flatMap((one) => one.findings.map((finding): Row => ({ one, finding })))
    .sort((a, b) => rank(b.finding.severity) - rank(a.finding.severity));
  if (sarif) {
    screen.out(JSON.stringify(sarifOf(scanned, DEFINITION_KINDS, config), null, 2));
    for (const each of unscanned) screen.err(`sallyport: not looked at: ${unscannedText(each)}`);
  } else if (json) {
    for (const row of rows) screen.out(JSON.stringify(lineOf(row)));
    for (const { what, why } of unscanned) screen.out(JSON.stringify({ unscanned: what, why }));
  } else print(rows, scanned, offered, unscanned, options.all === true, screen);
  if (failOn !== 'never' && rows.some(({ finding }) => rank(finding.severity) >= rank(failOn))) return 1;
  return unscanned.some(({ isOff }) => isOff !== true) ? INCOMPLETE : 0;
}

interface Found extends Gathered {
  readonly config: string | undefined;
}

type Bar = (what: string) => (done: number, all: number) => void;

async function fromFiles(files: readonly string[], { config, server, state }: ScanOptions, bar: Bar): Promise<Found> {
  for (const name of files.filter((file) => !existsSync(file))) {
    const file = await whereConfigured(name, config, state);
    if (file !== undefined)
      throw new UsageError(
        `${name} is not a file here, but a server of ${file}: ask it with --server ${shellWord(name)}`,
      );
  }
  if (config !== undefined || server !== undefined)
    throw new UsageError('files are read as they are: --config and --server are about servers that are asked');
  return { ...offeredByFiles(files, bar('files')), config: undefined };
}

/** The configuration that has a server of this name, where one is found and can be read. */
async function whereConfigured(
  name: string,
  config: string | undefined,
  state: string | undefined,
): Promise<string | undefined> {
  const file = (await findConfig({ config, state }))?.file;
  if (file === undefined) return undefined;
  const loaded = await loadConfig(file).catch(() => undefined);
  return loaded !== undefined && Object.hasOwn(loaded.config.servers, name) ? file : undefined;
}

async function fromServers({ config, state, server }: ScanOptions, screen: Screen, waits: Waits): Promise<Found> {
  const configuration = await readConfiguration({ place: await tellConfig({ config, state }, screen) });
  const known = Object.keys(configuration.config.servers);
  for (const name of server ?? [])
    if (!known.includes(name)) throw new UnknownServer(name, known, configuration.loaded.path);
  const found = await offeredByServers(configuration, {
    state,
    servers: server,
    now: screen.now,
    waits,
  });
  return { ...found, config: configuration.loaded.path };
}

const WIDTH = 24;
function barText(what: string, done: number, all: number): string {
  const full = all === 0 ? WIDTH : Math.round((WIDTH * done) / all);
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${done} of ${all} ${what}`;
}

const lineOf = ({ one, finding }: Row): object => ({
  server: one.server,
  ...(one.file === undefined ? {} : { file: one.file }),
  ...(one.line === undefined ? {} : { line: one.line }),
  kind: one.kind,
  name: one.name,
  finding: finding.kind,
  severity: finding.severity,
  at: finding.at,
  message: finding.message,
  snippet: snippetOf(one, finding),
});

const unscannedText = ({ what, why }: Unscanned): string => plain(`${what}: ${why}`);

function print(
  rows: readonly Row[],
  scanned: readonly Scanned[],
  offered: readonly Offered[],
  unscanned: readonly Unscanned[],
  isAll: boolean,
  screen: Screen,
): void {
  const { paint } = screen;
  const shown = rows.filter(({ finding }) => isAll || rank(finding.severity) >= rank(SHOWN));
  const colour = (severity: Severity): ((text: string) => string) =>
    rank(severity) >= rank('high') ? paint.red : severity === 'medium' ? paint.yellow : paint.dim;
  if (shown.length > 0)
    screen.out(
      table<Row>(
        screen,
        [
          {
            head: 'SEVERITY',
            cell: ({ finding }) => finding.severity,
            paint: (text, row) => colour(row.finding.severity)(text),
          },
          { head: 'WHERE', cell: ({ one }) => `${one.server}.${one.name}`, paint: paint.bold, flexible: true },
          { head: 'AT', cell: ({ finding }) => finding.at, flexible: true },
          { head: 'FOUND', cell: ({ finding }) => finding.message, below: true },
          { head: 'WORDS', cell: ({ one, finding }) => snippetOf(one, finding), paint: paint.cyan, below: true },
        ],
        shown,
      ),
    );
  for (const each of unscanned) screen.out(`${paint.yellow('not looked at')} ${unscannedText(each)}`);
  const grave = rows.filter(({ finding }) => rank(finding.severity) >= rank('high')).length;
  const odd = rows.filter(({ finding }) => finding.severity === 'medium').length;
  const notes = rows.length - grave - odd;
  const looked = `${countOf(scanned.length, 'definition')} of ${countOf(offered.length, 'server')}`;
  const verdict =
    grave + odd === 0
      ? unscanned.length === 0
        ? offered.length === 0
          ? paint.yellow('nothing was looked at: no server is configured')
          : paint.green('nothing to worry about')
        : paint.yellow(
            scanned.length === 0 ? 'nothing was looked at' : 'nothing found in these; the rest was not looked at',
          )
      : `${paint.red(`${grave} grave`)}, ${paint.yellow(`${odd} doubtful`)}`;
  const more = notes === 0 || isAll ? '' : `, ${countOf(notes, 'note')} (--all shows them)`;
  screen.out(`${shown.length > 0 ? '\n' : ''}${looked}: ${verdict}${more}`);
}
