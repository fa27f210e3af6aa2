import { isObject, type Json, type JsonObject, type JsonPointer, pointerKey, pointerKeys } from '../../model/json.ts';
import type { Locked, LockedServer } from './lockfile.ts';

/** A text without the secrets in it. */
export type Conceal = (text: string) => string;

/** The same value with every text in it concealed, names of members included. */
export function concealIn(value: Json, conceal: Conceal): Json {
  if (typeof value === 'string') return conceal(value);
  if (Array.isArray(value)) return value.map((one) => concealIn(one, conceal));
  return isObject(value) ? concealObject(value, conceal) : value;
}

export const concealObject = (value: JsonObject, conceal: Conceal): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([key, one]) => [conceal(key), concealIn(one, conceal)]));

/** Where a value is in an object that was concealed. */
export const concealPointer = (at: JsonPointer, conceal: Conceal): JsonPointer =>
  pointerKeys(at)
    .map((key) => `/${pointerKey(conceal(key))}`)
    .join('');

/** One locked thing as it may be written and shown. Its pin is made of what was sent, and stays. */
export const concealLocked = (locked: Locked, conceal: Conceal): Locked => ({
  ...locked,
  roles: new Map([...locked.roles].map(([at, role]) => [concealPointer(at, conceal), role])),
  definition: () => concealObject(locked.definition(), conceal),
});

/** What is locked of a server, as it may be written: a server may repeat in a description what it is given. */
export function concealServer(server: LockedServer, conceal: Conceal): LockedServer {
  const { instructions } = server;
  const things = (of: ReadonlyMap<string, Locked>): ReadonlyMap<string, Locked> =>
    new Map([...of].map(([name, locked]) => [name, concealLocked(locked, conceal)]));
  return {
    ...server,
    ...(instructions === undefined ? {} : { instructions: conceal(instructions) }),
    tools: things(server.tools),
    prompts: things(server.prompts),
    resourceTemplates: things(server.resourceTemplates),
  };
}
