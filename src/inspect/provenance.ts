import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { finish, type Steps } from '../model/steps.ts';
import { acts, onlyReads } from '../model/tool.ts';
import type { View } from '../model/view.ts';
import type { InspectContext } from './context.ts';
import { argumentsOf, numbersOf } from './provenance/arguments.ts';
import { askedAct, THE_ACT } from './provenance/asked-act.ts';
import { customaryRun, isHome } from './provenance/customary-run.ts';
import { isFollowed, traceLeaf } from './provenance/exact.ts';
import { FlowList } from './provenance/flow-list.ts';
import { gaps, onlyGaps } from './provenance/gaps.ts';
import { traceSecrets } from './provenance/known-secrets.ts';
import { markListed } from './provenance/listed.ts';
import { traceOnlyTold } from './provenance/only-told.ts';
import { traceSaid } from './provenance/said.ts';
import { markStated } from './provenance/stated.ts';
import { traceWritten } from './provenance/written.ts';
import type { Value } from './reading/place.ts';
import { areShort } from './reading/spots.ts';
import { type Given, nothing } from './secrets/given.ts';

/** Which earlier results of this session the values of a call came from, and in what shape they were there. */
export const provenance = ({ given = nothing }: Pick<InspectContext, 'given'>): Inspector => ({
  name: 'provenance',
  version: 69,
  onCall(call, texts, view) {
    // Before the first result, values have nothing to come from but what servers say of their tools, which only acts are held to.
    if (view.calls === 0 && !view.incomplete && view.memory.heard === 0 && !(hasSayings(view) && acts(call.tool)))
      return NOTHING_SEEN;
    const steps = inSteps(call, texts, view, given());
    // Once secrets were read, every word of a long text is looked up by its token.
    const isQuick = texts.length <= FEW && (view.memory.secretKey === undefined || areShort(texts));
    return isQuick ? finish(steps) : steps;
  },
});

const hasSayings = ({ sayings }: View): boolean => sayings !== undefined && !sayings.isEmpty;

/** Up to this many texts of a call are examined without pauses. */
const FEW = 64;

function* inSteps(call: Call, texts: readonly Leaf[], view: View, given: Given): Steps<Sighting> {
  const isReading = onlyReads(call.tool.powers);
  const list = new FlowList(view, call.target.upstream);
  const { flows } = list;
  const found = argumentsOf(call, texts);
  if (!isReading) found.push(...numbersOf(call, texts));
  const customary = customaryRun(call, view, found);
  // By index: in work with pauses, an iterator allocates an object for each element.
  for (let i = 0; i < found.length; i++) {
    const argument = found[i] as Value;
    if (argument === customary || isHome(argument)) continue;
    const before = flows.length;
    traceLeaf(list, view, argument);
    if (!isReading && flows.length > before && isFollowed(call, view, argument)) list.follow(before);
    yield;
  }
  const rest = customary === undefined ? found : found.filter((one) => one !== customary);
  const spoken = isReading ? undefined : yield* traceWritten(list, call, view, rest);
  if (spoken !== undefined && acts(call.tool)) {
    yield* traceOnlyTold(list, view, call, found, spoken.rewrite);
    if (hasSayings(view)) yield* traceSaid(list, view, call, found);
    if (view.declared !== undefined) yield* markStated(list, view, call, found);
  }
  // Last, because a value known as a secret must still be traced like any other.
  const { secretKey } = view.memory;
  const secrets: Finding[] = [];
  const before = flows.length;
  // What a server is given itself goes to no other, wherever it was read.
  const isOwn = (value: string): boolean => call.origin === 'downstream' && given.isOf(call.target.upstream, value);
  if (secretKey !== undefined)
    for (const { at, text, role } of found)
      yield* traceSecrets(list, secrets, view, { at, text, ...(role === undefined ? {} : { role }) }, secretKey, isOwn);
  // A secret is known by its token alone, and its source counts here like that of any other value.
  const asked =
    spoken && customary === undefined
      ? askedAct(call, view, { ...spoken, flows: [...spoken.flows, ...flows.slice(before)] })
      : undefined;
  if (asked !== undefined) list.push(THE_ACT, 'overlap', asked);
  list.markEchoes();
  markListed(list, view, call);
  return flows.length === 0
    ? onlyGaps(view)
    : { flows, findings: secrets.length === 0 ? gaps(view) : [...gaps(view), ...secrets] };
}
