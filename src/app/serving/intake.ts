import type { Catalog } from '../../catalog/catalog.ts';
import type { Remark } from '../../catalog/definition.ts';
import type { Broadcast } from '../../model/broadcast.ts';
import { messageOf } from '../../model/caught.ts';
import type { GateEvent } from '../../model/gate.ts';
import { nextId } from '../../model/id.ts';
import { sha256 } from '../../model/json/canonical.ts';
import { type News, newsOf } from '../../model/record/note.ts';
import { MOST_LISTED, type Saying, within } from '../../model/saying.ts';
import { onOneLine } from '../../model/text/unshown.ts';
import type { Listing, Notice, Standing, Unasked } from '../../model/upstreams.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { judgeListing, OURS } from '../../pipeline/listing.ts';
import { judgeNotice, standIn } from '../../pipeline/notice.ts';
import { maskOwnWords } from '../../pipeline/own-words.ts';
import { recordSaying, saidIn } from '../../pipeline/saying.ts';
import { inSlices } from '../../pipeline/slices.ts';
import type { OpenUpstreams } from '../../upstream/upstreams.ts';
import { type Heard, JudgedLists } from './judged-lists.ts';
import { sayListing, sayLock } from './listing-words.ts';
import { OwnListings, withoutSayings } from './own-listings.ts';

const UNREADABLE = 'and why could not be looked at';

export const LISTS = ['tools', 'resources', 'prompts'] as const;

export interface IntakeParts {
  readonly upstreams: Pick<
    OpenUpstreams,
    'onListing' | 'onOwnListing' | 'onNotice' | 'onStanding' | 'onUnasked' | 'settled' | 'begun' | 'standings'
  >;
  readonly catalog: Catalog;
  readonly events: Broadcast<[event: GateEvent]>;
  readonly current: () => Interposer;
  readonly log: (line: string) => void;
  /** Hides the values that servers are given. */
  readonly hide: (text: string) => string;
  /** Ends printed commands, so that they are about this configuration. */
  readonly about?: string;
  /** Told of each server whose list is shown from now on. */
  readonly shows?: (upstream: string) => void;
}

