import type { Json, JsonObject } from '../../model/json.ts';
import type { ServerEntry } from '../entry.ts';

/** An entry for `servers` of servers.config.yaml; empty keys are left out. */
export function serverForm(entry: ServerEntry): JsonObject {
  const { kind, command, args, env, cwd, url, headers, disabled } = entry;
  const form: Record<string, Json> = {};
  if (command !== undefined) form.command = command;
  if (args.length > 0) form.args = args;
  if (Object.keys(env).length > 0) form.env = env;
  if (cwd !== undefined) form.cwd = cwd;
  if (url !== undefined) form.url = url;
  if (kind === 'sse') form.transport = 'sse';
  if (Object.keys(headers).length > 0) form.headers = headers;
  const isOpen = !Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  // Clients sign in to such servers where they are asked to; we do so with `sallyport login`.
  if (url !== undefined && /^https:/i.test(url) && isOpen) form.auth = { oauth: {} };
  if (disabled) form.disabled = true;
  return form;
}

/** Whether two are the same server, enabled or not. */
export const formKey = ({ disabled: _, ...form }: JsonObject): string => JSON.stringify(sorted(form));

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, item]) => [key, sorted(item)]));
}
