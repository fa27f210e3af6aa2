import type { Call } from '../../model/call.ts';
import { decides } from '../../model/decisive-role.ts';
import { type EntityKind, entitiesOf } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import type { Steps } from '../../model/steps.ts';
import type { View } from '../../model/view.ts';
import { actsOf } from '../../model/words/deed-words.ts';
import { type Deed, deedWords, wordsOf } from '../../model/words/name-words.ts';
import { kindWords } from '../../model/words/referral-words.ts';
import { wordStem } from '../../model/words/word-stem.ts';
import type { Value } from '../reading/place.ts';
import type { Argument } from './arguments.ts';
import type { FlowList } from './flow-list.ts';

/**
 * Marks values that stand where the user's own words send the session for them: `refund it to the account he gives in his message`.
 * They name the text, what is done and what kind of value it takes; another text, act or kind is as doubtful as ever.
 */
export function* markReferred(
  list: FlowList,
  view: View,
  call: Call,
  given: readonly Value[],
): Steps<ReadonlySet<string>> {
  const referred = new Set<string>();
  if (view.incomplete || list.isCut) return referred;
  const deed = deedWords(call.target.name);
  const others = othersIn(view, given);
  for (const { at, text, role } of given) {
    if (role === 'command' || role === 'credential' || role === 'plumbing') continue;
    const told = list.flows.filter((flow) => flow.to.at === at && isDoubted(flow));
    let isWhole = told.length > 0;
    for (const part of new Set(told.map(({ to }) => to.part))) {
      const flows = told.filter(({ to }) => to.part === part);
      const what = { ...whatOf(deed, { at, text, role }, part, flows), others };
      const isMeant = flows.every((flow) => isReferred(view, flow, what));
      if (isMeant) list.state(at, part);
      else isWhole = false;
      yield;
    }
    if (isWhole) referred.add(text);
  }
  return referred;
}

/** The kinds of values that decide and are none of the user's own: who gave one of that kind meant theirs. */
function othersIn({ memory }: View, given: readonly Value[]): EntityKind[] {
  const kinds: EntityKind[] = [];
  for (const { role, entities } of given)
    if (decides(role))
      for (const { key, kind } of entities)
        if (!memory.find(key).some(({ call, upstream }) => call === '' && upstream === 'user')) kinds.push(kind);
  return kinds;
}

const isDoubted = ({ shape, labels }: Flow): boolean => shape === 'prose' && labels.includes('untrusted');

const isReferred = ({ memory }: View, { from, labels, via }: Flow, what: ReturnType<typeof whatOf>): boolean =>
  !labels.includes('instructed') && via !== 'decoded' && from.said === undefined && memory.isReferred(from, what);

function whatOf(
  deed: Deed,
  { at, text, role }: Argument,
  part: number | undefined,
  flows: readonly Flow[],
): { deed: Deed; value: string; kind: EntityKind | undefined; called: readonly string[] } {
  const entity = entitiesOf(text).find(({ start }) => start === (part ?? 0));
  const isPart = entity !== undefined && (part !== undefined || flows.every(({ via }) => via === 'entity'));
  const isWhole = entity !== undefined && entity.start === 0 && entity.end === text.length;
  const value = isPart ? text.slice(entity.start, entity.end) : text;
  const kind = (isPart || isWhole) && entity.kind !== 'id' ? entity.kind : undefined;
  const names = at.split('/').slice(2).flatMap(wordsOf);
  const things = role === 'target' ? [...deed.words].filter((word) => actsOf(word).length === 0) : [];
  return { deed, value, kind, called: [...kindWords(names, kind).map(wordStem), ...things] };
}
