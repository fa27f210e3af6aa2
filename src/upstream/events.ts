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
export function readEvents(
  onEvent: (event: StreamEvent) => void,
  cap: number,
  onTooLarge: (size: number) => void,
): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let data: string[] = [];
  let size = 0;
  let event = 'message';
  let id: string | undefined;
  let retry: number | undefined;
  let hasId = false;
  let isFirst = true;
  let afterReturn = false;

  const take = (piece: string): void => {
    size += piece.length;
    if (size <= cap) parts.push(piece);
    else {
      parts = [];
      data = [];
    }
  };
  const finish = (): void => {
    if (size > cap) onTooLarge(size);
    else if (data.length > 0 || hasId || retry !== undefined) onEvent({ event, data: data.join('\n'), id, retry });
    data = [];
    size = 0;
    event = 'message';
    retry = undefined;
    hasId = false;
  };
  const field = (line: string): void => {
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) {
      id = value;
      hasId = true;
    } else if (name === 'retry' && /^\d{1,9}$/.test(value)) retry = Number(value);
  };
  const endLine = (): void => {
    const line = parts.length === 1 ? (parts[0] as string) : parts.join('');
    parts = [];
    if (line === '' && size <= cap) finish();
    else if (size <= cap) field(line);
  };
  return (chunk) => {
    let text = decoder.write(chunk);
    if (isFirst && text !== '') {
      isFirst = false;
      if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
    }
    let start = afterReturn && text[0] === '\n' ? 1 : 0;
    if (text !== '') afterReturn = false;
    for (let at = lineEnd(text, start); at !== -1; at = lineEnd(text, start)) {
      const isEmpty = at === start && parts.length === 0;
      if (at > start) take(text.slice(start, at));
      if (isEmpty && size > cap) finish();
      else endLine();
      if (text[at] === '\r') {
        if (text[at + 1] === '\n') at++;
        else if (at + 1 === text.length) afterReturn = true;
      }
      start = at + 1;
    }
    if (start < text.length) take(text.slice(start));
  };
}

function lineEnd(text: string, from: number): number {
  const newline = text.indexOf('\n', from);
  // A carriage return only matters before the next newline: to look further would scan the whole text for each line.
  const limit = newline < 0 ? text.length : newline;
  for (let i = from; i < limit; i++) if (text.charCodeAt(i) === 13) return i;
  return newline;
}
