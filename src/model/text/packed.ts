import { constants, unzipSync } from 'node:zlib';

/** What may still be unpacked of one text. */
export interface Unpacking {
  times: number;
  bytes: number;
}

const MOST_UNPACKED = 8;
/** Half of a text's room for what was read, so that a small text cannot push out all others. */
const ALL_UNPACKED = 524_288;

export const unpackingOf = (): Unpacking => ({ times: MOST_UNPACKED, bytes: ALL_UNPACKED });

/** Whether bytes begin as what gzip or deflate packed does. */
export const mayBePacked = (bytes: Buffer): boolean =>
  (bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) ||
  (bytes[0] === 0x78 && bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0);

/** The beginning of a text that was packed by gzip or deflate, as far as one text may be unpacked; undefined where it is none. */
export function packedText(bytes: Buffer, unpacking: Unpacking): string | undefined {
  if (!mayBePacked(bytes) || unpacking.times === 0) return undefined;
  unpacking.times--;
  // However much the first ones hold, something is left for those behind them.
  const most = Math.min(unpacking.bytes / 2, bytes.length * MOST_RATIO);
  const text = beginningOf(bytes, Math.floor(most));
  unpacking.bytes -= text?.length ?? 0;
  return text?.toString('utf8');
}

function beginningOf(packed: Buffer, maxOutputLength: number): Buffer | undefined {
  // All that comes before a cut is given; what is too long is known only by trying.
  for (let length = packed.length; length > 0; length = Math.floor(length / STEP))
    try {
      return unzipSync(packed.subarray(0, length), { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
    } catch (error) {
      // Other bytes begin so as well, and whoever reads the text sees no more in them than we do.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return undefined;
    }
  return undefined;
}
/** How much less is tried where all is too long. */
const STEP = 2;
/** Texts are packed to a tenth; what grows more was made to grow. */
const MOST_RATIO = 100;
