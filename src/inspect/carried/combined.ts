import { exactKey, SHORTEST_VALUE } from '../../model/entity/key.ts';
import { entitiesOf } from '../../model/entity.ts';
import type { Memory, Sighted } from '../../model/view.ts';
import { nameAt } from '../reading/place.ts';
import type { UrlPart } from '../reading/url-parts.ts';

/** Names of fields that hold something confidential. In these, even letters alone count as a value. */
const KEPT = /pass(?:word|code|phrase)?|secret|token|credential|\b(?:pin|otp|ssn|cvv|code|key)\b/i;
/** Years, dates, versions and sizes occur in all kinds of addresses. */
const COMMON = /^(?:(?:19|20)\d\d(?:[-_.]?\d\d){0,2}|v?\d{1,3}(?:\.\d{1,4}){0,3}|\d{1,4}x\d{1,4}|\d{1,4}px)$/i;
const MOST_PIECES = 12;
const MOST_SEARCHES = 24;
const LONGEST = 200;

/** The place an address leads to, as it was read: the keys of its host and of the domains above it. */
export interface Place {
  readonly host: string;
  readonly keys: readonly string[];
  /** Where the host was read. A host that this session named itself has no `Place`. */
  readonly sightings: readonly Sighted[];
}

/**
 * The host of an address, if a result gave it; undefined if this session does not know the host, or named it itself.
 */
export function placeOf(url: string, memory: Memory): Place | undefined {
  const host = entitiesOf(url)
    .find(({ kind }) => kind === 'domain')
    ?.key.slice('domain:'.length);
  if (host === undefined) return undefined;
  const labels = host.split('.');
  const keys = labels.slice(0, -1).map((_, i) => `domain:${labels.slice(i).join('.')}`);
  const sightings = keys.flatMap((key) => memory.find(key));
  if (sightings.length === 0) sightings.push(...memory.search(host));
  if (sightings.length === 0) return undefined;
  const isOwn = keys.some((key) => memory.used(key) !== undefined) || sightings.some(({ call }) => call === '');
  return isOwn ? undefined : { host, keys, sightings };
}

/**
 * Searches the parts of one address for values that were read from somewhere other than its host: addresses are put
 * together to carry such values out.
 */
export class Combined {
  readonly #place: Place;
  readonly #memory: Memory;
  #searches = 0;

  constructor(place: Place, memory: Memory) {
    this.#place = place;
    this.#memory = memory;
  }

  sourceIn({ of, text }: UrlPart): Sighted | undefined {
    if (of === 'host') return undefined;
    const fine: string[] = [];
    for (const piece of piecesOf(text)) {
      // A piece of a value that may be in the address may be there too.
      if (fine.some((whole) => whole.includes(piece))) continue;
      const source = this.#sourceOf(piece);
      if (source === 'fine') fine.push(piece);
      else if (source !== undefined) return source;
    }
    return undefined;
  }

  /**
   * Where a value was read that the address's host should not learn; `fine` if it may be there; undefined if it is no
   * such value.
   */
  #sourceOf(piece: string): Sighted | 'fine' | undefined {
    const key = exactKey(piece);
    if (key === undefined || COMMON.test(piece)) return undefined;
    const keys = [key, ...entitiesOf(piece).flatMap((one) => (one.kind === 'domain' ? [] : [one.key]))];
    // Secrets that were recognised when they were read are kept in memory by their tokens.
    const secret = this.#memory.secretKey?.(piece);
    if (secret !== undefined) keys.push(secret);
    const isData = /[\d@]/.test(piece);
    const known = keys.flatMap((one) => this.#memory.find(one));
    if (known.length === 0 && isData && this.#searches++ < MOST_SEARCHES) known.push(...this.#memory.search(piece));
    const source = known.find((one) => isData || isKept(one));
    if (source === undefined) return undefined;
    return this.#isOwn(piece, keys, known) || this.#isTogether(keys, known) ? 'fine' : source;
  }

  /** Whether the user gave the piece, or the session used it in a call before it first read it anywhere. */
  #isOwn(piece: string, keys: readonly string[], known: readonly Sighted[]): boolean {
    const isFirst = (key: string): boolean => {
      const named = this.#memory.used(key);
      return (
        named !== undefined && known.every(({ step }) => step > named) && this.#memory.search(piece, named).length === 0
      );
    };
    return known.some(({ call }) => call === '') || keys.some(isFirst);
  }

  /** A result that gave both the value and the host belongs to somebody who knows both. */
  #isTogether(keys: readonly string[], known: readonly Sighted[]): boolean {
    const { sightings } = this.#place;
    return (
      known.some(({ call }) => sightings.some((one) => one.call === call)) ||
      keys.some((key) => this.#place.keys.some((host) => this.#memory.share(key, host)))
    );
  }
}

const isKept = ({ at, labels }: Sighted): boolean =>
  labels.includes('secret') || labels.includes('pii') || KEPT.test(nameAt(at));

/** The whole part, and the pieces that punctuation divides it into. */
function piecesOf(text: string): string[] {
  const whole = text.length > LONGEST ? text.slice(0, LONGEST) : text;
  const pieces = new Set([whole, ...whole.split(/[^\p{L}\p{N}@._-]+/u), ...whole.split(/[^\p{L}\p{N}]+/u)]);
  return [...pieces].filter((piece) => piece.length >= SHORTEST_VALUE).slice(0, MOST_PIECES);
}
