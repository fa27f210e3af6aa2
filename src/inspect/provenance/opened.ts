import { wordsOf } from '../../model/words/name-words.ts';
import { wordSet } from '../../model/words/word-set.ts';
import type { Named } from './named.ts';

/** Everybody, as tools are told and as texts say it. */
const EVERYBODY: ReadonlySet<string> = wordSet(
  'anyone anybody everyone everybody public publicly anonymous unauthenticated world allusers all_users öffentlich público pública pubblico pubblica openbaar',
);
/** What is said of one to whom something is open, beside the value itself. */
const ALSO = ['public', 'publicly', 'anyone', 'everyone', 'öffentlich', 'público', 'pública', 'pubblico', 'openbaar'];
/** By what texts call it, whatever the tool is called: a link is `set` to anyone, or something is `made` public. */
export const OPENING: readonly string[] = ['share', 'grant', 'publish', 'set'];

/**
 * The words for everybody, where a call opens something to all: `type: anyone`, `visibility: public`, `is_public: true`. Such an
 * argument decides who may see a thing, though there are few values that it may have; nothing where a call does not.
 */
export function openedTo(given: readonly Named[]): readonly string[] {
  for (const one of given) {
    const word = wordOf(one);
    if (word !== undefined) return [...new Set([word, ...ALSO])];
  }
  return NOBODY;
}
const NOBODY: readonly string[] = Object.freeze([]);

function wordOf({ name, value }: Named): string | undefined {
  // `public: true`, and of what would be closed, `private: false`.
  if (typeof value === 'boolean')
    return wordsOf(name).some((word) => (value ? OPEN : CLOSED).has(word)) ? 'public' : undefined;
  if (typeof value !== 'string' || value.length > LONGEST) return undefined;
  const word = value.trim().toLowerCase();
  return EVERYBODY.has(word) && wordsOf(name).some((one) => WHO.has(one)) ? word : undefined;
}
/** A longer value is a text. */
const LONGEST = 20;
const OPEN: ReadonlySet<string> = new Set(['public', 'anyone', 'everyone', 'everybody', 'anonymous']);
const CLOSED: ReadonlySet<string> = new Set(['private', 'restricted']);
/** Arguments that say who may see or do something. */
const WHO: ReadonlySet<string> = wordSet(
  'type kind role access permission permissions visibility privacy audience scope sharing share shared acl grantee principal member members allow allowed who',
);
