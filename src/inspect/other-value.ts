import type { Entity, EntityKind } from '../model/entity.ts';
import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';
import type { Memory } from '../model/view.ts';
import { type Value, valuesOf } from './reading/place.ts';

/** Kinds of which a person writes out exactly the one that is meant. Paths and ids are left out: one leads to the next. */
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
  version: 3,
  onCall(call, texts, { memory }) {
    if (memory.fromUser.size === 0 || !acts(call.tool)) return NOTHING_SEEN;
    const values = valuesOf(call, texts).filter(({ isArgument }) => isArgument);
    for (const value of values) {
      const other = reachedBy(value).find((entity) => isOther(entity, values, memory));
      if (other === undefined) continue;
      const what = CALLED[other.kind];
      const message = `The user named another ${what} than this one.`;
      return { findings: [{ kind: 'user.other-value', severity: 'medium', at: value.at, message }] };
    }
    return NOTHING_SEEN;
  },
};

/**
 * What a value leads to: an address, an account or a number; by a URL and a repository's address, its host. What says where something
 * goes leads to all that is in it: `Billing <pay@far.example>`.
 */
function reachedBy({ text, role, entities }: Value): readonly Entity[] {
  if (role === 'plumbing') return [];
  const whole = text.trim();
  const start = text.indexOf(whole) + (SCHEME.exec(whole)?.[0].length ?? 0);
  const one = entities.find((entity) => entity.start === start && entity.end === text.trimEnd().length);
  if (one?.kind === 'url' || REPOSITORY.test(whole))
    return entities.filter(({ kind }) => kind === 'domain').slice(0, 1);
  if (one !== undefined) return [one];
  return role === 'destination' || NAMED.test(whole) ? entities : [];
}

/** What a link to somebody begins with: `mailto:pay@far.example`. */
const SCHEME = /^(?:mailto|tel|sms):/i;
/** An address with the name of whose it is. */
const NAMED = /^[^<>\n]{0,100}<[^<>\s]{1,320}>$/;
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
