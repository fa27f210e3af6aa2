import { type Flow, isOwnWord, SESSION_ITSELF } from '../../model/evidence.ts';
import { decides } from '../../model/tool/decisive-role.ts';
import type { Sighted, View } from '../../model/view.ts';

/** Beyond this many flows, a value from the same origin as an earlier one is left out: it adds nothing. */
const MOST_FLOWS = 200;
/** No legitimate call has more distinct origins than this. */
const MOST_ORIGINS = 1_000;
/** A value seen in many places says no more than one seen in four different places. */
const MOST_SOURCES = 4;

/** The session itself, as the source of values that it named first. */
export const NAMED: Omit<Sighted, 'step'> = Object.freeze({
  call: '',
  upstream: SESSION_ITSELF,
  tool: '',
  at: '',
  shape: 'field',
  labels: Object.freeze([]),
});

/** The flows of one call. However many values come before one, its origin is still reported. */
export class FlowList {
  readonly flows: Flow[] = [];
  readonly #view: View;
  /** The server that is called. */
  readonly receiver: string;
  /** The origins already reported, in order; only built once there are many flows. */
  #told: Set<string> | undefined;
  /** Those that were left out, by their argument. */
  #left: Map<string, Flow[]> | undefined;

  constructor(view: View, receiver: string) {
    this.#view = view;
    this.receiver = receiver;
  }

  /** Whether a value was left out: what holds for all flows may not hold for that one. */
  get isCut(): boolean {
    return this.#left !== undefined;
  }

  /** What is known of an argument, left out or not: nothing need be searched for that is known. */
  of(at: string): readonly Flow[] {
    const kept = this.flows.filter(({ to }) => to.at === at);
    const left = this.#left?.get(at);
    return left === undefined ? kept : [...kept, ...left];
  }

