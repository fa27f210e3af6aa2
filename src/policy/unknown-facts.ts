import type { Call } from '../model/call.ts';
import type { Flow } from '../model/evidence.ts';
import { type JsonPointer, leaves } from '../model/json.ts';
import { type Role, roleAt } from '../model/tool.ts';
import { placeOfName, saysMore } from '../model/words/member-name.ts';

/** Roles of arguments that decide where something goes or what is lost. */
const DECIDING: ReadonlySet<Role | undefined> = new Set(['destination', 'credential', 'command', 'target']);
/** A call with this many of them will be asked about anyway. */
const MOST = 100;

/** A value that decides and is of unknown origin: in no earlier result, and in nothing the user is known to have said. */
export class UnknownFacts {
  /** Relative to the params, as places of findings and flows are. */
  readonly at: JsonPointer;
  readonly role: Role;
  readonly value: string;
  constructor(at: JsonPointer, role: Role, value: string) {
    this.at = at;
    this.role = role;
    this.value = value;
  }
}

/** The deciding values of a call that have no flow: nobody knows where they came from. */
export function unknownIn({ args, tool, method }: Call, flows: readonly Flow[]): UnknownFacts[] {
  const found: UnknownFacts[] = [];
  if (!Object.values(tool.roles).some((role) => DECIDING.has(role))) return found;
  const known = new Set(flows.map(({ to }) => to.at));
  // Only these two methods keep their arguments in a member of their own.
  const folder = method === 'tools/call' || method === 'prompts/get' ? '/arguments' : '';
  for (const leaf of leaves(args, Number.POSITIVE_INFINITY, saysMore)) {
    const { text } = leaf;
    if (text === '' || found.length >= MOST) continue;
    const at = leaf.key ? placeOfName(leaf.at) : leaf.at;
    const role = roleAt(tool, at);
    const place = folder + at;
    if (role !== undefined && DECIDING.has(role) && !known.has(place)) found.push(new UnknownFacts(place, role, text));
  }
  return found;
}
