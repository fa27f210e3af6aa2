import {
  followRecords,
  type RecordFilter,
  readBackwards,
  readRecords,
  type StoredRecord,
} from '../../journal/reading.ts';
import { countOf } from '../../model/count.ts';
import type { Entry } from '../../model/record.ts';
import { type LogLine, logLine } from '../printing/log-line.ts';
import { plainLine } from '../printing/plain.ts';
import { openProgress, whileReading } from '../printing/progress.ts';
import { paragraph } from '../printing/table.ts';
import { parseTime, timeText } from '../printing/time.ts';
import { Askers } from '../record/askers.ts';
import { type CallWish, callFilter, checkedWords } from '../record/call-filter.ts';
import { LaterChains } from '../record/later-chains.ts';
import { nameTools } from '../record/named-tools.ts';
import { newestLines } from '../record/newest-lines.ts';
import { UnmetNames } from '../record/unmet-names.ts';
import { ValueSearch } from '../record/value-search.ts';
import type { Screen } from '../screen.ts';
import { findState, whyNoRecord } from '../state.ts';
import { UsageError } from '../usage-error.ts';

export interface LogOptions extends CallWish {
  readonly session?: string;
  /** Only what has this in its arguments or result. */
  readonly value?: string;
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
  'open',
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
  const kinds = options.kind === undefined ? undefined : checkedWords('--kind', options.kind, KINDS);
  const search = options.value === undefined ? undefined : new ValueSearch(options.value);
  const unmet = new UnmetNames(options);
  const isWanted = filterOf(options, kinds ?? (search === undefined ? undefined : ValueSearch.kinds));
  const fits = (line: LogLine): boolean => {
    unmet.hear(line);
    return isWanted(line);
  };
  if (options.until !== undefined && options.follow === true)
    throw new UsageError('--until names an end, and --follow has none; leave one of them out');
  const later = new LaterChains();
  const filter: RecordFilter = {
    later: later.hear,
    ...(options.since === undefined ? {} : { since: parseTime(options.since, screen.now()) }),
    ...(options.until === undefined ? {} : { until: parseTime(options.until, screen.now(), '--until') }),
    ...kindsToRead(kinds, search),
    ...(search === undefined ? {} : { isWhole: true }),
  };
  let printed = 0;
  const progress = openProgress();
  const print = (line: LogLine): void => {
    if (printed++ === 0) progress.end();
    screen.out(options.json === true ? JSON.stringify(line) : lineText(line, screen));
  };
  const state = findState(options.state);
  const { journal } = state;
  // Whoever follows the log may start before the first Sallyport does.
  const nothing = options.follow === true ? undefined : whyNoRecord(state);
  if (nothing !== undefined) throw new Error(nothing);
  const last = options.last === undefined ? Number.POSITIVE_INFINITY : Number(options.last);
  if (!(last >= 1)) throw new UsageError(`--last ${options.last} is not a number above 0`);
  if (options.follow === true) {
    const from = last === Number.POSITIVE_INFINITY ? undefined : await beginOf(journal, filter, last, fits);
    const kept: LogLine[] = [];
    let isAtEnd = last === Number.POSITIVE_INFINITY;
    const atEnd = (): void => {
      isAtEnd = true;
      for (const line of kept.splice(0)) print(line);
      later.tell(screen);
    };
    const signal = options.signal ?? interrupted();
    const records = followRecords(journal, filter, { signal, caughtUp: atEnd, from });
    // A chain that was left out is read once it goes on, and with it what it had before.
    const isNews = ({ at }: LogLine): boolean => from === undefined || Date.parse(at) >= from;
    for await (const line of linesOf(records, (line) => fits(line) && isNews(line), search)) {
      if (isAtEnd) print(line);
      else if (kept.push(line) > last) kept.shift();
    }
    return later.tell(screen);
  }
  await whileReading(async () => {
    if (last === Number.POSITIVE_INFINITY)
      for await (const line of linesOf(readRecords(journal, filter), fits, search)) print(line);
    else for (const line of await newestLines(readBackwards(journal, filter), last, fits, search)) print(line);
  }, progress);
  if (search !== undefined && search.unknown > 0) {
    const some = countOf(search.unknown, 'record');
    screen.err(
      `Not looked at: ${some} of that time whose text was erased, changed since (\`sallyport verify\` says so), or cut where it was written (record.payload).`,
    );
  }
  if (printed === 0 && options.json !== true)
    screen.err(isFiltered(options) ? nothingText(unmet.phrases()) : options.all ? EMPTY : UNUSED);
  return later.tell(screen);
}

/** A line may be about a call of so many milliseconds before, which tells whose it is. */
const MARGIN = 3_600_000;

/** From when on the record has to be read to know the last lines that fit, in milliseconds since 1970. */
async function beginOf(
  journal: string,
  filter: RecordFilter,
  last: number,
  fits: (line: LogLine) => boolean,
): Promise<number | undefined> {
  const lines = await newestLines(readBackwards(journal, filter), last, fits);
  const oldest = lines.length < last ? undefined : lines[0];
  return oldest === undefined ? undefined : Date.parse(oldest.at) - MARGIN;
}

const nothingText = (phrases: readonly string[]): string =>
  `Nothing in the record fits${phrases.length === 0 ? '' : `: in what was looked at is ${phrases.join(', ')}`}.`;

const isFiltered = ({ session, agent, server, tool, effect, kind, since, until, value }: LogOptions): boolean =>
  [session, agent, server, tool, effect, kind, since, until, value].some((one) => one !== undefined);

/**
 * A record of a classification does not name its tool: the record behind it does. A result, or the loss of one, does not say
 * who called: its call does. So these have to be read as well.
 */
function kindsToRead(kinds: readonly Entry['kind'][] | undefined, search: ValueSearch | undefined): RecordFilter {
  if (kinds === undefined) return search === undefined ? {} : { kinds: ValueSearch.kinds };
  if (kinds.includes('tool')) return {};
  return { kinds: kinds.includes('result') || kinds.includes('lost') ? [...kinds, 'call'] : kinds };
}

async function* linesOf(
  records: AsyncIterable<StoredRecord>,
  fits: (line: LogLine) => boolean,
  search: ValueSearch | undefined,
): AsyncGenerator<LogLine> {
  const askers = new Askers();
  async function* heard(): AsyncGenerator<StoredRecord> {
    for await (const stored of records) {
      askers.hear(stored.record);
      yield stored;
    }
  }
  const told = search === undefined ? nameTools(heard()) : search.among(heard());
  for await (const each of told) {
    const line = askers.named(logLine(each.record, 'by' in each ? each.by : undefined));
    if (fits(line)) yield 'places' in each ? { ...line, places: each.places } : line;
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
function isQuiet({ kind, about, effect, rules, message }: LogLine): boolean {
  if (kind === 'note') return about !== 'reload';
  if (kind === 'tool' || kind === 'start' || kind === 'saying') return true;
  return kind === 'result' && effect === 'allow' && rules?.length === 0 && message.startsWith('complete');
}

function lineText(line: LogLine, { paint, isTerminal, width }: Screen): string {
  const colour = line.effect === 'deny' ? paint.red : line.effect === 'ask' ? paint.yellow : paint.green;
  const what = (line.effect ?? line.kind).padEnd(8);
  const about = line.kind === 'result' ? `result of ${line.tool}` : (line.tool ?? '');
  const places = line.places?.map((place) => place || 'its text').join(', ');
  const parts = [about, line.rules?.join(', ') ?? '', line.message, places === undefined ? '' : `in ${places}`]
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
