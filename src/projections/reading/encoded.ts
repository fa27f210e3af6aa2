import { packedText, type Unpacking, unpackingOf } from '../../model/text/packed.ts';
import { plainText } from '../../model/text/plain-text.ts';
import { runsOf, signsOf } from '../../model/text/runs.ts';
import { FEW_BROKEN, isHexRun, isMixedRun, mayBeSaid, mayBeText } from './encoded-run.ts';
import { unescaped } from './escaped.ts';

/** Shorter runs of letters are words; of longer ones, the beginning is decoded. */
const SHORTEST_RUN = 12;
const LONGEST_RUN = 65_536;
const SIGNS = signsOf(/[A-Za-z0-9+/]/);
/** What runs of base64 and hex in a text decode to, and what words spell by the numbers of their letters, to be searched as well. */
export function decoded(raw: string): string {
  return decodedIn(raw, MOST_NESTED, unpackingOf());
}

function decodedIn(raw: string, depth: number, unpacking: Unpacking): string {
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

const saidIn = (block: string, depth: number, unpacking: Unpacking): string =>
  said(block, 0, block.length, depth, unpacking);

/** The text that a run decodes to, if any, and what runs in that decode to. */
function said(raw: string, from: number, end: number, depth: number, unpacking: Unpacking): string {
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
