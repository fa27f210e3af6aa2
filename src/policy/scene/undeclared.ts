import type { Finding } from '../../model/evidence.ts';
import type { JsonPointer } from '../../model/json.ts';

/** Tells whether a place, relative to the arguments, is in one that the tool does not declare. */
export type IsUndeclared = (at: JsonPointer) => boolean;

const KIND = 'args.undeclared';
const ARGUMENTS = '/arguments';

/** The arguments that a tool does not declare, as they were seen; undefined where there are none. */
export function undeclaredIn(findings: readonly Finding[]): IsUndeclared | undefined {
  let places: JsonPointer[] | undefined;
  for (const { kind, at } of findings) {
    if (kind !== KIND || !at.startsWith(ARGUMENTS)) continue;
    places ??= [];
    places.push(at.slice(ARGUMENTS.length));
  }
  const seen = places;
  return seen && ((at) => seen.some((place) => at === place || at.startsWith(`${place}/`)));
}
