import type { Call } from '../model/call.ts';
import { base64Runs, decodePercent } from '../model/decode.ts';
import { type Entity, type EntityKind, entitiesOf, MOST_ENTITIES } from '../model/entity.ts';
import { ENTITY_TEXT, exactKey } from '../model/entity-key.ts';
import { type Finding, type Flow, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { type Leaf, leaves } from '../model/json.ts';
import { placeOfName, saysMore } from '../model/member-name.ts';
import { deedWords } from '../model/name-words.ts';
import { finish, type Steps } from '../model/steps.ts';
import { acts } from '../model/tool.ts';
import type { Sighted, View } from '../model/view.ts';
import { askedAct, THE_ACT } from './provenance/asked-act.ts';
import { decides, decisiveRole } from './provenance/decisive-role.ts';
import { FlowList, NAMED } from './provenance/flow-list.ts';
import { traceSecrets } from './provenance/known-secrets.ts';
import { isLookedUp } from './provenance/looked-up.ts';
import { type Argument, traceOnlyTold } from './provenance/only-told.ts';
import { argumentAt, roleOf, valuesOf } from './reading/place.ts';
import { areShort } from './reading/spots.ts';

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

/** Reports what was forgotten, so that a value without a source does not look harmless. */
const gaps = (view: View): readonly Finding[] =>
  view.incomplete ? IS_INCOMPLETE : view.memory.forgotten > 0 ? IS_FORGOTTEN : NO_GAPS;
const onlyGaps = (view: View): Sighting =>
  view.incomplete ? ONLY_INCOMPLETE : view.memory.forgotten > 0 ? ONLY_FORGOTTEN : NOTHING_SEEN;

function toOf({ at, role }: Argument, part: number): Flow['to'] {
  if (part === 0) return role === undefined ? { at } : { at, role };
  return role === undefined ? { at, part } : { at, role, part };
}

/**
 * The sources of a value. If this session named it before any text it had read held it, in whatever spelling, the
 * session itself is added as the oldest source.
 */
function sourcesOf(
  view: View,
  { role }: Argument,
  key: string,
  text: string,
  sightings: readonly Sighted[],
): readonly Sighted[] {
  if (sightings.length === 0) return sightings;
  // Echoes matter only for a value that decides: only there does it count who vouches for it.
  const known = decides(role) ? withEchoes(sightings, givenAt(view, key, text)) : sightings;
  const step = view.memory.used(key);
  if (step === undefined || view.memory.search(text, step).length > 0) return known;
  return [...known, { ...NAMED, step }];
}

/** When a value may first have gone to a tool: as it is, or as the address that it contains beside other words. */
function givenAt({ memory }: View, key: string, text: string): number | undefined {
  let first = memory.given(key);
  for (const entity of entitiesOf(text)) {
    const step = memory.given(entity.key);
    if (step !== undefined && (first === undefined || step < first)) first = step;
  }
  return first;
}

/** The places where a value was seen. */
const shownAs = (view: View, key: string): readonly Sighted[] =>
  withEchoes(view.memory.find(key), view.memory.given(key));

/** A sighting after the value had gone to a tool may be that value coming back. */
const withEchoes = (sightings: readonly Sighted[], given: number | undefined): readonly Sighted[] =>
  given === undefined || sightings.every(({ step }) => step <= given)
    ? sightings
    : sightings.map((one) => (one.step > given ? { ...one, isEcho: true } : one));

function traceEntities(flows: FlowList, view: View, argument: Argument, text: string, via: Flow['via']): void {
  const entities = entitiesOf(text);
  if (entities.length === 0) return;
  const done = new Set<string>();
  for (const { key, kind, start, end } of entities) {
    // Two people with the same domain are not the same person.
    if (done.has(key) || (kind === 'domain' && text[start - 1] === '@')) continue;
    done.add(key);
    const sources = sourcesOf(view, argument, key, text.slice(start, end), view.memory.find(key));
    if (sources.length > 0) flows.add(toOf(argument, via === 'entity' ? start : 0), via, sources);
  }
}

/**
 * Following a link is what reading the web is: an address from a text needs no question if it is used unchanged, so
 * that nothing of this session can leave in it, and if the text does not ask to go there. The same goes for names that
 * a page gives its parts.
 */
function isFollowed(call: Call, view: View, { text, role }: Argument): boolean {
  if (role !== 'destination' || acts(call.tool)) return false;
  const address = text
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
  return view.memory.search(address).length > 0 && view.memory.asksFor(VISIT, [address]).length === 0;
}
const VISIT = deedWords('visit');

function traceLeaf(flows: FlowList, view: View, argument: Argument): void {
  const { text } = argument;
  const key = exactKey(text);
  if (key === undefined) return;
  const exact = sourcesOf(view, argument, key, text, view.memory.find(key));
  if (exact.length > 0) flows.add(toOf(argument, 0), 'exact', exact);
  traceEntities(flows, view, argument, text, 'entity');
  const plain = text.length <= 65_536 ? decodePercent(text) : text;
  if (plain !== text) traceEntities(flows, view, argument, plain, 'decoded');
  for (const run of base64Runs(text)) {
    const whole = exactKey(run.text);
    const sightings = whole === undefined ? [] : shownAs(view, whole);
    if (sightings.length > 0) flows.add(toOf(argument, 0), 'decoded', sightings);
    traceEntities(flows, view, argument, run.text, 'decoded');
  }
}

/** A longer value is a text: that it shares words with another text means nothing. */
const LONGEST_VALUE = 80;
/** Up to this length, a word such as `sell` or `unlock` can choose what is done. */
const LONGEST_CHOICE = 12;

/**
 * Where a value was written in texts; for an address, also where one text gives both its halves: `mailbox lane.desk,
 * domain ours.example`.
 */
function foundIn({ memory }: View, text: string): readonly Sighted[] {
  const found = memory.search(text);
  const [, local, host] = found.length > 0 ? [] : (HALVES.exec(text.trim()) ?? []);
  if (local === undefined || host === undefined) return found;
  // A domain that many people write from is in every thread.
  const texts = memory.find(`domain:${host.toLowerCase()}`).length > 1 ? [] : memory.search(host);
  return texts.length === 0 ? found : memory.search(local).filter((one) => texts.some((other) => isSame(one, other)));
}
/** Just a name, such as `anna`, occurs in many texts beside the domain of its owner. */
const HALVES = /^((?=[^@]*[\d._+-])[\w.+-]{5,64})@([\w-]+(?:\.[\w-]+)+)$/;
const isSame = (one: Sighted, other: Sighted): boolean => one.call === other.call && one.at === other.at;

/** For a deciding value of unknown origin: finds where it was written into a text, in whatever spelling. */
function searchFor(flows: FlowList, view: View, argument: Argument, text: string, part: number): void {
  const found = foundIn(view, text);
  if (found.length === 0) return;
  const key = exactKey(text);
  flows.add(toOf(argument, part), 'overlap', key === undefined ? found : sourcesOf(view, argument, key, text, found));
}

/** Searches for the rest: of several addresses in one value, some may be known and others not. */
function* searchForOthers(flows: FlowList, view: View, argument: Argument, known: readonly Flow[]): Steps<void> {
  const { text } = argument;
  // A value that is known as a whole was chosen as a whole.
  if (known.some(({ via }) => via === 'exact')) return;
  const entities = addressesIn(text);
  if (entities.length < 2) return;
  const parts = new Set(known.map(({ to }) => to.part ?? 0));
  for (const { start, end } of entities) {
    if (parts.has(start)) continue;
    parts.add(start);
    searchFor(flows, view, argument, text.slice(start, end), start);
    yield;
  }
}

const ADDRESS: ReadonlySet<EntityKind> = new Set(['email', 'url', 'account', 'phone']);
/** Nobody has a legitimate reason to put more addresses into one value. */
const MOST_ADDRESSES = 2_000;

/** The addresses in a text, however many other entities come before them. */
function addressesIn(text: string): Pick<Entity, 'start' | 'end'>[] {
  const found: Pick<Entity, 'start' | 'end'>[] = [];
  for (let from = 0; from < text.length; ) {
    const entities = entitiesOf(text.slice(from));
    for (const { kind, start, end } of entities)
      if (ADDRESS.has(kind)) found.push({ start: from + start, end: from + end });
    if (found.length > MOST_ADDRESSES) throw new Error('a value holds more addresses than can be told apart');
    from += entities.length < MOST_ENTITIES ? ENTITY_TEXT : (entities.at(-1)?.end ?? ENTITY_TEXT);
  }
  return found;
}

/** Traces what a call takes from words that nobody vouches for: values in any spelling, and the choice of the act itself. */
function* traceWords(list: FlowList, call: Call, view: View, given: readonly Argument[]): Steps<void> {
  const { flows } = list;
  const values: string[] = [];
  const chosen: string[] = [];
  const deciding: string[] = [];
  let isNamed = false;
  let lookedUp = 0;
  for (const argument of given) {
    const { at, text, role } = argument;
    if (text.length <= LONGEST_VALUE && role !== 'plumbing') values.push(text);
    if (text.length <= LONGEST_CHOICE && !/\s/.test(text)) chosen.push(text);
    if (!decides(role)) continue;
    deciding.push(text);
    const known = flows.filter((flow) => flow.to.at === at);
    // If a text repeats the value that a field gave, it may have been written to get that value used.
    if (
      known.some(({ shape, labels }) => shape === 'field' && !labels.includes('instructed')) &&
      !known.some(({ shape, labels }) => shape === 'prose' && labels.includes('untrusted'))
    )
      isNamed = true;
    if (isLookedUp(view, text, known)) lookedUp++;
    if (known.length > 0) yield* searchForOthers(list, view, argument, known);
    else searchFor(list, view, argument, text, 0);
    yield;
  }
  const isKnown = lookedUp > 0 && lookedUp === deciding.length;
  const among = isKnown ? [] : isNamed ? deciding : undefined;
  const asked = askedAct(call, view, { values, chosen, among, flows });
  if (asked !== undefined) list.push(THE_ACT, 'overlap', asked);
}

/** Which earlier results of this session the values of a call came from, and in what shape they were there. */
export const provenance: Inspector = {
  name: 'provenance',
  version: 10,
  onCall(call, texts, view) {
    // Before the first result, values have nothing to come from.
    if (view.calls === 0 && !view.incomplete) return NOTHING_SEEN;
    const steps = inSteps(call, texts, view);
    // Once secrets were read, every word of a long text is looked up by its token.
    const isQuick = texts.length <= FEW && (view.memory.secretKey === undefined || areShort(texts));
    return isQuick ? finish(steps) : steps;
  },
};

/** Up to this many texts of a call are examined without pauses. */
const FEW = 64;

function* inSteps(call: Call, texts: readonly Leaf[], view: View): Steps<Sighting> {
  const isActing = call.tool.powers.some((power) => power !== 'read');
  const list = new FlowList(view);
  const { flows } = list;
  const found = argumentsOf(call, texts);
  if (isActing) found.push(...numbersOf(call, texts));
  for (const argument of found) {
    const before = flows.length;
    traceLeaf(list, view, argument);
    if (isActing && flows.length > before && isFollowed(call, view, argument)) list.follow(before);
    yield;
  }
  if (isActing) yield* traceWords(list, call, view, found);
  if (acts(call.tool)) yield* traceOnlyTold(list, view, call, found);
  // Last, because a value known as a secret must still be traced like any other.
  const { secretKey } = view.memory;
  const secrets: Finding[] = [];
  if (secretKey !== undefined)
    for (const { at, text, role } of found)
      yield* traceSecrets(list, secrets, view, { at, text, ...(role === undefined ? {} : { role }) }, secretKey);
  list.markEchoes();
  return flows.length === 0
    ? onlyGaps(view)
    : { flows, findings: secrets.length === 0 ? gaps(view) : [...gaps(view), ...secrets] };
}

function argumentsOf(call: Call, texts: readonly Leaf[]): Argument[] {
  const found: Argument[] = [];
  for (const value of valuesOf(call, texts))
    if (value.isArgument) found.push({ at: value.at, text: value.text, role: decisiveRole(call, value) });
  for (const { at, text, key } of texts) {
    if (!key || !saysMore(text) || argumentAt(call, at) === undefined) continue;
    const place = placeOfName(at);
    const role = decisiveRole(call, { at: place, text, role: roleOf(call, place), isArgument: true });
    found.push({ at: place, text, role });
  }
  return found;
}

/** Whole numbers among the arguments: they pick things out just as texts do. */
function numbersOf(call: Call, texts: readonly Leaf[]): Argument[] {
  if (!/[:[,]\s*-?\d/.test(call.text)) return [];
  const strings = new Set<string>();
  for (const { at, key } of texts) if (!key) strings.add(at);
  const found: Argument[] = [];
  for (const { at, text, key } of leaves(call.params, Number.MIN_SAFE_INTEGER)) {
    if (key || strings.has(at) || argumentAt(call, at) === undefined) continue;
    found.push({ at, text, role: roleOf(call, at) });
  }
  return found;
}
