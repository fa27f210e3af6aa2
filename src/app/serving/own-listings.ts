import type { Catalog } from '../../catalog/catalog.ts';
import type { Session } from '../../model/call.ts';
import type { Listing } from '../../model/upstreams.ts';
import type { Interposer } from '../../pipeline/interpose.ts';
import { judgeListing } from '../../pipeline/listing.ts';

/** What one session's own process offers. */
interface OwnListing {
  readonly session: Session;
  readonly upstream: string;
  readonly listing: Listing;
}

export interface OwnListingsParts {
  readonly catalog: Pick<Catalog, 'own'>;
  readonly current: () => Interposer;
  /** In words that `sallyport servers` shows. */
  readonly tell: (upstream: string, message: string) => void;
  /** What becomes of an error over a server's list. */
  readonly broke: (upstream: string) => (error: unknown) => void;
}

/** The lists of sessions whose own process offers others than are shown: each is judged before the catalog gets it. */
export class OwnListings {
  readonly #parts: OwnListingsParts;
  /** By session and server. */
  readonly #latest = new Map<string, OwnListing>();
  /** Each version is judged once, for all sessions. */
  #judged = new WeakMap<Listing, Promise<Listing>>();

  constructor(parts: OwnListingsParts) {
    this.#parts = parts;
  }

  /** `listing`: undefined where the session's process offers what is shown, or is gone. */
  hear(session: Session, upstream: string, listing: Listing | undefined): void {
    const key = `${session.key} ${upstream}`;
    if (listing === undefined) {
      this.#latest.delete(key);
      this.#parts.catalog.own(session.key, upstream, undefined);
      return;
    }
    this.#latest.set(key, { session, upstream, listing });
    const message = `the process of session ${session.key} offers other tools than are shown; its calls are judged by them`;
    this.#parts.tell(upstream, message);
    this.#judge(key);
  }

  /** Judges every list anew, since other inspectors look at them now. */
  judgeAgain(): void {
    this.#judged = new WeakMap();
    for (const key of [...this.#latest.keys()]) this.#judge(key);
  }

  #judge(key: string): void {
    const one = this.#latest.get(key);
    if (one === undefined) return;
    const { catalog, current, broke } = this.#parts;
    const judged = this.#judged.get(one.listing) ?? judgeListing(one.listing, current()).then(withoutSayings);
    this.#judged.set(one.listing, judged);
    const isLatest = (): boolean => this.#latest.get(key) === one;
    void judged
      .then((passing) => (isLatest() ? catalog.own(one.session.key, one.upstream, passing) : undefined))
      .catch(broke(one.upstream));
  }
}

/** What is kept of a listing: its definitions hold all that was said in them. */
export const withoutSayings = ({ sayings: _, ...listing }: Listing): Listing => listing;
