import { type Frame, type FrameRead, readFrame } from '../model/protocol/frame.ts';
import { memberAt } from '../model/text/scan.ts';
import { CODES, onOneLine, type Rejection } from './wire.ts';

/** With letters lost, a path or a rule would mean something else, and nobody could see it. */
export const NOT_TEXT: Rejection = {
  code: CODES.parse,
  message: 'the message is not UTF-8 text: send it as that',
};

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
 * What is taken for an answer that cannot be read: one that says so, under its id. Nobody answers an answer, and whoever asked
 * would wait on. Undefined for any other message.
 */
export function failedAnswer(text: string, why: Pick<Rejection, 'code' | 'message'>): Frame | undefined {
  if (memberAt(text, 0, 'method') !== undefined) return undefined;
  const at = memberAt(text, 0, 'id');
  return at === undefined ? undefined : failedUnder(text.slice(at.start, at.end), why);
}

/** The same for an answer of which only its id is known, as JSON text. */
export function failedUnder(id: string, { code, message }: Pick<Rejection, 'code' | 'message'>): Frame | undefined {
  const failed = readFrame(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message })}}`);
  return failed.ok ? failed.frame : undefined;
}
