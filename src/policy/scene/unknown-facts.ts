import type { Call } from '../../model/call.ts';
import type { Finding, Flow } from '../../model/evidence.ts';
import { type JsonPointer, leaves } from '../../model/json.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import { type Role, roleAt } from '../../model/tool.ts';
import { placeOfName, saysMore } from '../../model/words/member-name.ts';
import { undeclaredIn } from './undeclared.ts';

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

/**
 * The deciding values of a call that have no flow: nobody knows where they came from. What a tool does not declare beside a
 * destination counts as one.
 */
export function unknownIn(
  { args, tool, method }: Call,
  flows: readonly Flow[],
  findings: readonly Finding[] = [],
): UnknownFacts[] {
  const found: UnknownFacts[] = [];
  const isUndeclared = undeclaredIn(findings);
  if (isUndeclared === undefined && !Object.values(tool.roles).some(decides)) return found;
  const known = new Set(flows.map(({ to }) => to.at));
  // Only these two methods keep their arguments in a member of their own.
  const folder = method === 'tools/call' || method === 'prompts/get' ? '/arguments' : '';
  for (const leaf of leaves(args, Number.POSITIVE_INFINITY, saysMore)) {
    const { text } = leaf;
    if (text === '' || found.length >= MOST) continue;
    const at = leaf.key ? placeOfName(leaf.at) : leaf.at;
    const own = roleAt(tool, at);
    const role = !decides(own) && isUndeclared?.(at) === true ? 'destination' : own;
    const place = folder + at;
    if (role !== undefined && decides(role) && !known.has(place)) found.push(new UnknownFacts(place, role, text));
  }
  return found;
}
