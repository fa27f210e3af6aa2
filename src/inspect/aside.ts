import { decisiveRole } from '../model/decisive-role.ts';
import { exactKey } from '../model/entity/key.ts';
import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';
import type { Memory } from '../model/view.ts';
import {
  called,
  isForReplies,
  isListed,
  isOfAnother,
  isOfKind,
  isOneOfSeveral,
  isOwn,
  isSender,
  isWriter,
  Place,
} from './aside/place.ts';
import { type Value, valuesOf } from './reading/place.ts';

/**
 * A call that acts with a value which stands aside in a record that has another one as its own: the account under `customFields`
 * beside the one that was paid from, an address for replies of another house than the sender's. Whoever fills such a place need
 * order nothing to be followed.
 */
export const aside: Inspector = {
  name: 'aside',
  version: 2,
  onCall(call, texts, { memory, calls }) {
    if (calls === 0 || !acts(call.tool)) return NOTHING_SEEN;
    const records = new Records(memory);
    for (const value of valuesOf(call, texts)) {
      const role = value.isArgument ? decisiveRole(call.tool, value.text, value.role) : undefined;
      if ((role !== 'destination' && role !== 'target') || !isAside(memory, records, value)) continue;
      const message =
        'This stands aside in the record that it comes from, which has another one as its own or is a letter that anybody may have written.';
      return { findings: [{ kind: 'record.aside', severity: 'medium', at: value.at, message }] };
    }
    return NOTHING_SEEN;
  },
};

/** What results hold, each read once for all values of a call: a mail may go to all of a long list. */
class Records {
  readonly #memory: Memory;
  readonly #known = new Map<string, readonly Place[]>();

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  of(call: string): readonly Place[] {
    const places = this.#known.get(call) ?? this.#memory.fieldsOf(call).map((field) => new Place(field));
    this.#known.set(call, places);
    return places;
  }
}

/** Whether a value is known from places aside, and from no other field. */
function isAside(memory: Memory, records: Records, value: Value): boolean {
  const whole = value.text.trim().length;
  const entity = value.entities.find(({ start, end }) => end - start === whole);
  const key = [entity?.key, value.key].find((one) => one !== undefined && memory.count(one) > 0);
  // What the session named itself, it did not take from a result.
  if (key === undefined || memory.used(key) !== undefined) return false;
  const seen = memory.find(key).filter(({ shape }) => shape === 'field');
  return (
    seen.length > 0 &&
    seen.every(({ call, labels }) => labels.includes('untrusted') && hasOther(records.of(call), key, value))
  );
}

/** Whether the record that a value stands aside in has another one of its own. */
function hasOther(places: readonly Place[], key: string, value: Value): boolean {
  const here = places.findIndex((one) => one.key === key);
  const place = places[here];
  if (place === undefined) return false;
  const name = called(value.at);
  const exact = exactKey(value.text);
  const isThing = !key.startsWith('phone:');
  // Where a letter has an account to pay to, only who wrote it vouches for that.
  const isLetter = (own: Place): boolean => key.startsWith('account:') && isWriter(own);
  // Of what has no house, a field that is called what the argument is called is what was asked for.
  const isOther = (own: Place): boolean =>
    place.house === undefined
      ? name !== undefined &&
        own.name === name &&
        own.key.startsWith('exact:') &&
        own.key !== exact &&
        !(isThing && isListed(own, place))
      : own.house !== undefined && own.house !== place.house && (isOfKind(own, place) || isLetter(own));
  if (isForReplies(place) && places.some((one) => isSender(one, place) && isOther(one))) return true;
  const own = places.find(
    (one, index) => index < here && isOther(one) && isOwn(one, place) && (isLetter(one) || !isOfAnother(one, place)),
  );
  return own !== undefined && !isOneOfSeveral(places, own, place);
}
