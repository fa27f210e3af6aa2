import { isUtf8 } from 'node:buffer';
import { Pieces } from './pieces.ts';
import { Remains } from './remains.ts';

/** Stands for bytes that are no letters; a text may have it all the same. */
const LOST = '\ufffd';

/**
 * Newline framing over bytes, without quadratic joining. `onLine` gets the text of one line without its newline (and
 * without a carriage return before it), and whether letters of it were lost, since it was no UTF-8; a line over `cap` bytes is dropped as it arrives and reported once, so that it costs no
 * memory.
 */
export function splitLines(
  onLine: (line: string, isLossy: boolean) => void,
  cap: number,
  onTooLong: (bytes: number, remains: Remains) => void,
): (chunk: Buffer) => void {
  const pieces = new Pieces();
  let held = 0;
  let remains: Remains | undefined;
  const take = (piece: Buffer): void => {
    held += piece.length;
    if (held <= cap) {
      pieces.add(piece);
      return;
    }
    if (remains === undefined) {
      remains = new Remains();
      remains.add(pieces.take());
    }
    remains.add(piece);
  };
  const end = (piece: Buffer): void => {
    take(piece);
    const size = held;
    const line = pieces.take();
    const dropped = remains;
    held = 0;
    remains = undefined;
    if (dropped === undefined) emit(line, 0, size);
    else onTooLong(size, dropped);
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
