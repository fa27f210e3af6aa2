import type { Call } from '../model/call.ts';
import { base64Runs, decodePercent } from '../model/decode.ts';
import { entitiesOf, exactKey } from '../model/entity.ts';
import { type Finding, type Flow, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import { deedWords } from '../model/name-words.ts';
import { acts } from '../model/tool.ts';
import type { Sighted, View } from '../model/view.ts';
import { argumentAt, roleOf } from './place.ts';

const MOST_FLOWS = 200;
/** A value seen often says no more than a value seen in four different places. */
const MOST_SOURCES = 4;

const INCOMPLETE: Finding = Object.freeze({
  kind: 'memory.incomplete',
  severity: 'medium',
  at: '',
  message: 'What this session saw before is not wholly known, so where these values came from cannot be told for sure.',
});
const FORGOTTEN: Finding = Object.freeze({
  kind: 'memory.forgotten',
  severity: 'low',
  at: '',
  message: 'This session has seen more than is remembered: a value without a source may still have come from a result.',
});
const NO_GAPS: readonly Finding[] = Object.freeze([]);
const IS_INCOMPLETE: readonly Finding[] = Object.freeze([INCOMPLETE]);
const IS_FORGOTTEN: readonly Finding[] = Object.freeze([FORGOTTEN]);
const ONLY_INCOMPLETE: Sighting = Object.freeze({ findings: IS_INCOMPLETE });
const ONLY_FORGOTTEN: Sighting = Object.freeze({ findings: IS_FORGOTTEN });

/** Forgetting must not look like innocence. */
const gaps = (view: View): readonly Finding[] =>
  view.incomplete ? IS_INCOMPLETE : view.memory.forgotten > 0 ? IS_FORGOTTEN : NO_GAPS;
const onlyGaps = (view: View): Sighting =>
  view.incomplete ? ONLY_INCOMPLETE : view.memory.forgotten > 0 ? ONLY_FORGOTTEN : NOTHING_SEEN;

/** One flow for each different source: the same tool in the same shape says the same thing. */
function addFlows(
  flows: Flow[],
  call: Call,
  view: View,
  at: string,
  via: Flow['via'],
  sightings: readonly Sighted[],
): void {
  const role = roleOf(call, at);
  const from = flows.length;
  for (const sighted of sightings) {
    if (isAdded(flows, from, sighted)) continue;
    if (flows.length - from >= MOST_SOURCES || flows.length >= MOST_FLOWS) return;
    flows.push(flowOf(view, role === undefined ? { at } : { at, role }, via, sighted));
  }
}

function flowOf(view: View, to: Flow['to'], via: Flow['via'], sighted: Sighted): Flow {
  const { call, upstream, tool, at, step, shape, labels } = sighted;
  return { to, from: { call, upstream, tool, at, ago: Math.max(1, view.calls - step + 1) }, via, shape, labels };
}

/** Whether one of the flows from an index on has the source of a sighting. There are few, and most have the same one. */
function isAdded(flows: readonly Flow[], index: number, { upstream, tool, shape }: Sighted): boolean {
  for (let i = index; i < flows.length; i++) {
    const flow = flows[i];
    if (flow?.from.tool === tool && flow.from.upstream === upstream && flow.shape === shape) return true;
  }
  return false;
}

function traceEntities(flows: Flow[], call: Call, view: View, at: string, text: string, via: Flow['via']): void {
  const done = new Set<string>();
  for (const { key, kind } of entitiesOf(text)) {
    // Who shares a house is not the same person.
    if (done.has(key) || (kind === 'domain' && text.includes('@') && !text.includes('://'))) continue;
    done.add(key);
    const sightings = view.memory.find(key);
    if (sightings.length > 0) addFlows(flows, call, view, at, via, sightings);
  }
}

function traceLeaf(flows: Flow[], call: Call, view: View, leaf: Leaf): void {
  const { at, text } = leaf;
  const key = exactKey(text);
  if (key === undefined) return;
  const exact = view.memory.find(key);
  if (exact.length > 0) addFlows(flows, call, view, at, 'exact', exact);
  traceEntities(flows, call, view, at, text, 'entity');
  const plain = text.length <= 65_536 ? decodePercent(text) : text;
  if (plain !== text) traceEntities(flows, call, view, at, plain, 'decoded');
  for (const run of base64Runs(text)) {
    const whole = exactKey(run.text);
    const sightings = whole === undefined ? [] : view.memory.find(whole);
    if (sightings.length > 0) addFlows(flows, call, view, at, 'decoded', sightings);
    traceEntities(flows, call, view, at, run.text, 'decoded');
  }
}

const DECIDES: ReadonlySet<string | undefined> = new Set(['destination', 'credential', 'command', 'target']);
/** A longer value is a text: that it holds words of another says nothing. */
const LONGEST_VALUE = 80;

/** What a call does with words that nobody vouches for: values in any spelling, and the choice of the act itself. */
function traceWords(flows: Flow[], call: Call, view: View, texts: readonly Leaf[]): void {
  const values: string[] = [];
  let isNamed = false;
  for (const { at, text, key } of texts) {
    const argument = key ? undefined : argumentAt(call, at);
    if (argument === undefined) continue;
    const role = roleOf(call, at);
    if (text.length <= LONGEST_VALUE && role !== 'plumbing') values.push(text);
    if (!DECIDES.has(role)) continue;
    const known = flows.filter((flow) => flow.to.at === at);
    if (known.some(({ shape, labels }) => shape === 'field' && !labels.includes('instructed'))) isNamed = true;
    if (known.length === 0) addFlows(flows, call, view, at, 'overlap', view.memory.search(text));
  }
  // Who declared the tool has asked for the act.
  if (!acts(call.tool) || isNamed || view.declared?.has(`${call.target.upstream}.${call.target.name}`)) return;
  // What a tool says of its own work names the tool, and asks for nothing.
  const asked = view.memory
    .asksFor(deedWords(call.target.name), values)
    .find(({ upstream, tool }) => upstream !== call.target.upstream || tool !== call.target.name);
  if (asked !== undefined) flows.push(flowOf(view, THE_ACT, 'overlap', asked));
}

/** What decides what is done at all, as if it were an argument. */
const THE_ACT: Flow['to'] = Object.freeze({ at: '/name', role: 'command' });

/** Which earlier results of this session the values of a call came from, and in what shape they stood there. */
export const provenance: Inspector = {
  name: 'provenance',
  version: 2,
  onCall(call, texts, view) {
    // Before the first result there is nothing that a value could have come from.
    if (view.calls === 0 && !view.incomplete) return NOTHING_SEEN;
    const flows: Flow[] = [];
    for (const leaf of texts) {
      if (!leaf.key && argumentAt(call, leaf.at) !== undefined) traceLeaf(flows, call, view, leaf);
    }
    if (call.tool.powers.some((power) => power !== 'read')) traceWords(flows, call, view, texts);
    return flows.length === 0 ? onlyGaps(view) : { flows, findings: gaps(view) };
  },
};
