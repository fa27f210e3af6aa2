import { type FrameRead, readFrame } from '../model/frame.ts';
import { onOneLine } from './wire.ts';

/** Letters that are lost make another path or rule of what was meant, and nobody could see it. */
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
