import type { Call } from '../../model/call.ts';
import { hostOf } from '../../model/entity/key.ts';
import type { Entity, EntityKind } from '../../model/entity.ts';
import { type Flow, isOwnWord } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import type { Role } from '../../model/tool.ts';
import type { View } from '../../model/view.ts';
import type { Value } from '../reading/place.ts';
import { toOf } from './arguments.ts';
import type { FlowList } from './flow-list.ts';

/** A longer value is a text: only the addresses in it are looked for. */
const LONGEST_VALUE = 80;
/** How many values of one argument are looked for: nobody lists more receivers in good faith without having read them. */
const MOST_VALUES = 50;
const LEADS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'account', 'phone']);
/** Hosts that nobody can have, so that definitions may show them: RFC 2606. */
const RESERVED = /(?:^|\.)example\.(?:com|net|org)$/;

/**
 * Traces values that decide and that no one has vouched for to what other servers say of their tools: a definition is read before
 * anything else, and is written by whoever runs its server. What the receiving server says itself leads nowhere else.
 */
export function* traceSaid(list: FlowList, view: View, call: Call, given: readonly Value[]): Steps<void> {
  const { sayings } = view;
  if (sayings === undefined || sayings.isEmpty) return;
  for (const argument of given) {
    if (!decides(argument.role)) continue;
    for (const { text, start } of namesIn(argument)) {
      const known = list.of(argument.at);
      if (isVouchedFor(known, start)) continue;
      const found = sayings.find(text, call.target.upstream);
      yield;
      if (found.length === 0) continue;
      // A value of its own in a definition vouches for nothing that a text gave.
      if (found[0]?.shape === 'field' && known.length > 0) continue;
      // The session has not named it first: it could read it before.
      list.disown(argument.at, start);
      list.add(toOf(argument, start), 'overlap', found);
    }
  }
}

/** Whether the user gave a value, or a result had it as a value of its own. */
const isVouchedFor = (flows: readonly Flow[], part: number): boolean =>
  flows.some(
    ({ to, from, via, shape }) =>
      ((to.part ?? 0) === part || via === 'exact') && shape === 'field' && !isOwnWord(from) && from.echo === undefined,
  );

interface Name {
  readonly text: string;
  readonly start: number;
}

/** What in an argument picks somebody or something out: all of it, or the addresses in it. */
function namesIn({ text, role, entities }: Value): readonly Name[] {
  const value = text.trim();
  const start = text.indexOf(value);
  if (value.length <= LONGEST_VALUE && isName(value, start, entities, role)) return [{ text: value, start: 0 }];
  const found: Name[] = [];
  for (const entity of entities) {
    if (!LEADS.has(entity.kind) || isReserved(entity) || found.length >= MOST_VALUES) continue;
    found.push({ text: text.slice(entity.start, entity.end), start: entity.start });
  }
  return found;
}

/** Words, and paths, occur in any definition; what was made to tell one thing from others does not. */
function isName(value: string, start: number, entities: readonly Entity[], role: Role | undefined): boolean {
  const whole = entities.find((one) => one.start === start && one.end === start + value.length);
  if (whole !== undefined && whole.kind !== 'path') {
    if (isReserved(whole)) return false;
    return LEADS.has(whole.kind) || whole.kind === 'id' || role === 'destination';
  }
  if (entities.length > 0 || /\s/.test(value) || value.length < SHORTEST) return false;
  return role !== 'target' && role !== 'command' && /^[@#]|\p{L}.*\d|\d.*\p{L}/u.test(value);
}
const SHORTEST = 5;

function isReserved({ key, kind }: Entity): boolean {
  const name = key.slice(kind.length + 1);
  const host = kind === 'email' ? name.slice(name.lastIndexOf('@') + 1) : kind === 'url' ? hostOf(name) : name;
  return (kind === 'email' || kind === 'url' || kind === 'domain') && RESERVED.test(host);
}
