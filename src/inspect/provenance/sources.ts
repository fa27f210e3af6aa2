import { exactKey } from '../../model/entity/key.ts';
import { entitiesOf } from '../../model/entity.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import type { Sighted, View } from '../../model/view.ts';
import type { Argument } from './arguments.ts';
import { isTelling } from './asked-act.ts';
import { NAMED } from './flow-list.ts';
import { otherSpelling } from './spellings.ts';

/**
 * The sources of a value. If this session named it before any text it had read held it, in whatever spelling, the
 * session itself is added as the oldest source; otherwise the user, where the user's own words have it.
 */
export function sourcesOf(
  view: View,
  { role }: Argument,
  key: string,
  text: string,
  sightings: readonly Sighted[],
): readonly Sighted[] {
  if (sightings.length === 0) return sightings;
  // Echoes matter only for a value that decides: only there does it count who vouches for it.
  const known = decides(role) ? withEchoes(sightings, givenAt(view, key, text)) : sightings;
  const step = view.memory.used(key) ?? (role === 'target' ? respelledAt(view, text, sightings) : undefined);
  if (step !== undefined && foundIn(view, text, step).length === 0) return [...known, { ...NAMED, step }];
  // One plain word may stand there by chance, unless it says what is to be done.
  const user = role === 'command' || (decides(role) && isTelling(text)) ? view.memory.userSaid(text) : undefined;
  return user === undefined ? known : [...known, user];
}

/**
 * When this session named what a value is another writing of, where only answers to that have the value: `did you mean SH-22?` of
 * `SH22` is the same thing. Another letter or digit may be another thing.
 */
function respelledAt({ memory }: View, text: string, sightings: readonly Sighted[]): number | undefined {
  const bare = bareOf(text);
  let first: number | undefined;
  for (const { call } of bare.length < SHORTEST ? [] : sightings) {
    const named = memory.madeWith(call).filter((one) => bareOf(one) === bare);
    if (named.length === 0) return undefined;
    for (const one of named) {
      const key = exactKey(one);
      const step = key === undefined ? undefined : memory.used(key);
      if (step !== undefined && (first === undefined || step < first)) first = step;
    }
  }
  return first;
}
const bareOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
/** Fewer letters are those of many things. */
const SHORTEST = 3;

/** When a value may first have gone to a tool: as it is, or as the address that it contains beside other words. */
function givenAt({ memory }: View, key: string, text: string): number | undefined {
  let first = memory.given(key);
  for (const entity of entitiesOf(text)) {
    const step = memory.given(entity.key);
    if (step !== undefined && (first === undefined || step < first)) first = step;
  }
  return first;
}

/** The places where a value was seen. */
export const shownAs = (view: View, key: string): readonly Sighted[] =>
  withEchoes(view.memory.find(key), view.memory.given(key));

/** A sighting after the value had gone to a tool may be that value coming back. */
const withEchoes = (sightings: readonly Sighted[], given: number | undefined): readonly Sighted[] =>
  given === undefined || sightings.every(({ step }) => step <= given)
    ? sightings
    : sightings.map((one) => (one.step > given ? { ...one, isEcho: true } : one));

/**
 * Where a value was written in texts, in its own spelling or another; for an address, also where one text gives both its halves:
 * `mailbox lane.desk, domain ours.example`. With `until`, only in texts read by that step.
 */
export function foundIn({ memory }: View, text: string, until?: number): readonly Sighted[] {
  const asGiven = memory.search(text, until);
  const other = asGiven.length > 0 ? undefined : otherSpelling(text);
  const found = other === undefined ? asGiven : memory.search(other, until);
  const [, local, host] = found.length > 0 ? [] : (HALVES.exec(text.trim()) ?? []);
  if (local === undefined || host === undefined) return found;
  // A domain that many people write from is in every thread.
  const texts = memory.count(`domain:${host.toLowerCase()}`) > 1 ? [] : memory.search(host, until);
  return texts.length === 0
    ? found
    : memory.search(local, until).filter((one) => texts.some((other) => isSame(one, other)));
}

/** Just a name, such as `anna`, occurs in many texts beside the domain of its owner. */
const HALVES = /^((?=[^@]*[\d._+-])[\w.+-]{5,64})@([\w-]+(?:\.[\w-]+)+)$/;
const isSame = (one: Sighted, other: Sighted): boolean => one.call === other.call && one.at === other.at;
