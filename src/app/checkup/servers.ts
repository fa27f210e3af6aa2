import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Catalog } from '../../catalog/catalog.ts';
import type { StateDir } from '../../journal/state/state-dir.ts';
import { countOf } from '../../model/count.ts';
import { newsOf } from '../../model/record/note.ts';
import type { Listing, Standing } from '../../model/upstreams.ts';
import { nearest } from '../../model/words/nearest.ts';
import { visit, type Waits } from '../behind.ts';
import { openLockfile } from '../locking/file.ts';
import { lockfileOf } from '../locking/place.ts';
import { maskedLine } from '../masked-line.ts';
import { aboutThis } from '../places/config-place.ts';
import { withJournal } from '../scribe.ts';
import { Keyring } from '../secrets/keyring.ts';
import { LIST_WAIT } from '../serving/late-servers.ts';
import { sayListing } from '../serving/listing-words.ts';
import type { Configuration } from '../settings.ts';
import { type Obstacle, type Startable, startableServers } from '../startable.ts';
import { bad, type Check, doubtful, good, skipped } from './check.ts';

export interface ServerOptions {
  /** Look at this one alone. */
  readonly server?: string | undefined;
  /** Whether they are really started. */
  readonly start: boolean;
  readonly now: () => number;
  readonly waits?: Waits | undefined;
}

/** What is wrong with the servers: those that a person lets run are started, listed and ended. */
export async function checkServers(
  configuration: Configuration,
  state: StateDir,
  { server, start, now, waits }: ServerOptions,
): Promise<Check[]> {
  const isWanted = (name: string): boolean => server === undefined || name === server;
  const { servers, obstacles } = startableServers(configuration, state, isWanted);
  const untrusted = [...obstacles.values()].filter(({ kind }) => kind === 'untrusted');
  // One command asks about all of them.
  const trustAll =
    server === undefined && untrusted.length > 1
      ? `sallyport trust${aboutThis({ file: configuration.loaded.path }, state.root)}`
      : undefined;
  const checks = [...obstacles].map(([name, obstacle]) => ofObstacle(name, obstacle, trustAll));
  const startable = Object.keys(servers);
  if (!start)
    return [...checks, ...startable.map((name) => skipped(`server ${name}`, 'it was not started (--no-start)'))];
  if (startable.length === 0) return checks;
  return [...checks, ...(await startThem(configuration, state, servers, { now, waits }))];
}

function ofObstacle(name: string, obstacle: Obstacle, trustAll: string | undefined): Check {
  const about = `server ${name}`;
  if (obstacle.kind === 'off') return skipped(about, 'it is disabled');
  if (obstacle.kind === 'untrusted') {
    // Said alike of all of them, it is said once.
    const said = obstacle.why.startsWith(`${name} `) ? obstacle.why.slice(name.length + 1) : obstacle.why;
    return bad(about, said, trustAll ?? obstacle.command);
  }
  return bad(about, obstacle.why, `Give it that value; until then ${name} is left out.`);
}

async function startThem(
  configuration: Configuration,
  state: StateDir,
  servers: Startable['servers'],
  { now, waits }: Pick<ServerOptions, 'now' | 'waits'>,
): Promise<Check[]> {
  const locked = await lockedServers(configuration);
  const catalog = new Catalog({ servers, names: configuration.config.names });
  // Whoever starts a server says so in the record.
  return withJournal(state, configuration.loaded.path, async (journal, why) => {
    const message = `starts ${Object.keys(servers).join(', ')}`;
    if (!(await journal.write({ kind: 'note', about: 'doctor', message }))) {
      const action = 'Make the state directory writable; no server is started without a record.';
      return [bad('servers', `that they are started could not be recorded: ${why()}`, action)];
    }
    const began = performance.now();
    const begun = new Map<string, number>();
    const { listings, standings } = await visit(configuration, servers, state, {
      now,
      waits,
      heard(name, listing) {
        catalog.update(name, listing);
        if (!begun.has(name)) begun.set(name, performance.now() - began);
        const dropped = catalog.dropped().filter(({ upstream }) => upstream === name);
        void journal.write(newsOf('listing', name, sayListing(listing, dropped), listing?.protocol));
      },
    });
    const place = aboutThis(configuration.place, state.root);
    const found = await Promise.all(standings.map((standing) => ofStanding(standing, configuration, listings, place)));
    const late = standings.flatMap(({ upstream }) => ofStart(upstream, listings, begun, locked));
    // What servers said last stands in it, and what they call their tools.
    const given = new Keyring(configuration).given();
    return [...found, ...late, ...ofCatalog(catalog)].map((check) => ({
      ...check,
      found: maskedLine(check.found, given),
    }));
  });
}

/** One that takes longer to start than a client's first list waits for it, and of which nothing was accepted to show meanwhile. */
function ofStart(
  upstream: string,
  listings: ReadonlyMap<string, Listing>,
  begun: ReadonlyMap<string, number>,
  locked: ReadonlySet<string>,
): Check[] {
  const took = begun.get(upstream) ?? 0;
  if (!listings.has(upstream) || took <= LIST_WAIT || locked.has(upstream)) return [];
  const found = `it took ${(took / 1_000).toFixed(1)} s until it listed; a client's first list waits ${LIST_WAIT / 1_000} s`;
  const accept = locked.size === 0 ? 'sallyport lock' : `sallyport accept ${upstream}`;
  // What follows is said here, since it is the same for all: with six such servers each line would say it twice.
  const action = `A client's first list is then without its tools, and one that does not heed \`list_changed\` never shows them. Accept what it offers with \`${accept}\`: it is shown from the lockfile while it starts. Or have it start faster: install its package instead of fetching it at each start.`;
  return [doubtful(`server ${upstream}`, found, action)];
}

