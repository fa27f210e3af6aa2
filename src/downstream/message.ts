import { type Frame, type FrameRead, readFrame } from '../model/frame.ts';
import { CODES, onOneLine } from './wire.ts';

/** With letters lost, a path or a rule would mean something else, and nobody could see it. */
export const NOT_TEXT = 'the message is not UTF-8 text: send it as that';

/**
 * Reads one message of a client. A body, and even a line, may have line breaks between its tokens, but a pipe behind us
 * takes each line for a message: the text that goes on from here has none.
 */
export function readMessage(text: string, depth?: number): FrameRead {
  const read = readFrame(text, depth);
  if (!read.ok) return read;
  const flat = onOneLine(text);
  return flat === text ? read : readFrame(flat, depth);
}

/**
 * What is taken for an answer that is no text: one that says so, under its id. Nobody answers an answer, and whoever asked would
 * wait on. Undefined for any other message.
 */
export function failedAnswer(read: FrameRead): Frame | undefined {
  if (!read.ok || read.frame.method !== undefined) return undefined;
  const error = { code: CODES.parse, message: NOT_TEXT };
  const failed = readFrame(JSON.stringify({ jsonrpc: '2.0', id: read.frame.id, error }));
  return failed.ok ? failed.frame : undefined;
}
