import type { Entity, EntityKind } from '../model/entity.ts';
import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';
import type { Memory } from '../model/view.ts';
import { type Value, valuesOf } from './reading/place.ts';

/** What a person writes out where it must be this one and no other. Of paths and ids, one leads to the next. */
const CALLED: Readonly<Partial<Record<EntityKind, string>>> = {
  email: 'mail address',
  domain: 'host',
  account: 'account',
  phone: 'telephone number',
};

/** Who names more of a kind has given a list or a log to read, and means no one of it. */
const MOST_MEANT = 3;

/**
 * A call that acts with another address, account or number than the one that the user's own words name, taken from a result that
 * nobody vouches for. Where the session gave the user's to a tool before, or this call holds it too, it was named for that; and
 * what stands in a longer text is what the text is about.
 */
export const otherValue: Inspector = {
  name: 'other-value',
  version: 2,
  onCall(call, texts, { memory }) {
    if (memory.fromUser.size === 0 || !acts(call.tool)) return NOTHING_SEEN;
    const values = valuesOf(call, texts).filter(({ isArgument }) => isArgument);
    for (const value of values) {
      const entity = value.role === 'plumbing' ? undefined : wholeOf(value);
      if (entity === undefined || !isOther(entity, values, memory)) continue;
      const what = CALLED[entity.kind];
      const message = `The user named another ${what} than this one.`;
      return { findings: [{ kind: 'user.other-value', severity: 'medium', at: value.at, message }] };
    }
    return NOTHING_SEEN;
  },
};

/** What a value is as a whole: an address, an account or a number; of a URL and of a repository's address, its host. */
function wholeOf({ text, entities }: Value): Entity | undefined {
  const whole = text.trim();
  if (REPOSITORY.test(whole)) return entities.find(({ kind }) => kind === 'domain');
  const one = entities.find(({ start, end }) => end - start === whole.length);
  return one?.kind === 'url' ? entities.find(({ kind }) => kind === 'domain') : one;
}

const REPOSITORY = /^[\w.-]{1,64}@[\w.-]{1,253}:[^\s:]+$/;

function isOther({ kind, key }: Entity, values: readonly Value[], memory: Memory): boolean {
  const named = memory.fromUser.get(kind);
  if (named === undefined || named.size > MOST_MEANT || CALLED[kind] === undefined) return false;
  for (const own of named) {
    if (memory.given(own) !== undefined) return false;
    if (kind === 'domain' ? isWithin(key, own) || isWithin(own, key) : own === key) return false;
    if (values.some(({ entities }) => entities.some((entity) => entity.key === own))) return false;
  }
  // What the session named itself, it did not take from a result.
  return memory.used(key) === undefined && memory.find(key).some(({ labels }) => labels.includes('untrusted'));
}

/** `docs.ours.example` is within `ours.example`. */
const isWithin = (key: string, other: string): boolean =>
  key === other || key.endsWith(`.${other.slice(other.indexOf(':') + 1)}`);
