import { type EntityKind, entitiesOf } from '../model/entity.ts';
import { exactKey } from '../model/entity-key.ts';
import type { Steps } from '../model/steps.ts';
import type { Role } from '../model/tool.ts';
import type { Sighted, View } from '../model/view.ts';
import { decides } from './decisive-role.ts';
import type { FlowList } from './flow-list.ts';

/** One leaf of the arguments, with what it decides. */
export interface Argument {
  readonly at: string;
  readonly text: string;
  readonly role: Role | undefined;
}

/** By these whoever reads on is led somewhere, or pays somebody. */
const LEADS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'domain', 'account', 'phone']);
/** A longer value is a text. */
const LONGEST_VALUE = 80;

/**
 * What a call that acts puts into the world or picks out, that stood nowhere but in texts, one of which asks there that
 * something be done. Values that decide where something goes are asked about wherever they stood.
 */
export function* traceAsked(list: FlowList, view: View, given: readonly Argument[]): Steps<void> {
  for (const argument of given) {
    const { text, role } = argument;
    // A thing is picked out by a name of its own, as a document is by its number.
    if (role === 'target' && text.length <= LONGEST_VALUE && /\d/.test(text))
      trace(list, view, argument, exactKey(text));
    if (decides(role) || role === 'plumbing') continue;
    let last = 0;
    for (const { key, kind, start, end } of entitiesOf(text)) {
      // The house in an address or a link is a part of it.
      if (!LEADS.has(kind) || start < last) continue;
      last = end;
      trace(list, view, { at: argument.at, text: text.slice(start, end), role }, key, start);
    }
    yield;
  }
}

function trace(list: FlowList, view: View, { at, text, role }: Argument, key: string | undefined, part = 0): void {
  if (key === undefined || !isOnlyTold(view, key, text)) return;
  const source = view.memory.asksWith(text, role === 'target');
  if (source === undefined || isEcho(view, key, source)) return;
  const to = { at, ...(role === undefined ? {} : { role }), ...(part === 0 ? {} : { part }) };
  list.push(to, role === 'target' ? 'overlap' : 'entity', { ...source, isAsked: true });
}

/** Whether a value may stand only in texts that nobody vouches for: nothing knows it as a field, and no text came after it. */
function isOnlyTold({ memory }: View, key: string, text: string): boolean {
  const used = memory.used(key);
  if (used !== undefined && memory.search(text, used).length === 0) return false;
  return memory.find(key).every(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'));
}

/** Whether a text was read after the value had gone to a tool: it may say again what that tool was told. */
function isEcho({ memory }: View, key: string, { step }: Sighted): boolean {
  const given = memory.given(key);
  return given !== undefined && step > given;
}
