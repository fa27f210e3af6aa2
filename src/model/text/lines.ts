import { isUtf8 } from 'node:buffer';
import { Pieces } from './pieces.ts';

const ENDS = 256;
const NONE = Buffer.alloc(0);
/** Stands for bytes that are no letters; a text may have it all the same. */
const LOST = '\ufffd';

/**
 * Newline framing over bytes, without quadratic joining. `onLine` gets the text of one line without its newline (and
 * without a carriage return before it), and whether letters of it were lost, since it was no UTF-8; a line over `cap` bytes is dropped as it arrives and reported once, so that it costs no
 * memory. Of such a line its first and last bytes (up to 256 each) are kept: they may tell whose answer it was.
 */
export function splitLines(
  onLine: (line: string, isLossy: boolean) => void,
  cap: number,
  onTooLong: (bytes: number, head: Buffer, tail: Buffer) => void,
): (chunk: Buffer) => void {
  const pieces = new Pieces();
  let held = 0;
  let head: Buffer = NONE;
  let tail: Buffer = NONE;
  const take = (piece: Buffer): void => {
    held += piece.length;
    if (held <= cap) {
      pieces.add(piece);
      return;
    }
    if (head === NONE) {
      const before = pieces.take();
      head = Buffer.from((before.length === 0 ? piece : before).subarray(0, ENDS));
      tail = before;
    }
    tail = Buffer.from(
      piece.length >= ENDS ? piece.subarray(-ENDS) : Buffer.concat([tail.subarray(-ENDS), piece]).subarray(-ENDS),
    );
  };
  const end = (piece: Buffer): void => {
    take(piece);
    const size = held;
    const line = pieces.take();
    const [first, last] = [head, tail];
    held = 0;
    head = NONE;
    tail = NONE;
    if (size > cap) onTooLong(size, first, last);
    else emit(line, 0, size);
  };
  const emit = (bytes: Buffer, start: number, newline: number): void => {
    const stop = newline > start && bytes[newline - 1] === 13 ? newline - 1 : newline;
    if (stop === start) return;
    const text = bytes.toString('utf8', start, stop);
    onLine(text, text.includes(LOST) && !isUtf8(bytes.subarray(start, stop)));
  };
  return (chunk) => {
    let start = 0;
    for (let newline = chunk.indexOf(10); newline !== -1; newline = chunk.indexOf(10, start)) {
      // Nearly all lines are whole in one chunk, which is not cut up for them.
      if (held === 0 && newline - start <= cap) emit(chunk, start, newline);
      else end(chunk.subarray(start, newline));
      start = newline + 1;
    }
    if (start < chunk.length) take(start === 0 ? chunk : chunk.subarray(start));
  };
}

/** The id of a message of which only both ends are left, as JSON text: SDKs write it first or last. */
export function idAtEnds(head: Buffer, tail: Buffer): string | undefined {
  const found =
    /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d+|"[\w-]+")\s*,/.exec(head.toString('latin1')) ??
    /,\s*"id"\s*:\s*(\d+|"[\w-]+")\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/.exec(tail.toString('latin1'));
  return found?.[1];
}

/** Whether a message of which only the beginning is left asks something: SDKs write the method first, or behind the id. */
export const asksAtHead = (head: Buffer): boolean =>
  /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?(?:"id"\s*:\s*(?:\d+|"[\w-]+")\s*,\s*)?"method"\s*:/.test(
    head.toString('latin1'),
  );

/** Joins lines of one turn of the event loop into one write: writing to a pipe costs more than all the rest of a small call. */
export function joinLines(write: (text: string) => void): (line: string) => void {
  let waiting = '';
  const flush = (): void => {
    const text = waiting;
    waiting = '';
    write(text);
  };
  return (line) => {
    if (waiting === '') setImmediate(flush);
    waiting += `${line}\n`;
  };
}
