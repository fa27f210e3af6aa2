import { loadConfig } from '../../config/load.ts';
import { type RecordFilter, readRecords } from '../../journal/reading.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import { OURSELVES } from '../../model/call.ts';
import { isOfAgent } from '../../model/record/judged.ts';
import { isJudged } from '../../model/record.ts';
import { askerText } from '../printing/hold-text.ts';
import { whileReading } from '../printing/progress.ts';
import { table } from '../printing/table.ts';
import { parseTime, stampText, timeText } from '../printing/time.ts';
import { LaterChains } from '../record/later-chains.ts';
import type { Screen } from '../screen.ts';
import { readState } from '../state.ts';

export interface TallyOptions {
  readonly state?: string;
  readonly since?: string;
  readonly json?: boolean;
}

interface Tally {
  readonly session: string;
  source: string;
  who: string;
  readonly first: number;
  last: number;
  /** All that the agent made; of these were held and denied: */
  calls: number;
  held: number;
  denied: number;
  /** Questions from servers, whether they were passed on or not. */
  asked: number;
  readonly labels: Set<string>;
  /** That it called, or that asked it something. */
  readonly servers: Set<string>;
}

export interface SessionsOptions extends TallyOptions {
  /** Only sessions that had to do with a server of this configuration. */
  readonly config?: string;
}

/** Lists sessions, ordered by their last call. */
export async function sessions({ state: root, since, json, config }: SessionsOptions, screen: Screen): Promise<number> {
  const loaded = config === undefined ? undefined : await loadConfig(config);
  const known = loaded === undefined ? undefined : Object.keys(loaded.config.servers);
  const state = readState(root);
  const from = since === undefined ? {} : { since: parseTime(since, screen.now()) };
  const later = new LaterChains();
  const tallies = await whileReading(() => tally(state.journal, { ...from, file: loaded?.path, later: later.hear }));
  const frozen = new Set(
    openFreezer(state.frozen)
      .list()
      .flatMap((freeze) => (freeze.subject === 'session' ? [freeze.name] : [])),
  );
  const rows = tallies
    .filter(({ servers }) => known === undefined || known.some((name) => servers.has(name)))
    .sort((a, b) => a.last - b.last);
  if (json === true) {
    for (const { labels, servers, first, last, ...row } of rows) {
      const times = { first: stampText(first), last: stampText(last) };
      screen.out(
        JSON.stringify({
          ...row,
          ...times,
          labels: [...labels],
          servers: [...servers].sort(),
          frozen: frozen.has(row.session),
        }),
      );
    }
    return later.tell(screen);
  }
  if (rows.length === 0) {
    screen.out(nothingText(since, config));
    return later.tell(screen);
  }
  const { paint } = screen;
  screen.out(
    table(
      screen,
      [
        { head: 'SESSION', cell: (row) => row.session.slice(0, 10), paint: paint.bold },
        { head: 'BY', cell: (row) => row.source, below: true },
        { head: 'WHO', cell: (row) => row.who, flexible: true },
        { head: 'LAST', cell: (row) => timeText(row.last) },
        { head: 'CALLS', cell: (row) => String(row.calls) },
        { head: 'HELD', cell: (row) => String(row.held) },
        { head: 'DENIED', cell: (row) => String(row.denied) },
        { head: 'ASKED', cell: (row) => String(row.asked) },
        { head: 'MARKS', cell: (row) => [...row.labels].join(' '), below: true },
        { head: '', cell: (row) => (frozen.has(row.session) ? 'frozen' : ''), paint: paint.red, below: true },
      ],
      rows,
    ),
  );
  return later.tell(screen);
}

function nothingText(since: string | undefined, config: string | undefined): string {
  const all = since === undefined ? '' : ` since ${since}; without --since all are listed`;
  // Those of other configurations may be in the record.
  if (config !== undefined) return `No session had to do with a server of ${config}${all}.`;
  return since === undefined ? 'No session is in the record.' : `No session called anything${all}.`;
}

async function tally(dir: string, filter: Pick<RecordFilter, 'since' | 'file' | 'later'>): Promise<Tally[]> {
  const all = new Map<string, Tally>();
  for await (const { record } of readRecords(dir, { ...filter, kinds: ['call', 'hold', 'result', 'lost'] })) {
    const { entry, at } = record;
    // What it could have brought counts as seen. Who called is in the record of the call alone.
    if (entry.kind === 'lost') for (const label of entry.labels) all.get(entry.session)?.labels.add(label);
    if (!isJudged(entry)) continue;
    if (entry.kind !== 'result' && entry.principal.id === OURSELVES) continue;
    const session = typeof entry.session === 'string' ? entry.session : entry.session.key;
    let one = all.get(session);
    if (one === undefined) {
      one = {
        session,
        source: '',
        who: '',
        first: at,
        last: at,
        calls: 0,
        held: 0,
        denied: 0,
        asked: 0,
        labels: new Set(),
        servers: new Set(),
      };
      all.set(session, one);
    }
    one.last = Math.max(one.last, at);
    for (const label of entry.evidence.labels) one.labels.add(label);
    if (entry.target.upstream !== '') one.servers.add(entry.target.upstream);
    if (entry.kind === 'result') continue;
    one.source = entry.session.source;
    one.who = askerText(entry.principal);
    if (entry.origin === 'upstream') one.asked++;
    if (!isOfAgent(entry)) continue;
    one.calls++;
    if (entry.kind === 'hold') one.held++;
    if (entry.decision.effect === 'deny') one.denied++;
  }
  return [...all.values()];
}
