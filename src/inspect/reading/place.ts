import type { Call } from '../../model/call.ts';
import { exactKey } from '../../model/entity/key.ts';
import { type Entity, entitiesOf } from '../../model/entity.ts';
import type { JsonPointer, Leaf } from '../../model/json.ts';
import { type Role, roleAt } from '../../model/tool.ts';
import { placeOfName, saysMore } from '../../model/words/member-name.ts';

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

/** One text of a call and what it decides. What else is told of it is told once: several inspectors ask. */
export class Value {
  readonly at: JsonPointer;
  readonly text: string;
  readonly role: Role | undefined;
  /** Whether it belongs to the arguments rather than to the envelope around them. */
  readonly isArgument: boolean;
  #key: string | undefined;
  #entities: readonly Entity[] | undefined;

  constructor(at: JsonPointer, text: string, role: Role | undefined, isArgument = true) {
    this.at = at;
    this.text = text;
    this.role = role;
    this.isArgument = isArgument;
  }

  /** The key of the whole text: see `exactKey`. */
  get key(): string | undefined {
    this.#key ??= exactKey(this.text);
    return this.#key;
  }

  get entities(): readonly Entity[] {
    this.#entities ??= entitiesOf(this.text);
    return this.#entities;
  }
}

/** What was told of the texts of one call. */
class Told {
  readonly call: Call | undefined;
  readonly texts: readonly Leaf[];
  readonly values: Value[] = [];
  names = NO_NAMES;

  constructor(call: Call | undefined, texts: readonly Leaf[]) {
    this.call = call;
    this.texts = texts;
    if (call !== undefined) for (let i = 0; i < texts.length; i++) this.#tell(call, texts[i] as Leaf);
  }

  #tell(call: Call, { at, text, key }: Leaf): void {
    if (key && !saysMore(text)) return;
    const argument = argumentAt(call, at);
    const isArgument = argument !== undefined;
    if (!key) this.values.push(new Value(at, text, isArgument ? roleAt(call.tool, argument) : undefined, isArgument));
    else if (isArgument) this.names = [...this.names, new Value(placeOfName(at), text, undefined)];
  }
}
const NO_NAMES: readonly Value[] = Object.freeze([]);

let last = new Told(undefined, []);

/** All inspectors of one call get the same texts, so roles are looked up only once. */
function toldOf(call: Call, texts: readonly Leaf[]): Told {
  if (last.texts !== texts || last.call !== call) last = new Told(call, texts);
  return last;
}

/** The values among a call's texts. */
export const valuesOf = (call: Call, texts: readonly Leaf[]): readonly Value[] => toldOf(call, texts).values;

/** Names of members among the arguments that say more than a name: `{"files": {"/home/me/x": "…"}}` writes there. */
export const namesOf = (call: Call, texts: readonly Leaf[]): readonly Value[] => toldOf(call, texts).names;

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
