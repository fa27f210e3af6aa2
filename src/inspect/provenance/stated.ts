import type { Call } from '../../model/call.ts';
import { accountName } from '../../model/entity/key.ts';
import { entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import { areOfOne, recordAt } from '../../model/result/record.ts';
import type { Steps } from '../../model/steps.ts';
import type { Sighted, View } from '../../model/view.ts';
import { type Deed, deedWords } from '../../model/words/name-words.ts';
import type { Argument } from './arguments.ts';
import type { FlowList } from './flow-list.ts';

/** A shorter value occurs in any text. */
const SHORTEST = 4;

/**
 * Marks values that a text only states, for a tool that the session was declared to need: whoever needs the tool has
 * asked for the act, and takes whom or what it is for from somewhere. A result that asks for anything is not let choose
 * it; nor is one that gave the same tool another value before, since what rides along comes second.
 */
export function* markStated(list: FlowList, view: View, call: Call, given: readonly Argument[]): Steps<void> {
  const { upstream, name } = call.target;
  // What is forgotten, or was never read, may ask for anything.
  if (!view.declared?.has(`${upstream}.${name}`) || view.memory.forgotten > 0 || view.incomplete) return;
  // What was left out may be no statement.
  if (list.isCut) return;
  const deed = deedWords(name);
  const before = view.recent.filter((step) => step.upstream === upstream && step.tool === name);
  for (const { at, text, role } of given) {
    if (role !== 'destination' && role !== 'target') continue;
    const told = list.flows.filter((flow) => flow.to.at === at && flow.shape === 'prose' && isDoubted(flow));
    for (const part of new Set(told.map(({ to }) => to.part))) {
      const flows = told.filter(({ to }) => to.part === part);
      // What only repeats what a tool was told before states nothing, and takes nothing away.
      const first = flows.filter(({ from }) => from.echo === undefined);
      if (first.length === 0) continue;
      const stating = statingOf(view, valueAt(text, part, flows), deed);
      if (first.every((flow) => isStated(view, flow, stating, before, text))) list.state(at, part);
      yield;
    }
  }
}

const isDoubted = ({ labels }: Flow): boolean => labels.includes('untrusted');

/** The value that flows are about: all of an argument, or what stands at a place in it. */
function valueAt(text: string, part: number | undefined, flows: readonly Flow[]): string {
  if (part === undefined && flows.some(({ via }) => via !== 'entity')) return text;
  const entity = entitiesOf(text).find(({ start }) => start === (part ?? 0));
  return entity === undefined ? text : text.slice(entity.start, entity.end);
}

/** The texts that state a value in one of the spellings of its kind; none if anybody asks for something there. */
function statingOf({ memory }: View, value: string, deed: Deed): readonly Sighted[] {
  const found: Sighted[] = [];
  for (const one of spellingsOf(value)) {
    if (memory.asksWith(one) !== undefined) return [];
    found.push(...memory.stating(one, deed));
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
  text: string,
): boolean {
  // Of calls that are no longer known, any may have taken another value of it.
  if (labels.includes('instructed') || via === 'decoded' || from.said !== undefined || from.ago > view.recent.length)
    return false;
  return (
    stating.some(({ call, at }) => call === from.call && areOfOne(recordAt(at), recordAt(from.at))) &&
    !before.some(({ call }) => tookAnother(view, call, from, text))
  );
}

/** Whether a call was not made with this value, but with another of the same result; or nobody knows with what. */
function tookAnother({ memory }: View, call: string, from: Flow['from'], text: string): boolean {
  const taken = memory.madeWith(call);
  if (taken.includes(text)) return false;
  return (
    taken.length === 0 ||
    taken.some((value) => value.length >= SHORTEST && memory.search(value).some((one) => one.call === from.call))
  );
}
