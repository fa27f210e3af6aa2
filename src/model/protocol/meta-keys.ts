/** What clients tell us about themselves and their sessions: not the business of upstreams. */
const PRIVATE_KEYS: ReadonlySet<string> = new Set([
  'progressToken',
  'sessionId',
  'threadId',
  'windowId',
  'callId',
  'itemId',
]);
const PRIVATE_PREFIXES = [
  'io.modelcontextprotocol/',
  'io.sallyport/',
  'claudecode/',
  'codex/',
  'x-codex-',
  'vscode.',
] as const;

/** Whether a `_meta` key of the client stays on its side of the gate. */
export const isHopKey = (key: string): boolean =>
  PRIVATE_KEYS.has(key) || PRIVATE_PREFIXES.some((prefix) => key.startsWith(prefix));

/** What tells of the trace that a request belongs to: with each one it is another. */
const TRACING: readonly string[] = ['traceparent', 'tracestate'];

/** W3C baggage says whom a request is for: a server that is not trusted with it is sent none. */
export const BAGGAGE = 'baggage';

/** Whether a key of `_meta` may be read by a server as part of what it is asked to do: nobody here knows what it says. */
export const mayBeRead = (key: string): boolean => !isHopKey(key) && !TRACING.includes(key);
