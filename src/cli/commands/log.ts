import { followRecords, type RecordFilter, readRecords, type StoredRecord } from '../../journal/reading.ts';
import type { Entry } from '../../model/record.ts';
import { type CallWish, callFilter, known } from '../call-filter.ts';
import { nameTools } from '../named-tools.ts';
import { type LogLine, logLine } from '../printing/log-line.ts';
import { plainLine } from '../printing/plain.ts';
import { paragraph } from '../printing/table.ts';
import { parseSince, timeText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { findState, whyNoRecord } from '../scribe.ts';
import { UsageError } from '../usage-error.ts';

export interface LogOptions extends CallWish {
  readonly session?: string;
  readonly kind?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly last?: string;
  readonly follow?: boolean;
  readonly all?: boolean;
  readonly json?: boolean;
  readonly state?: string;
  /** Ends `follow`. */
  readonly signal?: AbortSignal;
}

const EMPTY = 'The record is empty.';
const UNUSED = 'Nothing was called yet; --all shows all there is.';

/** With fewer columns than this, the message is unreadable. */
const READABLE = 60;

const KINDS: readonly Entry['kind'][] = [
  'call',
  'result',
  'tool',
  'hold',
  'approval',
  'late',
  'lost',
  'task',
  'purpose',
  'saying',
  'start',
  'reload',
  'freeze',
  'trust',
  'token',
  'retention',
  'erase',
  'checkpoint',
  'note',
];

/** Prints the record, one line each, oldest first. */
export async function log(options: LogOptions, screen: Screen): Promise<number> {
  const kinds = options.kind === undefined ? undefined : known('--kind', options.kind, KINDS);
  const fits = filterOf(options, kinds);
  if (options.until !== undefined && options.follow === true)
    throw new UsageError('--until names an end, and --follow has none; leave one of them out');
  const filter: RecordFilter = {
    ...(options.since === undefined ? {} : { since: parseSince(options.since, screen.now()) }),
    ...(options.until === undefined ? {} : { until: parseSince(options.until, screen.now(), '--until') }),
    // What follows a classification tells of which tool it is.
    ...(kinds === undefined || kinds.includes('tool') ? {} : { kinds }),
  };
  let printed = 0;
  const print = (line: LogLine): void => {
    printed++;
    screen.out(options.json === true ? JSON.stringify(line) : lineText(line, screen));
  };
  const state = findState(options.state);
  const { journal } = state;
  // Whoever follows the log may start before the first Sallyport does.
  const nothing = options.follow === true ? undefined : whyNoRecord(state);
  if (nothing !== undefined) throw new Error(nothing);
  if (options.follow === true) {
    const signal = options.signal ?? interrupted();
    for await (const line of linesOf(followRecords(journal, filter, { signal }), fits)) print(line);
    return 0;
  }
  const last = options.last === undefined ? Number.POSITIVE_INFINITY : Number(options.last);
  if (!(last >= 1)) throw new UsageError(`--last ${options.last} is no number above 0`);
  const kept: LogLine[] = [];
  for await (const line of linesOf(readRecords(journal, filter), fits)) {
    if (last === Number.POSITIVE_INFINITY) print(line);
    else if (kept.push(line) > last) kept.shift();
  }
  for (const line of kept) print(line);
  if (printed === 0 && options.json !== true)
    screen.err(isFiltered(options) ? 'Nothing in the record fits.' : options.all ? EMPTY : UNUSED);
  return 0;
}

const isFiltered = ({ session, agent, server, tool, effect, kind, since, until }: LogOptions): boolean =>
  [session, agent, server, tool, effect, kind, since, until].some((one) => one !== undefined);

async function* linesOf(
  records: AsyncIterable<StoredRecord>,
  fits: (line: LogLine) => boolean,
): AsyncGenerator<LogLine> {
  for await (const { record, by } of nameTools(records)) {
    const line = logLine(record, by);
    if (fits(line)) yield line;
  }
}

function filterOf(options: LogOptions, kinds: readonly Entry['kind'][] | undefined): (line: LogLine) => boolean {
  const fits = callFilter(options);
  const { session, all } = options;
  return (line) => {
    if (kinds === undefined ? all !== true && isQuiet(line) : !kinds.includes(line.kind)) return false;
    return (session === undefined || line.session?.startsWith(session) === true) && fits(line);
  };
}

/** Entries that only fill the screen while all is well. A changed configuration that is not in force is not well. */
function isQuiet({ kind, effect, rules, message }: LogLine): boolean {
  if (kind === 'note') return !message.startsWith('reload: ');
  if (kind === 'tool' || kind === 'start' || kind === 'saying') return true;
  return kind === 'result' && effect === 'allow' && rules?.length === 0 && message.startsWith('complete');
}

function lineText(line: LogLine, { paint, isTerminal, width }: Screen): string {
  const colour = line.effect === 'deny' ? paint.red : line.effect === 'ask' ? paint.yellow : paint.green;
  const what = (line.effect ?? line.kind).padEnd(8);
  const about = line.kind === 'result' ? `result of ${line.tool}` : (line.tool ?? '');
  const parts = [about, line.rules?.join(', ') ?? '', line.message]
    .filter((part) => part !== '')
    .map((part) => plainLine(part));
  const head = `${timeText(Date.parse(line.at))}  ${what}`;
  const ids = `${(line.call ?? '').padEnd(16)}  ${plainLine(line.who ?? '', isTerminal ? 20 : undefined).padEnd(20)}`;
  const rest = parts.join('  ');
  const room = isTerminal ? width - head.length - ids.length - 4 : Number.POSITIVE_INFINITY;
  // If too little room is left for the message, it gets lines of its own.
  const isNarrow = room < READABLE && [...rest].length > room;
  const told = isNarrow ? ['', ...paragraph(rest, width, '  ')].join('\n') : `  ${plainLine(rest, room)}`;
  const shown = isNarrow ? ids.trimEnd() : ids;
  return `${paint.dim(timeText(Date.parse(line.at)))}  ${line.effect === undefined ? paint.cyan(what) : colour(what)}  ${paint.dim(shown)}${told}`.trimEnd();
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