  /** Adds one flow per distinct source, the one read first: the same tool in the same shape says the same thing. */
  add(to: Flow['to'], via: Flow['via'], sightings: readonly Sighted[]): void {
    const found: Flow[] = [];
    for (let i = sightings.length - 1; i >= 0 && found.length < MOST_SOURCES; i--) {
      const sighted = sightings[i] as Sighted;
      if (!isAdded(found, sighted)) found.push(this.#flowOf(to, via, sighted));
    }
    if (this.flows.length >= MOST_FLOWS && !this.#isNew(found)) {
      this.#left ??= new Map();
      const left = this.#left.get(to.at);
      if (left === undefined) this.#left.set(to.at, found);
      else left.push(...found);
      return;
    }
    if (this.flows.length >= MOST_ORIGINS) throw new Error('its values come from more places than can be told apart');
    this.flows.push(...found);
  }

  /** Adds a flow as it is. */
  push(to: Flow['to'], via: Flow['via'], sighted: Sighted): void {
    this.flows.push(this.#flowOf(to, via, sighted));
  }

  #flowOf(to: Flow['to'], via: Flow['via'], sighted: Sighted): Flow {
    const { call, upstream, tool, at, step, labels, isLinked, isEcho, isOnly, isAsked, doubt, said } = sighted;
    // What a server calls a part of a page, or a process, counts as a field where that server is told it: to any other it is a word.
    const shape = isLinked && to.role === 'target' && upstream === this.receiver ? 'field' : sighted.shape;
    const ago = Math.max(1, this.#view.calls - step + 1);
    const plain = { call, upstream, tool, at, ago };
    // Most have none of these marks, and this runs for every value.
    const from = isEcho || isOnly || isAsked || doubt || said ? { ...plain, ...marksOf(sighted) } : plain;
    return { to, from, via, shape, labels };
  }

  /**
   * Marks flows from an index on as followed: a value that is followed stood there as a link, which counts as a field.
   */
  follow(from: number): void {
    for (let i = from; i < this.flows.length; i++) {
      const flow = this.flows[i] as Flow;
      if (flow.shape === 'prose') this.flows[i] = { ...flow, shape: 'field' };
    }
    // Another value of the same origin may not have been followed.
    this.#told = undefined;
  }

  /** Marks the value at a place as one that its texts only state. */
  state(at: string, part: number | undefined): void {
    for (const [i, flow] of this.flows.entries())
      if (flow.to.at === at && flow.to.part === part && flow.shape === 'prose')
        this.flows[i] = { ...flow, from: { ...flow.from, stated: true } };
  }

  /** Takes back that the session named a value first. */
  disown(at: string, part: number): void {
    for (let i = this.flows.length - 1; i >= 0; i--) {
      const { to, from } = this.flows[i] as Flow;
      if (to.at === at && (to.part ?? 0) === part && isOwnWord(from)) this.flows.splice(i, 1);
    }
  }

  /** Call this once all flows are known. */
  markEchoes(): void {
    markEchoes(this.flows);
  }

  #isNew(found: readonly Flow[]): boolean {
    this.#told ??= originsOf(this.flows);
    const origin = found.map(originOf).join();
    if (this.#told.has(origin)) return false;
    this.#told.add(origin);
    return true;
  }
}

/**
 * Marks echoes among all the flows of one call. A recipient who is sent content of a source is not vouched for by also
 * appearing in that source. What the same record calls them is no content of it: a payee's name goes with their account.
 */
export function markEchoes(flows: Flow[]): void {
  // Most calls hand over content and nothing else.
  if (!flows.some(mayBeEcho)) return;
  const named = new Map<string, string>();
  for (const { to, from, via, shape } of flows)
    if (via === 'exact' && shape === 'field' && isContent(to) && IS_NAME.test(to.at)) named.set(to.at, recordOf(from));
  const carried = new Map<string, string | undefined>();
  for (const { to, from } of flows) {
    if (!isContent(to)) continue;
    const record = named.get(to.at) === recordOf(from) ? recordOf(from) : undefined;
    carried.set(from.call, carried.has(from.call) && carried.get(from.call) !== record ? undefined : record);
  }
  for (const [i, flow] of flows.entries())
    if (mayBeEcho(flow) && carried.has(flow.from.call) && carried.get(flow.from.call) !== recordOf(flow.from))
      flows[i] = { ...flow, from: { ...flow.from, echo: true } };
}

/** An argument that says what somebody is called. */
const IS_NAME = /(?:[/_-]name|[a-z]Name)$/;
/** The record of a result in which a value stood, told by the place of the values beside it. */
const recordOf = ({ call, at }: Flow['from']): string => `${call} ${at.slice(0, at.lastIndexOf('/'))}`;

const isContent = ({ role }: Flow['to']): boolean => (role ?? 'content') === 'content';
const mayBeEcho = ({ shape, from, to }: Flow): boolean => shape === 'field' && from.call !== '' && !isContent(to);

/** The origins reported so far, those of one value joined into one entry. */
function originsOf(flows: readonly Flow[]): Set<string> {
  const told = new Set<string>();
  for (let i = 0; i < flows.length; ) {
    const { at, part } = (flows[i] as Flow).to;
    const from = i;
    while (flows[i]?.to.at === at && flows[i]?.to.part === part) i++;
    told.add(flows.slice(from, i).map(originOf).join());
  }
  return told;
}

/** All that rules tell flows apart by. Arguments that decide are told one by one, the items of one together. */
function originOf({ to, from, via, shape, labels }: Flow): string {
  const { upstream, tool, echo, only, asks, said } = from;
  const argument = decides(to.role) ? to.at.replace(ITEM, '/*') : undefined;
  return JSON.stringify([argument, to.role, via, upstream, tool, echo, only, asks, said, shape, ...labels]);
}
const ITEM = /\/\d+(?=\/|$)/g;

const marksOf = ({
  isEcho,
  isOnly,
  isAsked,
  doubt,
  said,
}: Sighted): Pick<Flow['from'], 'echo' | 'only' | 'asks' | 'doubt' | 'said'> => ({
  ...(isEcho ? { echo: isEcho } : {}),
  ...(isOnly ? { only: isOnly } : {}),
  ...(isAsked ? { asks: isAsked } : {}),
  ...(doubt === undefined ? {} : { doubt }),
  ...(said === undefined ? {} : { said }),
});

/**
 * Whether one of a value's flows already has this sighting's source, shape and labels. There are few, and most share
 * the same source.
 */
function isAdded(flows: readonly Flow[], { upstream, tool, shape, labels }: Sighted): boolean {
  for (let i = 0; i < flows.length; i++) {
    const flow = flows[i] as Flow;
    if (
      flow.from.tool === tool &&
      flow.from.upstream === upstream &&
      flow.shape === shape &&
      (flow.labels === labels || flow.labels.join() === labels.join())
    )
      return true;
  }
  return false;
}