async function ofStanding(
  { upstream, state, message = state }: Standing,
  { config }: Configuration,
  listings: ReadonlyMap<string, Listing>,
  place: string,
): Promise<Check> {
  const about = `server ${upstream}`;
  const listing = listings.get(upstream);
  if (state === 'ready' && listing !== undefined) {
    const offers = `${countOf(listing.tools.length, 'tool')}, ${countOf(listing.resources.length, 'resource')}, ${countOf(listing.prompts.length, 'prompt')}`;
    const found = `it speaks ${listing.protocol} and lists ${offers}`;
    const isEmpty = [listing.tools, listing.resources, listing.prompts, listing.resourceTemplates].every(
      ({ length }) => length === 0,
    );
    const action = `Run its command by hand: it may say what it wants before it offers anything.`;
    return isEmpty ? doubtful(about, found, action) : good(about, found);
  }
  const server = config.servers[upstream];
  if (state === 'waiting-for-login') return bad(about, message, `sallyport login ${upstream}${place}`);
  if (/answered 40[13]/.test(message)) {
    const how = server?.auth === undefined ? `Set its \`headers\`, or \`auth: { oauth: {} }\` and then: ` : '';
    return bad(about, message, `${how}sallyport login ${upstream}${place}`);
  }
  if (/^command not found/.test(message) && server?.command !== undefined) {
    const close = nearest(server.command, await programs(process.env.PATH ?? ''));
    const hint = close === undefined ? '' : ` Did you mean ${close}?`;
    return bad(about, message, `Correct \`command\` of ${upstream}, or install it.${hint}`);
  }
  if (/: there is no \S+ in /.test(message))
    return bad(about, message, `Correct the name in \`args\` of ${upstream}, or sign in where it is kept.`);
  if (/^its folder does not exist/.test(message))
    return bad(about, message, `Make that folder, or correct \`cwd\` of ${upstream}.`);
  if (/ it sent what is no message /.test(message)) {
    const action = `Its output is for messages alone, and it prints something else there: start it as its documentation says for MCP over stdio.`;
    return bad(about, message, action);
  }
  if (/within .* s; a longer `start`/.test(message)) {
    return bad(about, message, `Run its command by hand and see what it waits for, or raise \`start\` of ${upstream}.`);
  }
  if (/\bnode(?:\.js)?\b.*(?:version|engine|>=)|ERR_UNSUPPORTED|SyntaxError|Unsupported engine/i.test(message)) {
    const action = `It may want another Node than ${process.versions.node}: write the whole path of that one as \`command\`.`;
    return bad(about, message, action);
  }
  if (/cannot reach|answered \d/.test(message))
    return bad(about, message, `Start it, or correct \`url\` of ${upstream}.`);
  return bad(about, message, `Run its command by hand: what it says there is what is wrong.`);
}

/** What of the lists cannot be shown as it is. */
function ofCatalog(catalog: Catalog): Check[] {
  const checks: Check[] = [];
  for (const { upstream, name, reason } of catalog.dropped()) {
    checks.push(
      doubtful(
        `server ${upstream}`,
        `${name} is left out: ${reason}`,
        `Tell those who make this server; nothing else of it is affected.`,
      ),
    );
  }
  for (const { name, how, keeper, other, shown } of catalog.collisions()) {
    const become = shown === undefined ? 'is not shown' : `is shown as ${shown}`;
    const found =
      how === 'same'
        ? `${name} is offered by ${keeper} and ${other}; that of ${other} ${become}`
        : `${name} of ${other} reads as one of ${keeper}; it ${become}`;
    checks.push(doubtful('names', found, '`names: prefixed` gives each server names of its own.'));
  }
  const long = catalog.offers('tools').filter(({ name }) => /_h[a-v0-9]{10}$/.test(name));
  const first = long[0];
  if (first !== undefined) {
    const { upstream, name } = first.definition;
    const some =
      long.length === 1
        ? '1 name is too long for some clients, or uses other characters, and is shown shortened'
        : `${long.length} names are too long for some clients, or use other characters, and are shown shortened`;
    const found = `${some}: ${upstream}.${name} as ${first.name}`;
    checks.push(doubtful('names', found, `Give ${upstream} a shorter name under \`servers\`, if that matters.`));
  }
  return checks;
}

/** Of which servers a lockfile has what they offer; none where it cannot be read, which is said of the lockfile itself. */
async function lockedServers({ loaded }: Configuration): Promise<ReadonlySet<string>> {
  const opened = await openLockfile(lockfileOf(path.dirname(loaded.path))).catch(() => undefined);
  return new Set(opened?.lockfile.servers.keys());
}

/** The names of programs in the folders of PATH. */
async function programs(list: string): Promise<string[]> {
  const folders = list.split(path.delimiter).filter((folder) => folder !== '');
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return [...new Set(names.flat())];
}
