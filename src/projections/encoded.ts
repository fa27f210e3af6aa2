import { constants, unzipSync } from 'node:zlib';
import { plainText } from '../model/text/plain-text.ts';
import { runsOf, signsOf } from '../model/text/runs.ts';
import { FEW_BROKEN, isHexRun, isMixedRun, mayBeSaid, mayBeText } from './encoded-run.ts';
import { unescaped } from './escaped.ts';

/** Shorter runs of letters are words; of longer ones, the beginning is decoded. */
const SHORTEST_RUN = 12;
const LONGEST_RUN = 65_536;
const SIGNS = signsOf(/[A-Za-z0-9+/]/);
/** What runs of base64 and hex in a text decode to, and what words spell by the numbers of their letters, to be searched as well. */
export function decoded(raw: string): string {
  return decodedIn(raw, MOST_NESTED, { times: MOST_UNPACKED, bytes: ALL_UNPACKED });
}

function decodedIn(raw: string, depth: number, unpacking: Budget): string {
  const runs = runsOf(raw, SIGNS, SHORTEST_RUN);
  let out = '';
  let blockEnd = 0;
  for (let i = 0; i < runs.length; i += 2) {
    const from = runs[i] as number;
    const end = runs[i + 1] as number;
    if (from >= blockEnd) {
      blockEnd = endOfBlock(raw, from, end);
      const whole = blockEnd > end ? saidIn(raw.slice(from, blockEnd).replace(LINE_END, ''), depth, unpacking) : '';
      out += whole;
      // Lines of whole groups say nothing by themselves that the block does not say.
      if (whole !== '' && (end - from) % GROUP === 0) {
        while ((runs[i + 2] ?? blockEnd) < blockEnd) i += 2;
        continue;
      }
    }
    out += said(raw, from, end, depth, unpacking);
  }
  return out + unescaped(raw);
}
/** What a letter of base64 belongs to. */
const GROUP = 4;
/** Where programs break base64 into lines, as such or as it is written in JSON. */
const LINE_END = /\r?\n[ \t]{0,32}|(?:\\r)?\\n/g;
const NEXT_LINE = /(?:\r?\n[ \t]{0,32}|(?:\\r)?\\n)([A-Za-z0-9+/]+)(?![\w+/.:@%-])/y;
const BEFORE_LINES = signsOf(/[\r\n\\]/);

/** Where the lines end that go on from a run, each as long as it and the last one shorter; the date of the next log line is none. */
function endOfBlock(raw: string, from: number, lineEnd: number): number {
  const width = lineEnd - from;
  let end = lineEnd;
  while (end - from < LONGEST_RUN && BEFORE_LINES[raw.charCodeAt(end)] === 1) {
    NEXT_LINE.lastIndex = end;
    const line = NEXT_LINE.exec(raw)?.[1]?.length ?? 0;
    if (line === 0 || line > width) break;
    end = NEXT_LINE.lastIndex;
    if (line < width) break;
  }
  return end;
}

const saidIn = (block: string, depth: number, unpacking: Budget): string =>
  said(block, 0, block.length, depth, unpacking);

/** The text that a run decodes to, if any, and what runs in that decode to. */
function said(raw: string, from: number, end: number, depth: number, unpacking: Budget): string {
  const isHex = isHexRun(raw, from, end);
  if (!isHex && !isMixedRun(raw, from, end)) return '';
  const start = isHex ? from + ((end - from) % 2) : from;
  // Most runs are names, addresses and pictures.
  if (!mayBeSaid(raw, start, end, isHex)) return '';
  const bytes = Buffer.from(raw.slice(start, Math.min(end, from + LONGEST_RUN)), isHex ? 'hex' : 'base64');
  const isPlain = mayBeText(bytes, bytes.length);
  const text = isPlain ? bytes.toString('utf8') : (wideText(bytes) ?? packedText(bytes, unpacking));
  if (text === undefined || !isSaid(text)) return '';
  return ` ${plainText(text)} ${depth > 1 ? decodedIn(text, depth - 1, unpacking) : ''}`;
}
/** How often what was decoded is decoded again. */
const MOST_NESTED = 3;
/** Control characters but tabs and line ends, and what is no UTF-8. Of a text, one letter in ten may be such. */
const NO_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/g;

const isSaid = (text: string): boolean => (text.match(NO_TEXT)?.length ?? 0) * FEW_BROKEN <= text.length;

/** A text in letters of two bytes; undefined where the first ones are not of ASCII, in either order. */
function wideText(bytes: Buffer): string | undefined {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const from = isMarked ? 2 : 0;
  const isLittle = bytes[from + 1] === 0 && bytes[from + 3] === 0;
  if (!isLittle && !(bytes[from] === 0 && bytes[from + 2] === 0)) return undefined;
  const wide = bytes.subarray(from, bytes.length - ((bytes.length - from) % 2));
  return isLittle ? wide.toString('utf16le') : Buffer.from(wide).swap16().toString('utf16le');
}

/** What may still be unpacked of one text. */
interface Budget {
  times: number;
  bytes: number;
}

/** The beginning of a text that was packed by gzip or deflate, as far as one text may be unpacked; undefined where it is none. */
function packedText(bytes: Buffer, unpacking: Budget): string | undefined {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
  if (!isGzip && !(bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0)) return undefined;
  if (unpacking.times === 0) return undefined;
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
const MOST_UNPACKED = 8;
/** Half of a text's room for what was read, so that a small text cannot push out all others. */
const ALL_UNPACKED = 524_288;
