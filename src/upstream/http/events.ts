import { Pieces } from '../../model/text/pieces.ts';
import { Remains } from '../../model/text/remains.ts';

/** One event of a `text/event-stream`; without data where the stream only named a place to resume at, or a pause. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** The last id the stream named, to resume after it. */
  readonly id: string | undefined;
  /** Milliseconds after which the server wants to be asked again, where it said so. */
  readonly retry: number | undefined;
}

const LF = 10;
const CR = 13;
const SPACE = 32;

/** An event's id is sent back in a header; one that cannot be is ignored. */
export const resumable = (id: string | undefined): string | undefined =>
  id !== undefined && /^[\x20-\x7e]+$/.test(id) ? id : undefined;

/**
 * Reads an event stream as it arrives, in any chunks and with any of its three line endings. An event over `cap` bytes is
 * dropped as it arrives and reported once.
 */
export class EventReader {
  readonly #cap: number;
  readonly #onEvent: (event: StreamEvent) => void;
  readonly #onTooLarge: (size: number, remains: Remains) => void;
  /** What has come of the line that is not over. */
  readonly #line = new Pieces();
  /** Whether nothing has come of it, dropped or not. */
  #isNew = true;
  /** Whether the last line ended with a carriage return, whose newline may be in the next chunk. */
  #afterReturn = false;
  #isFirst = true;
  /** The event so far. */
  #data: string[] = [];
  #size = 0;
  /** What is left of one that is too large; undefined while it is not. */
  #remains: Remains | undefined;
  /** Whether the line that is not over is one of data, where the event is too large. */
  #isData = false;
  #event = 'message';
  #retry: number | undefined;
  #hasId = false;
  /** Goes on from event to event. */
  #id: string | undefined;

  constructor(
    cap: number,
    onEvent: (event: StreamEvent) => void,
    onTooLarge: (size: number, remains: Remains) => void,
  ) {
    this.#cap = cap;
    this.#onEvent = onEvent;
    this.#onTooLarge = onTooLarge;
  }

  /** Bytes that are kept of the event that is not over. */
  get held(): number {
    return this.#size > this.#cap ? 0 : this.#size;
  }

  readonly read = (chunk: Buffer): void => {
    let start = this.#afterReturn && chunk[0] === LF ? 1 : 0;
    if (chunk.length > 0) this.#afterReturn = false;
    let newline = chunk.indexOf(LF, start);
    let back = chunk.indexOf(CR, start);
    for (let at = earlier(newline, back); at !== -1; at = earlier(newline, back)) {
      const isEmpty = at === start && this.#isNew;
      if (at > start) this.#take(chunk.subarray(start, at));
      if (isEmpty && this.#size > this.#cap) this.#endEvent();
      else this.#endLine();
      if (chunk[at] === CR) {
        if (chunk[at + 1] === LF) at++;
        else if (at + 1 === chunk.length) this.#afterReturn = true;
      }
      start = at + 1;
      // Each is looked for again only behind itself: from every line on, the whole chunk would be scanned for the other.
      if (newline !== -1 && newline < start) newline = chunk.indexOf(LF, start);
      if (back !== -1 && back < start) back = chunk.indexOf(CR, start);
    }
    if (start < chunk.length) this.#take(chunk.subarray(start));
  };

  #take(piece: Buffer): void {
    const isNew = this.#isNew;
    this.#isNew = false;
    this.#size += piece.length;
    if (this.#size <= this.#cap) this.#line.add(piece);
    else if (this.#remains !== undefined) this.#drop(piece, isNew);
    else {
      this.#remains = new Remains();
      this.#line.add(piece);
      const before = Buffer.from(this.#data.map((line) => `${line}\n`).join(''));
      this.#data = [];
      const line = dataIn(this.#line.take());
      this.#isData = line !== undefined;
      this.#remains.add(Buffer.concat([before, line ?? NONE]));
    }
  }

  /** Of what is too large the beginning and the end are kept, which may tell whose it was. */
  #drop(piece: Buffer, isNew: boolean): void {
    const data = isNew ? dataIn(piece) : piece;
    if (isNew) this.#isData = data !== undefined;
    if (this.#isData && data !== undefined) this.#remains?.add(data);
  }

  #endLine(): void {
    const read = this.#isNew ? '' : this.#line.take().toString();
    this.#isNew = true;
    // A byte order mark before the first line is no part of it.
    const line = this.#isFirst && read.charCodeAt(0) === 0xfeff ? read.slice(1) : read;
    this.#isFirst = false;
    if (this.#size > this.#cap) return;
    if (line === '') this.#endEvent();
    else this.#takeField(line);
  }

  #takeField(line: string): void {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') this.#data.push(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) {
      this.#id = value;
      this.#hasId = true;
    } else if (name === 'retry' && /^\d{1,9}$/.test(value)) this.#retry = Number(value);
  }

  #endEvent(): void {
    const retry = this.#retry;
    if (this.#remains !== undefined) this.#onTooLarge(this.#size, this.#remains);
    else if (this.#data.length > 0 || this.#hasId || retry !== undefined)
      this.#onEvent({ event: this.#event, data: this.#data.join('\n'), id: this.#id, retry });
    this.#data = [];
    this.#size = 0;
    this.#remains = undefined;
    this.#event = 'message';
    this.#retry = undefined;
    this.#hasId = false;
  }
}

const NONE = Buffer.alloc(0);
const DATA = Buffer.from('data:');

/** What a line of data has behind its name; undefined for any other line. */
function dataIn(line: Buffer): Buffer | undefined {
  if (!line.subarray(0, DATA.length).equals(DATA)) return undefined;
  return line.subarray(line[DATA.length] === SPACE ? DATA.length + 1 : DATA.length);
}

const earlier = (one: number, other: number): number =>
  one === -1 || other === -1 ? Math.max(one, other) : Math.min(one, other);
