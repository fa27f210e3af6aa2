import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Continuation } from '../../model/call.ts';

/** What one round of a longer call hands to the next: an upstream's state, and the answers to its questions as JSON text. */
export interface Carried {
  readonly state: string | undefined;
  readonly responses: string | undefined;
}

/** The content of a sealed state. Only this process can read or make one. */
export type State =
  /** A form of ours was sent: the answer comes back with this. */
  | (Bound & { readonly kind: 'hold'; readonly hold: string; readonly carried: Carried | undefined })
  /** A person was asked what the task is: what they said comes back with this. */
  | (Bound & { readonly kind: 'task'; readonly carried: Carried | undefined })
  /** An upstream asked: its own state travels inside ours. */
  | (Bound & {
      readonly kind: 'round';
      readonly state: string | undefined;
      /** The keys of the questions: only answers to these are passed on. */
      readonly asked: readonly string[];
      readonly continues: Continuation | undefined;
    })
  /** A legacy upstream asked within a call that goes on meanwhile. */
  | (Bound & { readonly kind: 'parked'; readonly parked: string })
  /** A legacy upstream wants a page to be visited before the call is made again. */
  | (Bound & { readonly kind: 'page' });

export interface Bound {
  readonly digest: string;
  readonly principal: string;
  readonly session: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly expires: number;
  readonly nonce: string;
}

export interface Seal {
  close(state: State): string;
  /** The state, or undefined where the text is not ours, was altered, or has expired. */
  open(text: string, now: number): State | undefined;
  /** True only the first time a state is used. */
  spend(state: State, now: number): boolean;
}

const VERSION = 's1.';
/** How many spent, unexpired states one principal may have: beyond that its own are refused, and nobody else's. */
const MOST_SPENT = 10_000;

export const newNonce = (): string => randomBytes(16).toString('base64url');

/** AES-256-GCM under a key that lives as long as the process, as long as what waits for an answer. */
export function createSeal(): Seal {
  const key = randomBytes(32);
  /** By principal: nonces, and until when they count. */
  const spentBy = new Map<string, Map<string, number>>();
  /** Forgets principals whose nonces have all expired. */
  const forgetOld = (now: number): void => {
    for (const [principal, spent] of spentBy) {
      if ([...spent.values()].every((expires) => expires <= now)) spentBy.delete(principal);
    }
  };
  return {
    close(state) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const body = Buffer.concat([cipher.update(JSON.stringify(state), 'utf8'), cipher.final()]);
      return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url');
    },
    open(text, now) {
      if (!text.startsWith(VERSION)) return undefined;
      const bytes = Buffer.from(text.slice(VERSION.length), 'base64url');
      if (bytes.length < 29) return undefined;
      try {
        const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
        cipher.setAuthTag(bytes.subarray(12, 28));
        const body = Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]);
        const state = JSON.parse(body.toString('utf8')) as State;
        return now < state.expires ? state : undefined;
      } catch {
        return undefined;
      }
    },
    spend(state, now) {
      let spent = spentBy.get(state.principal);
      if (spent === undefined) {
        forgetOld(now);
        spent = new Map();
        spentBy.set(state.principal, spent);
      }
      if (spent.has(state.nonce)) return false;
      // Most expire in the order in which they were spent; any that did not are found when there are too many.
      for (const [nonce, expires] of spent) {
        if (expires > now && spent.size < MOST_SPENT) break;
        if (expires <= now) spent.delete(nonce);
      }
      // To forget a nonce could let it be used twice, so it is refused instead.
      if (spent.size >= MOST_SPENT) return false;
      spent.set(state.nonce, state.expires);
      return true;
    },
  };
}
