import { isObject, type JsonObject } from '../../model/json.ts';

const MOST_CHARACTERS = 100;

/**
 * The part of a client that calls, where the client says so: under the configured `_meta` key, or as Codex does, whose
 * sub-agents have threads of their own. Undefined where it says nothing.
 */
export function subagentOf(meta: JsonObject, key: string | undefined): string | undefined {
  if (key !== undefined) {
    const said = nameOf(meta[key]);
    if (said !== undefined) return said;
  }
  const turn = meta['x-codex-turn-metadata'];
  const inner = isObject(turn) ? turn : undefined;
  const thread = nameOf(meta.threadId) ?? nameOf(inner?.thread_id);
  if (thread === undefined) return undefined;
  const session = nameOf(meta.sessionId) ?? nameOf(inner?.session_id);
  // The main thread has the name of its session.
  return session === undefined || thread === session ? undefined : thread;
}

const nameOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, MOST_CHARACTERS) : undefined;