/** Takes in listings and notifications of upstreams: each is judged before the catalog or a client gets it. */
export class Intake {
  readonly #parts: IntakeParts;
  readonly #lists: JudgedLists;
  #noted: Promise<void> = Promise.resolve();
  /** Servers of which only what was accepted is shown, each with the end of that. */
  readonly #promised = new Map<string, Promise<void>>();
  /** The digest of what each server said last in what it lists, as far as it is recorded. */
  readonly #said = new Map<string, string>();
  /** What was remarked of each server's last list. */
  readonly #remarked = new Map<string, string>();
  /** How each stood to the lockfile when it last listed. */
  readonly #stood = new Map<string, string>();
  readonly #own: OwnListings;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    const { upstreams, catalog, current } = parts;
    this.#lists = new JudgedLists({
      judge: async (listing) => {
        const passing = await judgeListing(listing, current());
        // Calls have their turn while it is read, and what is read is taken in one tick.
        await inSlices(catalog.readAhead(passing));
        return passing;
      },
      take: (passing, heard) => this.#take(passing, heard),
      broke: (upstream) => this.#broke(`the list of ${upstream}`),
    });
    this.#own = new OwnListings({
      catalog,
      current,
      tell: (upstream, message) => this.#tell('listing', upstream, message),
      broke: (upstream) => this.#broke(`the list of ${upstream}`),
    });
    upstreams.onStanding((standing) => this.#noteStanding(standing));
    upstreams.onListing((upstream, listing) => {
      this.#tell('listing', upstream, sayListing(listing), listing?.protocol);
      this.#lists.hear(upstream, listing);
    });
    upstreams.onOwnListing((session, upstream, listing) => this.#own.hear(session, upstream, listing));
    upstreams.onNotice(
      (notice) => void this.#pass(notice).catch(this.#broke(`${notice.method} of ${notice.upstream}`)),
    );
    upstreams.onUnasked((unasked) => this.#answerUnasked(unasked));
  }

  /** Resolves when every server has been heard. */
  async settled(): Promise<void> {
    await this.#parts.upstreams.settled();
    await this.#lists.taken();
    await this.#noted;
  }

  /** Resolves when something can be shown of every server: what it offers, or what was accepted of it. */
  async shown(): Promise<void> {
    const { upstreams } = this.#parts;
    const silent = upstreams.standings().filter(({ upstream }) => !this.#promised.has(upstream));
    await Promise.all(silent.map(({ upstream }) => upstreams.begun(upstream)));
    await this.#lists.taken();
  }

  /** Shows what was accepted of a server, until it has said what it offers or cannot be asked. */
  promise(listing: Listing): void {
    const { upstream } = listing;
    if (this.#lists.latest(upstream) !== undefined) return;
    this.#tell('listing', upstream, 'shown as it was accepted until it has started');
    this.#lists.hear(upstream, listing, true);
    this.#promised.set(upstream, this.#begun(upstream));
  }

  /** The end of the time in which only what was accepted is shown of a server; undefined where it is over. */
  promised(upstream: string): Promise<void> | undefined {
    return this.#promised.get(upstream);
  }

  /** The same of all servers. */
  allPromised(): Promise<unknown> | undefined {
    return this.#promised.size === 0 ? undefined : Promise.all(this.#promised.values());
  }

  /** The servers of which a list is being judged. */
  judging(): readonly string[] {
    return this.#lists.judging();
  }

  /** Resolves when what a server has listed so far is judged. */
  judged(upstream: string): Promise<void> {
    return this.#lists.taken([upstream]);
  }

  /** Resolves when a server that has just been started was heard, failed, or is found to wait for a person. */
  async tried(upstream: string): Promise<void> {
    await this.#parts.upstreams.begun(upstream);
    await this.#lists.taken([upstream]);
  }

  async #begun(upstream: string): Promise<void> {
    await this.tried(upstream);
    this.#promised.delete(upstream);
    if (this.#lists.latest(upstream)?.isPromised !== true) return;
    this.#lists.hear(upstream, undefined);
    await this.#lists.taken([upstream]);
  }

  /** Judges every listing anew, since other inspectors look at them now. */
  judgeAgain(): void {
    this.#lists.judgeAgain();
    this.#own.judgeAgain();
  }

  #note(about: string, message: string): void {
    void this.#parts.current().journal.write({ kind: 'note', about, message });
  }

  /** In words that `sallyport servers` shows. */
  #tell(about: News, upstream: string, message: string, protocol?: string): void {
    void this.#parts.current().journal.write(newsOf(about, upstream, message, protocol));
  }

  /** For a part of ours that fails over what a server said: that goes no further, and all else goes on. */
  #broke(what: string): (error: unknown) => void {
    return (error) => {
      const why = messageOf(error);
      this.#parts.log(`${what} cannot be judged, and goes no further: ${why}`);
      this.#note('fault', `${what}: ${why}`);
    };
  }

  #noteStanding({ upstream, state, message }: Standing): void {
    if (state === 'starting' && message === undefined) return;
    // In their order: what was noted last is how it stands.
    this.#noted = this.#noted.then(async () => {
      const said = message === undefined ? '' : `, ${(await this.#masked(message)) ?? UNREADABLE}`;
      this.#tell('server', upstream, `${state}${said}`);
    });
  }

  /** Another server has taken the place of one, or none has. */
  replace(upstream: string): void {
    this.#lists.replace(upstream);
  }

  /** For a server that the configuration does not name any more: in the record it would be as it was last for good. */
  leave(upstream: string): void {
    this.#noted = this.#noted.then(() => this.#tell('server', upstream, 'gone, the configuration names it no more'));
  }

  /** What a server said last is a text of its own, and a note cannot be erased. Undefined where it cannot be looked at. */
  #masked(message: string): Promise<string | undefined> {
    return maskOwnWords(this.#parts.hide(message), OURS, this.#parts.current()).catch(() => undefined);
  }

  #take(passing: Listing | undefined, heard: Heard): void {
    const { upstream, listing: offered, isPromised } = heard;
    const { catalog, events, log, about = '' } = this.#parts;
    // What is shown is known before anybody can use it.
    if (passing?.sayings !== undefined) this.#recordSayings(upstream, passing.sayings);
    const listing = passing && withoutSayings(passing);
    const isEarly = isPromised && listing !== undefined;
    const changed = isEarly ? catalog.promise(upstream, listing) : catalog.update(upstream, listing);
    for (const list of LISTS) if (changed[list]) events.tell({ kind: 'list_changed', list });
    if (isEarly) return;
    const dropped = catalog.dropped().filter((each) => each.upstream === upstream);
    this.#remark(upstream, 'is left out', dropped);
    this.#remark(upstream, 'was mended', catalog.mended());
    if (listing === undefined) return;
    const withheld = passing?.withheld?.length ?? 0;
    if (dropped.length + withheld > 0)
      this.#tell('listing', upstream, sayListing(offered, dropped, withheld), offered?.protocol);
    const { line, isAsAccepted } = sayLock(upstream, catalog, about);
    if (!isAsAccepted && this.#stood.get(upstream) !== line) log(`[${upstream}] ${line}`);
    this.#stood.set(upstream, line);
    this.#tell('lockfile', upstream, line);
    // What one said that was replaced meanwhile says nothing of the other.
    if (this.#lists.isCurrent(heard)) this.#parts.shows?.(upstream);
  }

  /** Once for each version of a list, and where its labels are others: servers list again and again. */
  #recordSayings(upstream: string, sayings: readonly Saying[]): void {
    const { catalog, current } = this.#parts;
    const labels = catalog.labels(upstream);
    const digest = sha256(JSON.stringify([labels, sayings]));
    if (this.#said.get(upstream) === digest) return;
    this.#said.set(upstream, digest);
    const { journal, now, view } = current();
    const kept = within(sayings, MOST_LISTED);
    const cut = kept.length < sayings.length ? ({ cut: true } as const) : {};
    void journal.saying({ call: nextId(now()), upstream, labels, ...cut }, kept);
    const about = standIn('tools/list', upstream, OURS, now());
    const { sayings: heard } = view(about);
    // What is asked for is always found; all other calls have their turn while it is read.
    if (heard !== undefined)
      void inSlices(heard.readOn()).catch(this.#broke(`what ${upstream} says of what it offers`));
  }

  /** Says what is odd of a list, unless all of it was so of the one before: servers list again and again. */
  #remark(upstream: string, what: string, all: readonly Remark[]): void {
    const mine = all.filter((each) => each.upstream === upstream);
    const messages = mine.map(({ name, reason }) => `${onOneLine(name)} ${what}: ${reason}`);
    const key = `${upstream} ${what}`;
    const said = messages.join('\n');
    if ((this.#remarked.get(key) ?? '') === said) return;
    this.#remarked.set(key, said);
    for (const message of messages) {
      this.#parts.log(`[${upstream}] ${message}`);
      this.#note('definition', `${upstream}.${message}`);
    }
  }

  /** Hands a notification on to its session, where it may pass. */
  async #pass({ upstream, session, method, params, text }: Notice): Promise<void> {
    if (session === undefined) return;
    const { current, events, catalog } = this.#parts;
    const interposer = current();
    const about = standIn(method, upstream, session, interposer.now());
    const passing = await judgeNotice({ about, value: params, text, said: saidIn(method) }, interposer);
    if (passing === undefined) return;
    recordSaying(about, method, passing, catalog.labels(upstream), interposer);
    if (method === 'notifications/message')
      events.tell({ kind: 'log', session: session.key, params: passing.value, text: passing.text });
    if (method === 'notifications/elicitation/complete')
      events.tell({ kind: 'elicited', session: session.key, text: passing.text });
    if (method === 'notifications/resources/updated' && typeof passing.value.uri === 'string') {
      const uri = catalog.showUri(upstream, passing.value.uri);
      events.tell({ kind: 'resource_updated', session: session.key, uri, text: passing.text });
    }
  }

  async #answerUnasked({ session, question: { upstream, method } }: Unasked): Promise<string> {
    const about = session === undefined ? 'nobody' : session.key;
    // Recorded before it is answered, like everything that is answered (law 1).
    const message = `${upstream} asks ${about}: not put`;
    await this.#parts.current().journal.write({ kind: 'note', about: method, message });
    return `${method} was not put to anybody: no call is under way whose client could be asked`;
  }
}
