import type { Call } from '../model/call.ts';
import { entitiesOf, exactKey } from '../model/entity.ts';
import { type Finding, type Flow, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import type { Sighted, View } from '../model/view.ts';
import { base64Runs, decodePercent } from './decode.ts';
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
    flows.push({
      to: role === undefined ? { at } : { at, role },
      from: {
        call: sighted.call,
        upstream: sighted.upstream,
        tool: sighted.tool,
        at: sighted.at,
        ago: Math.max(1, view.calls - sighted.step + 1),
      },
      via,
      shape: sighted.shape,
      labels: sighted.labels,
    });
  }
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
  for (const { key } of entitiesOf(text)) {
    if (done.has(key)) continue;
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

/** Which earlier results of this session the values of a call came from, and in what shape they stood there. */
export const provenance: Inspector = {
  name: 'provenance',
  version: 1,
  onCall(call, texts, view) {
    // Before the first result there is nothing that a value could have come from.
    if (view.calls === 0 && !view.incomplete) return NOTHING_SEEN;
    const flows: Flow[] = [];
    for (const leaf of texts) {
      if (!leaf.key && argumentAt(call, leaf.at) !== undefined) traceLeaf(flows, call, view, leaf);
    }
    return flows.length === 0 ? onlyGaps(view) : { flows, findings: gaps(view) };
  },
};
