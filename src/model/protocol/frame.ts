import { MOST_DEPTH, parseStrict } from '../json/parse.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { memberAt, members, type Span } from '../text/scan.ts';

/** One JSON-RPC message with the text it was made from. */
export interface Frame {
  readonly text: string;
  /** Undefined in notifications. Kept raw: 1 is not "1", and 0 and "" are ids. */
  readonly id: string | number | undefined;
  /** Undefined in responses. */
  readonly method: string | undefined;
  readonly params: JsonObject;
  /** The params' exact text; '{}' where there are none. */
  readonly paramsText: string;
  readonly value: JsonObject;
  /** Where its members stand in the text. */
  readonly spans: ReadonlyMap<string, Span>;
}

export type FrameRead =
  | { readonly ok: true; readonly frame: Frame }
  | {
      readonly ok: false;
      readonly code: -32700 | -32600;
      readonly id: string | number | null;
      readonly message: string;
    };

const NO_SPANS: ReadonlyMap<string, Span> = new Map();

const isId = (value: Json | undefined): value is string | number =>
  typeof value === 'string' || typeof value === 'number';

/** The id of a message that is well-formed as far as it was read. */
function idIn(text: string): string | number | null {
  const at = memberAt(text, 0, 'id');
  const id = at === undefined ? undefined : parseStrict(text.slice(at.start, at.end));
  return id?.ok === true && isId(id.value) ? id.value : null;
}

/** Programs on Windows often begin what they write with a byte order mark, which RFC 8259 lets readers ignore. */
const unmarked = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

/** Reads one message that nests at most `depth` deep. What is not a single, well-formed JSON-RPC 2.0 message (batches included) is an error with the reason. */
export function readFrame(sent: string, depth = MOST_DEPTH): FrameRead {
  const text = unmarked(sent);
  const parsed = parseStrict(text, depth);
  if (!parsed.ok) {
    // The sender waits for an answer under its id.
    const id = parsed.fault === 'depth' ? idIn(text) : null;
    return { ok: false, code: parsed.fault === 'syntax' ? -32700 : -32600, id, message: parsed.message };
  }
  const value = parsed.value;
  if (Array.isArray(value))
    return { ok: false, code: -32600, id: null, message: 'batches are not accepted: send one message at a time' };
  if (!isObject(value) || value.jsonrpc !== '2.0') {
    return { ok: false, code: -32600, id: null, message: 'not a JSON-RPC 2.0 message: "jsonrpc" must be "2.0"' };
  }
  const { id, method, params } = value;
  const known = isId(id) ? id : null;
  if (id !== undefined && !isId(id))
    return { ok: false, code: -32600, id: null, message: '"id" must be a string or a number' };
  if (method !== undefined && typeof method !== 'string')
    return { ok: false, code: -32600, id: known, message: '"method" must be a string' };
  if (params !== undefined && !isObject(params))
    return { ok: false, code: -32600, id: known, message: '"params" must be an object' };
  if (method === undefined && value.result === undefined && value.error === undefined) {
    return {
      ok: false,
      code: -32600,
      id: known,
      message: 'neither a request nor a response: "method", "result" or "error" is missing',
    };
  }
  const spans = members(text) ?? NO_SPANS;
  const at = spans.get('params');
  return {
    ok: true,
    frame: {
      text,
      id: isId(id) ? id : undefined,
      method,
      params: params ?? {},
      paramsText: at === undefined ? '{}' : text.slice(at.start, at.end),
      value,
      spans,
    },
  };
}

/** The exact text of a member of the message itself; undefined where it has none. */
export function memberText({ text, spans }: Frame, name: string): string | undefined {
  const span = spans.get(name);
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

/** The JSON text of a request's id, as it was spelled. */
export const idText = (frame: Frame): string => memberText(frame, 'id') ?? 'null';
