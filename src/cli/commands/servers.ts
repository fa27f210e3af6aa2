import { existsSync } from 'node:fs';
import path from 'node:path';
import { waitingForLogin } from '../../app/credentials.ts';
import { aboutState, aboutThis } from '../../app/places/config-place.ts';
import { loadConfig } from '../../config/load.ts';
import { readRecords } from '../../journal/reading.ts';
import { openFreezer } from '../../journal/state/freeze.ts';
import { isOfAgent } from '../../model/record.ts';
import { table } from '../printing/table.ts';
import { parseSince, timeText } from '../printing/time.ts';
import type { Screen } from '../screen.ts';
import { readState, stateIfAny } from '../scribe.ts';
import type { TallyOptions } from './sessions.ts';

interface Tally {
  readonly server: string;
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
  const from = since === undefined ? {} : { since: parseSince(since, screen.now()) };
  const tallies = isThere ? await tally(state.journal, from) : [];
  const stops = new Set(
    (isThere ? openFreezer(state.frozen).list() : []).flatMap((stop) => (stop.subject === 'server' ? [stop.name] : [])),
  );
  const waiting = new Map(
    (isThere ? await waitingForLogin(state) : []).map(({ upstream }) => [
      upstream,
      `wants a login: sallyport login ${upstream}${known === undefined ? aboutState(root) : aboutThis(known, root)}`,
    ]),
  );
  const isStray = (server: string): boolean => known?.servers.has(server) === false;
  for (const server of [...(known?.servers ?? []), ...waiting.keys()]) {
    if (!tallies.some((each) => each.server === server)) tallies.push(newTally(server));
  }
  const rows = tallies.sort((a, b) => (a.server < b.server ? -1 : 1));
  if (json === true) {
    for (const { tools, last, ...row } of rows) {
      const seen = last === 0 ? null : new Date(last).toISOString();
      screen.out(
        JSON.stringify({
          ...row,
          last: seen,
          called: [...tools].sort(),
          frozen: stops.has(row.server),
          login: waiting.has(row.server),
          ...(known === undefined ? {} : { configured: !isStray(row.server) }),
        }),
      );
    }
    return 0;
  }
  if (rows.length === 0) {
    screen.out('No server is in the record yet.');
    return 0;
  }
  screen.out(
    table(
      screen,
      [
        { head: 'SERVER', cell: (row) => row.server, paint: screen.paint.bold },
        { head: 'CALLS', cell: (row) => String(row.calls) },
        { head: 'HELD', cell: (row) => String(row.held) },
        { head: 'DENIED', cell: (row) => String(row.denied) },
        { head: 'FAILED', cell: (row) => String(row.failed) },
        { head: 'LAST', cell: (row) => (row.last === 0 ? 'never' : timeText(row.last)) },
        { head: 'STATE', cell: (row) => row.state, below: true },
        { head: 'OFFERS', cell: (row) => waiting.get(row.server) ?? row.offers, below: true },
        { head: 'LOCK', cell: (row) => row.lock, below: true },
        { head: '', cell: (row) => (stops.has(row.server) ? 'stopped' : ''), paint: screen.paint.red },
        { head: '', cell: (row) => (isStray(row.server) ? `not in ${known?.name}` : ''), paint: screen.paint.dim },
      ],
      rows,
    ),
  );
  return 0;
}

/** The servers of a configuration that was named. One that merely lies in this folder may be about other servers. */
async function configured(
  file: string | undefined,
): Promise<{ name: string; file: string; servers: Set<string> } | undefined> {
  if (file === undefined) return undefined;
  const { config } = await loadConfig(file);
  return { name: path.basename(file), file: path.resolve(file), servers: new Set(Object.keys(config.servers)) };
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
const NEWS: Readonly<Record<string, 'offers' | 'lock' | 'state'>> = {
  listing: 'offers',
  lockfile: 'lock',
  server: 'state',
};

async function tally(dir: string, filter: { since?: number }): Promise<Tally[]> {
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
      // app/ writes `name: 3 tools, …` or `name offers nothing any more` with each listing, and `name: ready` or
      // `name: failed, why` whenever a server's state changes.
      const isNews = entry.about === 'listing' || entry.about === 'server' || entry.about === 'lockfile';
      const said = isNews ? /^([\w-]+)(?:: | )(.*)$/s.exec(entry.message) : null;
      if (said !== null) of(said[1] as string)[NEWS[entry.about] ?? 'state'] = said[2] as string;
      continue;
    }
    if (entry.kind !== 'call' && entry.kind !== 'hold' && entry.kind !== 'result') continue;
    if (entry.target.upstream === '' || entry.origin === 'upstream') continue;
    const one = of(entry.target.upstream);
    if (entry.kind === 'result') {
      if (entry.failed) one.failed++;
      continue;
    }
    one.last = Math.max(one.last, at);
    if (entry.target.name !== '') one.tools.add(entry.target.name);
    if (entry.kind === 'hold') one.held++;
    else if (isOfAgent(entry)) one.calls++;
    if (entry.decision.effect === 'deny') one.denied++;
  }
  return [...all.values()];
}
