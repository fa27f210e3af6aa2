import type { Call } from '../../model/call.ts';
import { exactKey } from '../../model/entity/key.ts';
import type { Entity } from '../../model/entity.ts';
import type { Flow } from '../../model/evidence.ts';
import { base64Runs, decodePercent } from '../../model/text/decode.ts';
import { acts } from '../../model/tool.ts';
import type { Sighted, View } from '../../model/view.ts';
import { deedWords } from '../../model/words/name-words.ts';
import { Value } from '../reading/place.ts';
import { type Argument, toOf } from './arguments.ts';
import { messagesIn } from './commit-message.ts';
import type { FlowList } from './flow-list.ts';
import { shownAs, sourcesOf } from './sources.ts';

/** Traces a value that is known as it is: as a whole, by what is named in it, or once decoded. */
export function traceLeaf(flows: FlowList, view: View, argument: Value): void {
  const { at, text, role, key } = argument;
  if (key === undefined) return;
  const exact = sourcesOf(view, argument, key, text, view.memory.find(key));
  if (exact.length > 0) flows.add(toOf(argument, 0), 'exact', exact);
  // A link that a result gave as a value was not put together of the host that a text named.
  const isGiven = exact.some(({ shape, labels }) => shape === 'field' && !labels.includes('instructed'));
  traceEntities(flows, view, argument, 'entity', isGiven);
  const plain = text.length <= 65_536 ? decodePercent(text) : text;
  if (plain !== text) traceEntities(flows, view, new Value(at, plain, role), 'decoded');
  for (const run of base64Runs(text)) {
    const decoded = new Value(at, run.text, role);
    const sightings = decoded.key === undefined ? [] : shownAs(view, decoded.key);
    if (sightings.length > 0) flows.add(toOf(argument, 0), 'decoded', sightings);
    traceEntities(flows, view, decoded, 'decoded');
  }
}

function traceEntities(flows: FlowList, view: View, argument: Value, via: Flow['via'], isGiven = false): void {
  const { text, entities } = argument;
  // What is committed is named by ids that the tracker gave it, and does nothing by them.
  const messages = argument.role === 'command' ? messagesIn(text) : [];
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i] as Entity;
    const { key, kind, start, end } = entity;
    if (kind === 'id' && messages.some((message) => start >= message.start && end <= message.end)) continue;
    // Two people with the same domain are not the same person.
    if (isRepeated(entities, i) || (kind === 'domain' && (isGiven ? /[/@]/.test(text) : text[start - 1] === '@')))
      continue;
    const sightings = view.memory.find(key);
    if (
      argument.role === 'command' &&
      kind !== 'path' &&
      isOfThisMachine(key) &&
      isLetBe(view, text.slice(start, end), kind, sightings)
    )
      continue;
    const sources =
      wordGiven(view, argument, entity) ?? sourcesOf(view, argument, key, text.slice(start, end), sightings);
    if (sources.length > 0) flows.add(toOf(argument, via === 'entity' ? start : 0), via, sources);
  }
}

/** Whether the value at an index stood before it. There are few: a set of them would cost more. */
function isRepeated(entities: readonly Entity[], index: number): boolean {
  const { key } = entities[index] as Entity;
  for (let i = 0; i < index; i++) if ((entities[i] as Entity).key === key) return true;
  return false;
}

/**
 * The sources of the word of a command that a value is part of, where results had that word as a value: a branch with a number in
 * its name was chosen as a whole.
 */
function wordGiven(view: View, argument: Value, { start, end }: Entity): readonly Sighted[] | undefined {
  const { text, role } = argument;
  if (role !== 'command') return undefined;
  const from = start - (BEFORE.exec(text.slice(Math.max(0, start - LONGEST_WORD), start))?.[0].length ?? 0);
  const to = end + (AFTER.exec(text.slice(end, end + LONGEST_WORD))?.[0].length ?? 0);
  const word = text.slice(from, to);
  const key = to - from > end - start ? exactKey(word) : undefined;
  if (key === undefined) return undefined;
  const given = view.memory
    .find(key)
    .filter(({ shape, labels }) => shape === 'field' && !labels.includes('instructed'));
  return given.length === 0 ? undefined : sourcesOf(view, argument, key, word, given);
}
const LONGEST_WORD = 200;
const BEFORE = /[\w./@-]*$/;
const AFTER = /^[\w./@-]*/;

/** Addresses on the machine that runs the command: what listens there is mostly what its user is building. */
const isOfThisMachine = (key: string): boolean =>
  /^(?:domain:|url:https?:\/\/)(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)(?::\d{1,5})?(?:[/?#]|$)/.test(key);

/** Whether a text only named such an address, and did not ask to go there. */
const isLetBe = (view: View, text: string, kind: string, sightings: readonly Sighted[]): boolean =>
  !sightings.some(({ labels }) => labels.includes('instructed')) &&
  (kind === 'domain' ||
    view.memory.asksFor(VISIT, [text.replace(/^https?:\/\//i, '').replace(/\/$/, '')]).length === 0);

/**
 * Following a link is what reading the web is: an address from a text needs no question if it is used unchanged, so
 * that nothing of this session can leave in it, and if the text does not ask to go there. The same goes for names that
 * a page gives its parts.
 */
export function isFollowed(call: Call, view: View, { text, role }: Argument): boolean {
  const fetched = role === 'command' ? FETCHES.exec(text)?.[1] : undefined;
  if (fetched === undefined && (role !== 'destination' || acts(call.tool))) return false;
  const address = (fetched ?? text)
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '');
  return view.memory.search(address).length > 0 && view.memory.asksFor(VISIT, [address]).length === 0;
}
/** A command that does nothing but show what is at an address. Whatever a shell would put in, or write somewhere, is more. */
const FETCHES =
  /^\s*curl(?: (?:-[fsSLIiv]{1,7}|--(?:fail|silent|show-error|head|location|include|compressed)|--max-time \d{1,3}|-m ?\d{1,3}))* (https:\/\/[\w.-]{1,200}(?::\d{1,5})?(?:\/[\w./%~-]{0,300})?)\s*$/;
const VISIT = deedWords('visit');
