import type { Call } from '../model/call.ts';
import { exactKey } from '../model/entity/key.ts';
import { entitiesOf } from '../model/entity.ts';
import { NOTHING_SEEN, type Outflow } from '../model/evidence.ts';
import { domainOf } from '../model/host.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Leaf } from '../model/json.ts';
import type { Label, Role } from '../model/tool.ts';
import type { Quote, Sighted, View } from '../model/view.ts';
import { ownOf, personIn } from './outflow/people.ts';
import { undisguise } from './reading/disguise.ts';
import { Value, valuesOf } from './reading/place.ts';
import { urlParts, urlsIn } from './reading/url-parts.ts';

const MOST_PLACES = 50;
const MOST_PEOPLE = 50;
const MOST_VALUES = 500;
/** Of one person, in one call. */
const MOST_OWN = 20;
const LONGEST_PLACE = 120;
const SHORTEST = 4;
/** Roles that say where, how much or how, but carry no content. */
const NO_CARGO: ReadonlySet<Role | undefined> = new Set(['destination', 'plumbing', 'amount']);

/** A value that leaves: its length, and where it stood as a value of its own. */
interface Item {
  readonly size: number;
  readonly fields: readonly Sighted[];
}

/** What one call carries of earlier results. */
class Cargo {
  readonly items = new Map<number, Item>();
  readonly labels = new Set<Label>();
  readonly #view: View;
  readonly #salt: string;
  readonly #isFrom: (source: Sighted) => boolean;

  constructor(call: Call, view: View, isFrom: (source: Sighted) => boolean) {
    this.#view = view;
    this.#salt = call.session.key;
    this.#isFrom = isFrom;
  }

  /** Adds whatever in a text was read before: passages of it, the whole text, or values in it. */
  load({ text, key, entities }: Value): void {
    if (text.length < SHORTEST || this.items.size >= MOST_VALUES) return;
    const { memory } = this.#view;
    let hasQuotes = false;
    for (const quote of memory.quotes(text)) if (this.#quote(quote)) hasQuotes = true;
    if (hasQuotes) return;
    if (key !== undefined && this.#add(text, memory.find(key))) return;
    for (const entity of entities)
      if (entity.kind !== 'domain') this.#add(text.slice(entity.start, entity.end), memory.find(entity.key));
    if (text.includes(' ')) return;
    for (const { text: said } of undisguise(text)) {
      const hidden = exactKey(said);
      for (const quote of memory.quotes(said)) this.#quote(quote);
      if (hidden !== undefined) this.#add(said, memory.find(hidden));
    }
  }

  /** What the call would carry to these people, without what each of them is told of their own: a letter, and no document. */
  valuesFor(people: readonly string[]): Outflow['values'] {
    const isOwn = ownOf(people, this.#view.memory);
    const all = [...this.items];
    const others = all.filter(([, { fields }]) => !isOwn(fields));
    const values = all.length - others.length > MOST_OWN ? all : others;
    return values.map(([mark, { size }]) => [mark, size]);
  }

  /** A passage names the last text that had it: whether it is also all of a field is another question. */
  #quote({ text, source }: Quote): boolean {
    const key = exactKey(text);
    return this.#add(text, [source], key === undefined ? [] : this.#view.memory.find(key));
  }

  #add(value: string, sources: readonly Sighted[], fields = sources): boolean {
    const source = sources.find(this.#isFrom);
    if (source === undefined || this.items.size >= MOST_VALUES) return false;
    this.items.set(markOf(this.#salt, value), { size: value.length, fields });
    for (const label of source.labels) this.labels.add(label);
    return true;
  }
}

/** Sixteen bits, different in each session: enough to count distinct values, without revealing what they are. */
function markOf(salt: string, value: string): number {
  let hash = 0x811c9dc5;
  for (const text of [salt, value.toLowerCase()])
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 16)) & 0xffff;
}

const BETWEEN = /[,;\s]+/;

/**
 * The outside places that the arguments name, and at each the people, by the keys of their addresses. A domain is one place,
 * however many addresses it has: whoever owns it has them all.
 */
function placesIn(call: Call, texts: readonly Leaf[]): Map<string, string[]> {
  const places = new Map<string, string[]>();
  for (const value of valuesOf(call, texts)) {
    const { text, role } = value;
    if (places.size >= MOST_PLACES || role !== 'destination') continue;
    for (const piece of BETWEEN.test(text) ? text.split(BETWEEN) : [text]) {
      if (piece === '' || (piece !== text && !/[@.]/.test(piece))) continue;
      const to = (domainOf(piece) || piece.toLowerCase()).slice(0, LONGEST_PLACE);
      const people = places.get(to) ?? [];
      if (people.length === 0) places.set(to, people);
      if (people.length > MOST_PEOPLE) continue;
      const entities = piece === text ? value.entities : entitiesOf(piece);
      people.push(people.length < MOST_PEOPLE ? personIn(piece, entities, to) : '');
    }
  }
  return places;
}

/** How much of what was read before leaves with a call, and where to. Rules compare it with what went there earlier. */
export const outflow: Inspector = {
  name: 'outflow',
  version: 3,
  onCall(call, texts, view) {
    if (view.calls === 0 || call.origin === 'upstream' || !call.tool.powers.includes('external')) return NOTHING_SEEN;
    const places = placesIn(call, texts);
    const { upstream } = call.target;
    // A server may get back what it gave; passing it on to a third party is another matter.
    const isOutside = places.size > 0;
    const cargo = new Cargo(call, view, (source) => source.call !== '' && (isOutside || source.upstream !== upstream));
    for (const value of valuesOf(call, texts)) {
      if (value.at === '/name') continue;
      if (!NO_CARGO.has(value.role)) cargo.load(value);
      else if (value.role === 'destination') loadUrls(cargo, value, view);
    }
    if (cargo.items.size === 0) return NOTHING_SEEN;
    const labels = [...cargo.labels].sort();
    const outflows: Outflow[] = [];
    for (const [to, people] of isOutside ? places : [[upstream, []] as const]) {
      const values = cargo.valuesFor(people);
      if (values.length > 0) outflows.push({ to, labels, values });
    }
    return outflows.length === 0 ? NOTHING_SEEN : { outflows };
  },
};

/** An address carries what it was put together from; one that a result gave as it is carries nothing. */
function loadUrls(cargo: Cargo, { at, text, role }: Value, { memory }: View): void {
  for (const url of urlsIn(text)) {
    const key = entitiesOf(url).find(({ kind }) => kind === 'url')?.key;
    if (key !== undefined && memory.find(key).length > 0) continue;
    for (const part of urlParts(url)) cargo.load(new Value(at, part.text, role));
  }
}
