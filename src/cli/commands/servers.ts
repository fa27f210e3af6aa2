import { existsSync } from 'node:fs';
import path from 'node:path';
import { waitingForLogin } from '../../app/credentials.ts';
import { aboutState, aboutThis } from '../../app/places/config-place.ts';
import { loadConfig } from '../../config/load.ts';
import { type RecordFilter, readRecords } from '../../journal/reading.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import { isOfAgent } from '../../model/record/judged.ts';
import type { News } from '../../model/record/note.ts';
import { isJudged } from '../../model/record.ts';
import { whileReading } from '../printing/progress.ts';
import { table } from '../printing/table.ts';
import { parseTime, stampText, timeText } from '../printing/time.ts';
import { LaterChains } from '../record/later-chains.ts';
import type { Screen } from '../screen.ts';
import { readState, stateIfAny } from '../state.ts';
import type { TallyOptions } from './sessions.ts';

interface Tally {
  readonly server: string;
  /** All that agents made; of these were held and denied: */
  calls: number;
  held: number;
  denied: number;
  failed: number;
  last: number;
  readonly tools: Set<string>;
  /** What it offered last, in the words of the record. */
  offers: string;
  /** How its definitions compared with the lockfile, in the words of the record. */
  lock: string;
  /** Its last state: `ready`, or what was wrong with it. */
  state: string;
}

export interface ServersOptions extends TallyOptions {
  readonly config?: string;
}

/** Lists the servers in the record and those in the configuration. */
export async function servers(options: ServersOptions, screen: Screen): Promise<number> {
  const { state: root, since, json } = options;
  const known = await configured(options.config);
  const state = known === undefined ? readState(root) : stateIfAny(root);
  const isThere = existsSync(state.journal);
  const from = since === undefined ? {} : { since: parseTime(since, screen.now()) };
  const later = new LaterChains();
  const filter = { ...from, file: known?.file, later: later.hear };
  const tallies = isThere ? await whileReading(() => tally(state.journal, filter)) : [];
  const freezes = isThere ? openFreezer(state.frozen).list() : [];
  const wantLogin = new Set((isThere ? await waitingForLogin(state) : []).map(({ upstream }) => upstream));
  for (const server of [...(known?.servers ?? []), ...wantLogin]) {
    if (!tallies.some((each) => each.server === server)) tallies.push(newTally(server));
  }
  const rows = tallies
    .sort((a, b) => (a.server < b.server ? -1 : 1))
    .map(
      (row): Row => ({
        ...row,
        isFrozen: freezes.some(({ subject, name }) => subject === 'server' && name === row.server),
        wantsLogin: wantLogin.has(row.server),
        isConfigured: known?.servers.has(row.server),
      }),
    );
  if (json === true) for (const row of rows) screen.out(JSON.stringify(inJson(row)));
  else if (rows.length === 0) screen.out(nothingText(since));
  else print(rows, known, root, screen);
  return later.tell(screen);
}

const nothingText = (since: string | undefined): string =>
  since === undefined
    ? 'No server is in the record yet.'
    : `No server was called or listed since ${since}; without --since all are listed.`;

/** A server, and how it stands now. */
interface Row extends Tally {
  readonly isFrozen: boolean;
  readonly wantsLogin: boolean;
  /** Undefined where no configuration was named. */
  readonly isConfigured: boolean | undefined;
}

const inJson = ({ tools, last, isFrozen, wantsLogin, isConfigured, ...row }: Row): object => ({
  ...row,
  last: last === 0 ? null : stampText(last),
  called: [...tools].sort(),
  frozen: isFrozen,
  login: wantsLogin,
  ...(isConfigured === undefined ? {} : { configured: isConfigured }),
});

