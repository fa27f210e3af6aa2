import type { Session } from '../../model/call.ts';
import type { Listing } from '../../model/upstreams.ts';
import type { Tools } from './tools.ts';

export interface OwnListing {
  /** What all are shown is this from now on. */
  list(listing: Listing): void;
  tell(session: Session, tools: Tools | undefined): void;
}

/** Makes listings of what sessions' own processes offer: the tools are theirs, all else is as it is for all. Those of one version share theirs. */
export function ownListing(told: (session: Session, listing: Listing | undefined) => void): OwnListing {
  let shown: Listing | undefined;
  let made = new WeakMap<Tools, Listing>();
  return {
    list: (listing) => {
      shown = listing;
      made = new WeakMap();
    },
    tell: (session, tools) => {
      if (tools === undefined || shown === undefined) return told(session, undefined);
      const own = made.get(tools) ?? { ...shown, tools: tools.texts };
      made.set(tools, own);
      return told(session, own);
    },
  };
}
