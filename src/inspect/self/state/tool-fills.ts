import { nameAt, type Value } from '../../reading/place.ts';
import type { Kept } from '../kept-folders.ts';
import type { Terrain } from './reach.ts';
import { goesIn } from './replacing.ts';
import { type Above, isNext, nextIn, unpacking } from './unpacking.ts';

const EXTRACTS =
  /extract|unzip|untar|unpack|decompress|expand|unarchive|inflate|restore|(?:copy|sync|mirror|move)_?(?:dir|folder|tree|recursive)/i;
const COPIES = /copy|move|rename|clone|sync|mirror|transfer|replicate|put_file|upload|download|install/i;
const ARCHIVE = /\.(?:zip|t?gz|tar|tbz2?|txz|7z|rar|bz2|xz|zst|jar)$/i;
/** Names of arguments that give the source. */
const SOURCE = /^(?:src|source|from|archive|file|input|origin|old|zip|path_from|local)/i;

/**
 * Where a tool other than a shell puts an archive, the contents of a folder, or something with the name of the next
 * step.
 */
export function fillsAbove(
  tool: string,
  values: readonly Value[],
  onlyReads: boolean,
  { state, keeps, plainest }: Terrain,
): { readonly at: Value; readonly how: Above } | undefined {
  const unpacks = EXTRACTS.test(tool);
  if (!unpacks && !COPIES.test(tool)) return undefined;
  // "Extract" may mean just reading, unless it is from an archive.
  if (onlyReads && !(unpacks && values.some(({ text }) => ARCHIVE.test(text)))) return undefined;
  const places = values.filter(
    ({ at, text, role }) =>
      at !== '/name' && role !== 'content' && text.length > 1 && text.length <= 4_096 && /[/\\~%$]|^\./.test(text),
  );
  let found: { at: Value; how: Above } | undefined;
  for (const at of places) {
    if (SOURCE.test(nameAt(at.at))) continue;
    const path = plainest(at.text);
    const nexts = nextIn(path, state);
    const lands = places.some((other) => other !== at && isNext(plainest(other.text), nexts));
    const how = lands
      ? 'reaches'
      : unpacks
        ? (unpacking(path, state) ?? keeps(path))
        : takenBy(tool, places, keeps(path));
    if (how === 'reaches') return { at, how };
    if (how !== undefined) found ??= { at, how };
  }
  return found;
}

/** A clone and a move are given the folder itself, by the name that it is to have. */
function takenBy(tool: string, places: readonly Value[], kept: Kept | undefined): Kept | undefined {
  if (kept !== 'client') return undefined;
  const moves = /move|rename/i.test(tool) && !places.some(({ text }) => goesIn(text));
  return moves || /clone|checkout/i.test(tool) ? kept : undefined;
}
