import type { Catalog } from '../../catalog/catalog.ts';
import type { Remark } from '../../catalog/definition.ts';
import type { Session } from '../../model/call.ts';
import { messageOf } from '../../model/caught.ts';
import { countOf } from '../../model/count.ts';
import type { Listing, Notice } from '../../model/upstreams.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { judgeListing } from '../../pipeline/listing.ts';
import { judgeNotice, standIn } from '../../pipeline/notice.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import type { Events } from './events.ts';

export const LISTS = ['tools', 'resources', 'prompts'] as const;

export interface Hearing {
  /** Resolves when every server has been heard. */
  settled(): Promise<void>;
  /** Judges every listing anew: others look at them now. */
  again(): void;
}

/** Listings and notifications of upstreams, judged before the catalog or a client hears of them. `about` stands behind printed commands. */
export function hearUpstreams(
  upstreams: OpenUpstreams,
  catalog: Catalog,
  events: Events,
  current: () => Interposer,
  log: (line: string) => void,
  about = '',
): Hearing {
  const take = (upstream: string, listing: Listing | undefined): void => {
    const changed = catalog.update(upstream, listing);
    for (const list of LISTS) {
      if (changed[list]) events.emit({ kind: 'list_changed', list });
    }
    const remark = (about: string, all: readonly Remark[]): void => {
      for (const each of all) {
        if (each.upstream !== upstream) continue;
        const message = `${each.name} ${about}: ${each.reason}`;
        log(`[${upstream}] ${message}`);
        void current().journal.write({ kind: 'note', about: 'definition', message: `${upstream}.${message}` });
      }
    };
    remark('is left out', catalog.dropped());
    remark('was mended', catalog.mended());
    if (listing !== undefined)
      void current().journal.write({
        kind: 'note',
        about: 'lockfile',
        message: sayLock(upstream, catalog, log, about),
      });
  };
  upstreams.onStanding(({ upstream, state, message }) => {
    if (state === 'starting' && message === undefined) return;
    const said = `${upstream}: ${state}${message === undefined ? '' : `, ${message}`}`;
    void current().journal.write({ kind: 'note', about: 'server', message: said });
  });
  /** A part of ours broke over what a server said: that goes no further, and all else goes on. */
  const broke =
    (what: string) =>
    (error: unknown): void => {
      const why = messageOf(error);
      log(`${what} cannot be judged, and goes no further: ${why}`);
      void current().journal.write({ kind: 'note', about: 'fault', message: `${what}: ${why}` });
    };
  const taking = new Set<Promise<void>>();
  const latest = new Map<string, { readonly listing: Listing | undefined }>();
  const judge = (upstream: string, listing: Listing | undefined): void => {
    const one = { listing };
    latest.set(upstream, one);
    const judged = listing === undefined ? Promise.resolve(undefined) : judgeListing(listing, current());
    const isLatest = (): boolean => latest.get(upstream) === one;
    const taken = judged
      .then((passing) => (isLatest() ? take(upstream, passing) : undefined))
      .catch(broke(`the list of ${upstream}`))
      .finally(() => taking.delete(taken));
    taking.add(taken);
  };
  /** What sessions' own processes offer, by session and server: judged once for each version. */
  const owns = new Map<string, { readonly session: Session; readonly upstream: string; readonly listing: Listing }>();
  let judgedOwn = new WeakMap<Listing, Promise<Listing>>();
  const judgeOwn = (key: string): void => {
    const one = owns.get(key);
    if (one === undefined) return;
    const judged = judgedOwn.get(one.listing) ?? judgeListing(one.listing, current());
    judgedOwn.set(one.listing, judged);
    const isLatest = (): boolean => owns.get(key) === one;
    void judged
      .then((passing) => (isLatest() ? catalog.own(one.session.key, one.upstream, passing) : undefined))
      .catch(broke(`the list of ${one.upstream}`));
  };
  upstreams.onOwnListing((session, upstream, listing) => {
    const key = `${session.key} ${upstream}`;
    if (listing === undefined) {
      owns.delete(key);
      return catalog.own(session.key, upstream, undefined);
    }
    owns.set(key, { session, upstream, listing });
    const message = `${upstream}: the process of session ${session.key} offers other tools than are shown; its calls are judged by them`;
    void current().journal.write({ kind: 'note', about: 'listing', message });
    judgeOwn(key);
  });
  upstreams.onListing((upstream, listing) => {
    void current().journal.write({ kind: 'note', about: 'listing', message: sayListing(upstream, listing) });
    judge(upstream, listing);
  });
  const tell = async ({ upstream, session, method, params, text }: Notice): Promise<void> => {
    if (session === undefined) return;
    const interposer = current();
    const about = standIn(method, upstream, session, interposer.now());
    const passing = await judgeNotice(about, params, text, interposer);
    if (passing === undefined) return;
    if (method === 'notifications/message')
      events.emit({ kind: 'log', session: session.key, params: passing.value, text: passing.text });
    if (method === 'notifications/elicitation/complete')
      events.emit({ kind: 'elicited', session: session.key, text: passing.text });
    if (method === 'notifications/resources/updated' && typeof passing.value.uri === 'string') {
      const uri = catalog.showUri(upstream, passing.value.uri);
      events.emit({ kind: 'resource_updated', session: session.key, uri, text: passing.text });
    }
  };
  upstreams.onNotice((notice) => void tell(notice).catch(broke(`${notice.method} of ${notice.upstream}`)));
  upstreams.onUnasked(async ({ session, question: { upstream, method } }) => {
    const about = session === undefined ? 'nobody' : session.key;
    // Recorded before it is answered, like everything that is answered (law 1).
    await current().journal.write({ kind: 'note', about: method, message: `${upstream} asks ${about}: not put` });
    return `${method} was not put to anybody: no call is under way whose client could be asked`;
  });
  return {
    async settled() {
      await upstreams.settled();
      await Promise.all(taking);
    },
    again() {
      for (const [upstream, { listing }] of [...latest]) judge(upstream, listing);
      judgedOwn = new WeakMap();
      for (const key of [...owns.keys()]) judgeOwn(key);
    },
  };
}

/** How a server's definitions stand to the lockfile, in the words that `sallyport servers` shows. */
function sayLock(upstream: string, catalog: Catalog, log: (line: string) => void, about: string): string {
  const differences = catalog.differences(upstream);
  if (differences.length === 0)
    return `${upstream}: ${catalog.isLocked(upstream) ? 'as accepted' : 'taken as it comes'}`;
  const said = differences
    .slice(0, MOST_TOLD)
    .map(({ kind, name, what, grade }) => `${kind === 'server' ? 'what it says of its use' : name} ${what} (${grade})`);
  const more = differences.length > MOST_TOLD ? `, and ${differences.length - MOST_TOLD} more` : '';
  const line = `not as accepted: ${said.join(', ')}${more}; look at it with: sallyport diff ${upstream}${about}`;
  log(`[${upstream}] ${line}`);
  return `${upstream}: ${line}`;
}

/** Differences of one server that are named in a line. */
const MOST_TOLD = 5;

const sayListing = (upstream: string, listing: Listing | undefined): string =>
  listing === undefined
    ? `${upstream} offers nothing any more`
    : `${upstream}: ${countOf(listing.tools.length, 'tool')}, ${countOf(listing.resources.length, 'resource')}, ${countOf(listing.prompts.length, 'prompt')} (${listing.protocol})`;
