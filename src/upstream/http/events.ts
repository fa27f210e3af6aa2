import { StringDecoder } from 'node:string_decoder';

/** One event of a `text/event-stream`; without data where the stream only named a place to resume at, or a pause. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
  /** The last id the stream named, to resume after it. */
  readonly id: string | undefined;
  /** Milliseconds after which the server wants to be asked again, where it said so. */
  readonly retry: number | undefined;
}

/** An event's id is sent back in a header; one that cannot be is ignored. */
export const resumable = (id: string | undefined): string | undefined =>
  id !== undefined && /^[\x20-\x7e]+$/.test(id) ? id : undefined;

/**
 * Reads an event stream as it arrives, in any chunks and with any of its three line endings. An event over `cap` UTF-16
 * units is dropped as it arrives and reported once.
 */
export class EventReader {
  readonly #cap: number;
  readonly #onEvent: (event: StreamEvent) => void;
  readonly #onTooLarge: (size: number) => void;
  readonly #decoder = new StringDecoder('utf8');
  /** What has come of the line that is not over. */
  #parts: string[] = [];
  /** Whether the last line ended with a carriage return, whose newline may be in the next chunk. */
  #afterReturn = false;
  #isFirst = true;
  /** The event so far. */
  #data: string[] = [];
  #size = 0;
  #event = 'message';
  #retry: number | undefined;
  #hasId = false;
  /** Goes on from event to event. */
  #id: string | undefined;

  constructor(cap: number, onEvent: (event: StreamEvent) => void, onTooLarge: (size: number) => void) {
    this.#cap = cap;
    this.#onEvent = onEvent;
    this.#onTooLarge = onTooLarge;
  }

  readonly read = (chunk: Buffer): void => {
    const text = this.#decode(chunk);
    let start = this.#afterReturn && text[0] === '\n' ? 1 : 0;
    if (text !== '') this.#afterReturn = false;
    for (let at = lineEnd(text, start); at !== -1; at = lineEnd(text, start)) {
      const isEmpty = at === start && this.#parts.length === 0;
      if (at > start) this.#take(text.slice(start, at));
      if (isEmpty && this.#size > this.#cap) this.#endEvent();
      else this.#endLine();
      if (text[at] === '\r') {
        if (text[at + 1] === '\n') at++;
        else if (at + 1 === text.length) this.#afterReturn = true;
      }
      start = at + 1;
    }
    if (start < text.length) this.#take(text.slice(start));
  };

  /** A byte order mark before the first line is no part of it. */
  #decode(chunk: Buffer): string {
    const text = this.#decoder.write(chunk);
    if (!this.#isFirst || text === '') return text;
    this.#isFirst = false;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }

  #take(piece: string): void {
    this.#size += piece.length;
    if (this.#size <= this.#cap) this.#parts.push(piece);
    else {
      this.#parts = [];
      this.#data = [];
    }
  }

  #endLine(): void {
    const [only = ''] = this.#parts;
    const line = this.#parts.length === 1 ? only : this.#parts.join('');
    this.#parts = [];
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
    if (this.#size > this.#cap) this.#onTooLarge(this.#size);
    else if (this.#data.length > 0 || this.#hasId || retry !== undefined)
      this.#onEvent({ event: this.#event, data: this.#data.join('\n'), id: this.#id, retry });
    this.#data = [];
    this.#size = 0;
    this.#event = 'message';
    this.#retry = undefined;
    this.#hasId = false;
  }
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  // A carriage return only matters before the next newline: to look further would scan the whole text for each line.
  const limit = newline < 0 ? text.length : newline;
  for (let i = from; i < limit; i++) if (text.charCodeAt(i) === 13) return i;
  return newline;
}
