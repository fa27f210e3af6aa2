import type { Call } from '../../model/call.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import { type Role, roleAt } from '../../model/tool.ts';

const ARGUMENTS = '/arguments';

/** Turns a pointer into the params into one into the arguments, to which roles are relative. Undefined outside them. */
export function argumentAt(call: Call, at: JsonPointer): JsonPointer | undefined {
  if (call.method !== 'tools/call' && call.method !== 'prompts/get') return at;
  if (at.startsWith(ARGUMENTS) && (at.length === ARGUMENTS.length || at.charCodeAt(ARGUMENTS.length) === 47)) {
    return at.slice(ARGUMENTS.length);
  }
  // Answers to an upstream's question travel beside the arguments and act like them.
  return at.startsWith('/inputResponses/') ? at : undefined;
}

export const roleOf = (call: Call, at: JsonPointer): Role | undefined => {
  const argument = argumentAt(call, at);
  return argument === undefined ? undefined : roleAt(call.tool, argument);
};

/** One text of a call, names of members excepted, and what it decides. */
export interface Value {
  readonly at: JsonPointer;
  readonly text: string;
  readonly role: Role | undefined;
  /** Whether it belongs to the arguments rather than to the envelope around them. */
  readonly isArgument: boolean;
}

let last: { readonly call?: Call; readonly texts?: readonly Leaf[]; readonly values: readonly Value[] } = {
  values: [],
};

/** The values among a call's texts. All inspectors of one call get the same texts, so roles are looked up only once. */
export function valuesOf(call: Call, texts: readonly Leaf[]): readonly Value[] {
  if (last.texts !== texts || last.call !== call) last = { call, texts, values: tellValues(call, texts) };
  return last.values;
}

function tellValues(call: Call, texts: readonly Leaf[]): Value[] {
  const values: Value[] = [];
  for (let i = 0; i < texts.length; i++) {
    const { at, text, key } = texts[i] as Leaf;
    if (key) continue;
    const argument = argumentAt(call, at);
    const role = argument === undefined ? undefined : roleAt(call.tool, argument);
    values.push({ at, text, role, isArgument: argument !== undefined });
  }
  return values;
}

/** The name of the member that a pointer ends in; for an item of a list, the name of the list. */
export function nameAt(at: JsonPointer): string {
  let end = at.length;
  for (;;) {
    const slash = at.lastIndexOf('/', end - 1);
    const name = at.slice(slash + 1, end);
    if (slash <= 0 || !/^\d+$/.test(name)) return name;
    end = slash;
  }
}