function print(rows: readonly Row[], known: Configured | undefined, root: string | undefined, screen: Screen): void {
  const about = known === undefined ? aboutState(root) : aboutThis(known, root);
  const offersText = ({ server, wantsLogin, offers }: Row): string =>
    wantsLogin ? `wants a login: sallyport login ${server}${about}` : offers;
  screen.out(
    table<Row>(
      screen,
      [
        { head: 'SERVER', cell: (row) => row.server, paint: screen.paint.bold },
        { head: 'CALLS', cell: (row) => String(row.calls) },
        { head: 'HELD', cell: (row) => String(row.held) },
        { head: 'DENIED', cell: (row) => String(row.denied) },
        { head: 'FAILED', cell: (row) => String(row.failed) },
        { head: 'LAST', cell: (row) => (row.last === 0 ? 'never' : timeText(row.last)) },
        { head: 'STATE', cell: (row) => stateOf(row).word },
        { head: 'OFFERS', cell: offersText, below: true },
        { head: 'LOCK', cell: (row) => row.lock, below: true },
        { head: '', cell: (row) => (row.isFrozen ? 'frozen' : ''), paint: screen.paint.red },
        {
          head: '',
          cell: (row) => (row.isConfigured === false ? `not in ${known?.name}` : ''),
          paint: screen.paint.dim,
        },
        { head: 'WHY', cell: (row) => stateOf(row).why, below: true },
      ],
      rows,
    ),
  );
  if (known === undefined)
    screen.err(
      'sallyport: these are of every configuration with this state directory, and servers of one name count as one; --config FILE counts what is of one alone',
    );
}

/** What is recorded of a state is a word and, where something is wrong, why: as long as a server likes. */
function stateOf({ state }: Row): { readonly word: string; readonly why: string } {
  const end = state.indexOf(', ');
  return end === -1 ? { word: state, why: '' } : { word: state.slice(0, end), why: state.slice(end + 2) };
}

interface Configured {
  readonly name: string;
  readonly file: string;
  readonly servers: ReadonlySet<string>;
}

/** The servers of a configuration that was named. One that merely lies in this folder may be about other servers. */
async function configured(file: string | undefined): Promise<Configured | undefined> {
  if (file === undefined) return undefined;
  const { config, path: whole } = await loadConfig(file);
  return { name: path.basename(file), file: whole, servers: new Set(Object.keys(config.servers)) };
}

const newTally = (server: string): Tally => ({
  server,
  calls: 0,
  held: 0,
  denied: 0,
  failed: 0,
  last: 0,
  tools: new Set(),
  offers: '',
  lock: '',
  state: '',
});

/** Which field each kind of note updates. */
const FIELDS: Readonly<Record<News, 'offers' | 'lock' | 'state'>> = {
  listing: 'offers',
  lockfile: 'lock',
  server: 'state',
};

const isNews = (about: string): about is News => Object.hasOwn(FIELDS, about);

async function tally(dir: string, filter: Pick<RecordFilter, 'since' | 'file' | 'later'>): Promise<Tally[]> {
  const all = new Map<string, Tally>();
  const of = (server: string): Tally => {
    let one = all.get(server);
    if (one === undefined) {
      one = newTally(server);
      all.set(server, one);
    }
    return one;
  };
  for await (const { record } of readRecords(dir, { ...filter, kinds: ['call', 'hold', 'result', 'note'] })) {
    const { entry, at } = record;
    if (entry.kind === 'note') {
      const { about, server, message } = entry;
      if (server !== undefined && isNews(about)) of(server)[FIELDS[about]] = message;
      continue;
    }
    if (!isJudged(entry)) continue;
    if (entry.target.upstream === '' || entry.origin === 'upstream') continue;
    const one = of(entry.target.upstream);
    if (entry.kind === 'result') {
      if (entry.failed) one.failed++;
      continue;
    }
    one.last = Math.max(one.last, at);
    if (entry.target.name !== '') one.tools.add(entry.target.name);
    if (!isOfAgent(entry)) continue;
    one.calls++;
    if (entry.kind === 'hold') one.held++;
    if (entry.decision.effect === 'deny') one.denied++;
  }
  return [...all.values()];
}
