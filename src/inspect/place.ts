import type { Call } from '../model/call.ts';
import type { JsonPointer } from '../model/json.ts';
import { type Role, roleAt } from '../model/tool.ts';

const ARGUMENTS = '/arguments';

/** A pointer into the params as a pointer into the arguments: roles are told relative to these. Undefined outside them. */
export function argumentAt(call: Call, at: JsonPointer): JsonPointer | undefined {
  if (call.method !== 'tools/call' && call.method !== 'prompts/get') return at;
  if (at.startsWith(ARGUMENTS) && (at.length === ARGUMENTS.length || at.charCodeAt(ARGUMENTS.length) === 47)) {
    return at.slice(ARGUMENTS.length);
  }
  // Answers to what an upstream asked travel beside the arguments and act like them.
  return at.startsWith('/inputResponses/') ? at : undefined;
}

export const roleOf = (call: Call, at: JsonPointer): Role | undefined => {
  const argument = argumentAt(call, at);
  return argument === undefined ? undefined : roleAt(call.tool, argument);
};

/** The name of the member that a pointer ends in, or of the one that holds the list it ends in. */
export function nameAt(at: JsonPointer): string {
  let end = at.length;
  for (;;) {
    const slash = at.lastIndexOf('/', end - 1);
    const name = at.slice(slash + 1, end);
    if (slash <= 0 || !/^\d+$/.test(name)) return name;
    end = slash;
  }
}
