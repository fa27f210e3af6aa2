import type { Call } from '../../model/call.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { wordsOf } from '../../model/words/name-words.ts';

/** Everybody, as tools are told and as texts say it. */
const EVERYBODY: ReadonlySet<string> = new Set(
  'anyone anybody everyone everybody public publicly anonymous unauthenticated world allusers all_users öffentlich público pública pubblico pubblica openbaar'.split(
    ' ',
  ),
);
/** What is said of one to whom something is open, beside the value itself. */
const ALSO = ['public', 'publicly', 'anyone', 'everyone', 'öffentlich', 'público', 'pública', 'pubblico', 'openbaar'];
/** How much a call may be made with is looked at for this. */
const MOST_LOOKED = 200;
/** By what texts call it, whatever the tool is called: a link is `set` to anyone, or something is `made` public. */
export const OPENING: readonly string[] = ['share', 'grant', 'publish', 'set'];

/**
 * The words for everybody, where a call opens something to all: `type: anyone`, `visibility: public`, `is_public: true`. Such an
 * argument decides who may see a thing, though there are few values that it may have; nothing where a call does not.
 */
export function openedTo({ method, params }: Call): readonly string[] {
  if (method !== 'tools/call') return NOBODY;
  const given = params.arguments;
  if (given === undefined) return NOBODY;
  const word = wordIn(given, '', { left: MOST_LOOKED });
  return word === undefined ? NOBODY : [...new Set([word, ...ALSO])];
}
const NOBODY: readonly string[] = Object.freeze([]);

function wordIn(value: Json, name: string, looked: { left: number }): string | undefined {
  if (looked.left-- <= 0) return undefined;
  // `public: true`, and of what would be closed, `private: false`.
  if (typeof value === 'boolean')
    return wordsOf(name).some((word) => (value ? OPEN : CLOSED).has(word)) ? 'public' : undefined;
  if (typeof value === 'string') {
    const word = value.length > LONGEST ? '' : value.trim().toLowerCase();
    return EVERYBODY.has(word) && wordsOf(name).some((one) => WHO.has(one)) ? word : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const word = wordIn((value as JsonObject)[key] as Json, isList ? name : key, looked);
    if (word !== undefined) return word;
  }
  return undefined;
}
/** A longer value is a text. */
const LONGEST = 20;
const OPEN: ReadonlySet<string> = new Set(['public', 'anyone', 'everyone', 'everybody', 'anonymous']);
const CLOSED: ReadonlySet<string> = new Set(['private', 'restricted']);
/** Arguments that say who may see or do something. */
const WHO: ReadonlySet<string> = new Set(
  'type kind role access permission permissions visibility privacy audience scope sharing share shared acl grantee principal member members allow allowed who'.split(
    ' ',
  ),
);
