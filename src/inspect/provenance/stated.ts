import type { Call } from '../../model/call.ts';
import { decides } from '../../model/decisive-role.ts';
import { accountName, exactKey } from '../../model/entity/key.ts';
import { type EntityKind, entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import type { Sighted, View } from '../../model/view.ts';
import { type Deed, deedWords } from '../../model/words/name-words.ts';
import type { Argument } from './arguments.ts';
import type { FlowList } from './flow-list.ts';

/** A shorter value occurs in any text. */
const SHORTEST = 4;

/**
 * Acts that can be undone: whom something was shared with, or who was invited, is taken out again. What was sent, posted or paid is
 * gone, and whose number or address was changed hears or gets what comes after.
 */
const UNDONE: ReadonlySet<string> = new Set(['share', 'give', 'invite', 'add', 'book']);
/** Where money, calls and requests go: nothing of those comes back. */
const NEVER_BACK: ReadonlySet<EntityKind | undefined> = new Set<EntityKind>(['account', 'phone', 'url', 'domain']);

/**
 * Marks values that a text only states, for a tool that the session was declared to need: whoever needs the tool has
 * asked for the act, and takes whom or what it is for from somewhere. A result that asks for anything is not let choose
 * it, unless that is the very act and it can be undone; nor is one that gave the same tool another value before, since what rides
 * along comes second.
 */
export function* markStated(list: FlowList, view: View, call: Call, given: readonly Argument[]): Steps<void> {
  const { upstream, name } = call.target;
  // What is forgotten, or was never read, may ask for anything.
  if (!view.declared?.has(`${upstream}.${name}`) || view.memory.forgotten > 0 || view.incomplete) return;
  // What was left out may be no statement.
  if (list.isCut) return;
  const deed = deedWords(name);
  const before = view.recent.filter((step) => step.upstream === upstream && step.tool === name);
  // What a text asks for after the session did the same by itself rides along.
  const isUndone = before.length === 0 && canBeUndone(call, deed);
  const chosen = new Set(given.filter(({ role }) => decides(role)).map(({ text }) => text));
  for (const { at, text, role } of given) {
    if (role !== 'destination' && role !== 'target') continue;
    const told = list.flows.filter((flow) => flow.to.at === at && flow.shape === 'prose' && isDoubted(flow));
    for (const part of new Set(told.map(({ to }) => to.part))) {
      const flows = told.filter(({ to }) => to.part === part);
      // What only repeats what a tool was told before states nothing, and takes nothing away.
      const first = flows.filter(({ from }) => from.echo === undefined);
      if (first.length === 0) continue;
      const value = valueAt(text, part, flows);
      const mayAsk = isUndone && !goesFarther(value) && !ridesAlong(list, given, at, value);
      const stating = statingOf(view, value, deed, mayAsk);
      if (first.every((flow) => isStated(view, flow, stating, before, { text, chosen }))) list.state(at, part);
      yield;
    }
  }
}

const isDoubted = ({ labels }: Flow): boolean => labels.includes('untrusted');

const canBeUndone = ({ tool }: Call, { acts }: Deed): boolean =>
  !tool.powers.includes('destructive') && acts.size > 0 && [...acts].every((act) => UNDONE.has(act));

const goesFarther = (value: string): boolean => NEVER_BACK.has(entitiesOf(value)[0]?.kind);

/** The value that flows are about: all of an argument, or what stands at a place in it. */
function valueAt(text: string, part: number | undefined, flows: readonly Flow[]): string {
  if (part === undefined && flows.some(({ via }) => via !== 'entity')) return text;
  const entity = entitiesOf(text).find(({ start }) => start === (part ?? 0));
  return entity === undefined ? text : text.slice(entity.start, entity.end);
}

/**
 * Whether the call also goes to an address of the same kind that came from no such text: what a text asks for rides along with what
 * the session does anyway.
 */
function ridesAlong(list: FlowList, given: readonly Argument[], at: string, value: string): boolean {
  const kind = entitiesOf(value)[0]?.kind;
  if (kind === undefined) return false;
  return given.some(
    (other) =>
      other.at !== at &&
      other.role === 'destination' &&
      entitiesOf(other.text).some((entity) => entity.kind === kind) &&
      !list.of(other.at).some((flow) => flow.shape === 'prose' && isDoubted(flow)),
  );
}

/**
 * The texts that state a value in one of the spellings of its kind; none if anybody asks for something there, unless they may ask for
 * the deed.
 */
function statingOf({ memory }: View, value: string, deed: Deed, mayAsk: boolean): readonly Sighted[] {
  const found: Sighted[] = [];
  for (const one of spellingsOf(value)) {
    if (!mayAsk && memory.asksWith(one) !== undefined) return [];
    found.push(...memory.stating(one, deed, mayAsk));
  }
  return found;
}

/** An account number is written in one piece or in groups. */
function spellingsOf(value: string): readonly string[] {
  const [entity] = entitiesOf(value);
  if (entity?.kind !== 'account') return [value];
  const whole = accountName(value.slice(entity.start, entity.end));
  return [value, whole, ...[' ', '-', '.'].map((sign) => whole.replace(/.{4}(?=.)/g, `$&${sign}`))];
}

function isStated(
  view: View,
  { from, labels, via }: Flow,
  stating: readonly Sighted[],
  before: View['recent'],
  given: Given,
): boolean {
  // Of calls that are no longer known, any may have taken another value of it.
  if (labels.includes('instructed') || via === 'decoded' || from.said !== undefined || from.ago > view.recent.length)
    return false;
  return (
    stating.some(({ call }) => call === from.call) && !before.some(({ call }) => tookAnother(view, call, from, given))
  );
}

/** A value, and all that its call picks out or goes to. */
interface Given {
  readonly text: string;
  readonly chosen: ReadonlySet<string>;
}

/** Whether a call was not made with this value, but with another of the same result; or nobody knows with what. */
function tookAnother({ memory }: View, call: string, from: Flow['from'], { text, chosen }: Given): boolean {
  const taken = memory.madeWith(call);
  if (taken.includes(text)) return false;
  const isOf = (value: string): boolean => {
    if (memory.search(value).some((one) => one.call === from.call)) return true;
    const key = chosen.has(value) ? undefined : exactKey(value);
    return key !== undefined && memory.find(key).some((one) => one.call === from.call);
  };
  return taken.length === 0 || taken.some((value) => value.length >= SHORTEST && isOf(value));
}
