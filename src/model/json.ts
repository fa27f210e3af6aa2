import { LeafColumns } from './json/leaf-columns.ts';
import type { Steps } from './steps.ts';
import { saysMore } from './words/member-name.ts';

/** Any JSON value, as `JSON.parse` returns it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** RFC 6901, relative to the params of a call or to the result: `/arguments/to/0`. The whole is ''. */
export type JsonPointer = string;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const pointerKey = (key: string): string =>
  key.includes('~') || key.includes('/') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;

export function pointerKeys(at: JsonPointer): string[] {
  if (at === '') return [];
  return at
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Whether two values say the same: members in whatever order, numbers by their value. `depth` is how deep it looks. */
export function isSameJson(one: Json, other: Json, depth = MOST_ALIKE): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || depth === 0)
    return false;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    for (let i = 0; i < one.length; i++) if (!isSameJson(one[i] as Json, other[i] as Json, depth - 1)) return false;
    return true;
  }
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    if (!Object.hasOwn(other, name)) return false;
    if (!isSameJson((one as JsonObject)[name] as Json, (other as JsonObject)[name] as Json, depth - 1)) return false;
  }
  return true;
}
/** Values that nest deeper count as different. */
const MOST_ALIKE = 64;

/** The value at a pointer, or undefined where there is none. Own properties only: `__proto__` is a key like any other. */
export function valueAt(root: Json, at: JsonPointer): Json | undefined {
  let here: Json | undefined = root;
  for (const key of pointerKeys(at)) {
    if (Array.isArray(here)) here = /^(0|[1-9]\d*)$/.test(key) ? here[Number(key)] : undefined;
    else if (isObject(here)) here = Object.hasOwn(here, key) ? here[key] : undefined;
    else return undefined;
    if (here === undefined) return undefined;
  }
  return here;
}

/** One string in a JSON value. `key`: it is a member's name rather than a value, since names carry text too. */
export interface Leaf {
  readonly at: JsonPointer;
  readonly text: string;
  readonly key: boolean;
}
/** Leaves by their number: a list of them, or what makes each when it is asked for. */
export type Leaves = Pick<readonly Leaf[], 'at' | 'length'>;

/** Whether the name of a member is taken as a text. */
type Tells = (name: string) => boolean;
const ALL: Tells = () => true;
/** Which whole numbers are taken as texts. */
type Numbers = number | ((value: number) => boolean);
const NO_NUMBERS = Number.POSITIVE_INFINITY;

/**
 * Every string in a value, in document order; names of members included, except those that `tells` says no to. Numbers and
 * booleans are not text, but whole numbers of at least `numbers`, or those it says yes to, count as their text. Iterative: no
 * depth can overflow it.
 */
export function leaves(root: Json, numbers: Numbers = NO_NUMBERS, tells = ALL): Leaf[] {
  const found = new LeafList();
  gather(found, new Stacks(root), numbers, tells, Number.POSITIVE_INFINITY);
  return found.list;
}

/** How many leaves are found before a pause is offered: about a millisecond of work. */
const MANY = 4_096;

/** The same of a long value, with pauses. */
export function* leavesInSteps(root: Json, numbers: Numbers, tells: Tells): Steps<Leaves> {
  const found = new LeafColumns();
  const left = new Stacks(root);
  while (left.values.length > 0) {
    gather(found, left, numbers, tells, found.length + MANY);
    yield;
  }
  return found;
}

/** Takes what is found. A place comes in two parts: the pointer of the parent, which all siblings share, and the last step. */
interface Finds {
  readonly length: number;
  add(under: JsonPointer, at: JsonPointer, text: string, key: boolean): void;
}

/** What is left to walk through, in three stacks of the same height: an object for each value would be most of the cost. */
class Stacks {
  readonly values: Json[];
  readonly under: JsonPointer[] = [''];
  readonly at: JsonPointer[] = [''];

  constructor(root: Json) {
    this.values = [root];
  }

  push(value: Json, under: JsonPointer, at: JsonPointer): void {
    // Nothing is in it.
    if (value === null || value === true || value === false) return;
    this.values.push(value);
    this.under.push(under);
    this.at.push(at);
  }
}

class LeafList implements Finds {
  readonly list: Leaf[] = [];

  get length(): number {
    return this.list.length;
  }

  add(under: JsonPointer, at: JsonPointer, text: string, key: boolean): void {
    this.list.push({ at: under + at, text, key });
  }
}

/** Goes on walking until so many are found, or nothing is left. */
function gather(found: Finds, left: Stacks, numbers: Numbers, tells: Tells, until: number): void {
  while (left.values.length > 0 && found.length < until) {
    const value = left.values.pop() as Json;
    const under = left.under.pop() as JsonPointer;
    const at = left.at.pop() as JsonPointer;
    if (typeof value === 'string') found.add(under, at, value, false);
    else if (typeof value === 'number') {
      if ((typeof numbers === 'number' ? value >= numbers : numbers(value)) && Number.isSafeInteger(value))
        found.add(under, at, String(value), false);
    } else if (Array.isArray(value)) {
      const place = under + at;
      for (let i = value.length - 1; i >= 0; i--) left.push(value[i] as Json, place, stepToIndex(i));
    } else if (isObject(value)) {
      const place = under + at;
      const names = Object.keys(value);
      for (let i = 0; i < names.length; i++) {
        const name = names[i] as string;
        if (tells(name)) found.add(place, stepToName(name), name, true);
      }
      for (let i = names.length - 1; i >= 0; i--) {
        const name = names[i] as string;
        left.push(value[name] as Json, place, stepToName(name));
      }
    }
  }
}

/** Pointer steps to members and items, made once: the same few names are in most objects of all calls. */
const NAME_STEPS = new Map<string, JsonPointer>();
const INDEX_STEPS: JsonPointer[] = [];
const MOST_STEPS = 4_096;
const LONGEST_NAME = 64;

function stepToName(name: string): JsonPointer {
  const known = NAME_STEPS.get(name);
  if (known !== undefined) return known;
  const step = `/${pointerKey(name)}`;
  if (name.length > LONGEST_NAME) return step;
  if (NAME_STEPS.size >= MOST_STEPS) NAME_STEPS.clear();
  NAME_STEPS.set(name, step);
  return step;
}

function stepToIndex(index: number): JsonPointer {
  if (index >= MOST_STEPS) return `/${index}`;
  for (let at = INDEX_STEPS.length; at <= index; at++) INDEX_STEPS.push(`/${at}`);
  return INDEX_STEPS[index] as JsonPointer;
}

/** A string, or a number, in a JSON value: the place of what it is in, shared with its siblings, and its step from there. */
export interface Placed {
  readonly under: JsonPointer;
  readonly at: JsonPointer;
  readonly text: string;
  readonly key: false;
}

/**
 * The strings of a value, and its whole numbers of at least `numbers`, in document order, some at a time; of the names of
 * members only those that say more than what their value is called.
 */
export class Values {
  readonly #left: Stacks;
  readonly #numbers: number;

  constructor(root: Json, numbers: number) {
    this.#left = new Stacks(root);
    this.#numbers = numbers;
  }

  /** The next ones, at most so many and a few; none where nothing is left. */
  next(most: number): Placed[] {
    const found = new PlacedList();
    gather(found, this.#left, this.#numbers, saysMore, most);
    return found.list;
  }

  /** Walks no more through a member of the whole value, once the walk has begun. */
  leaveOut(place: JsonPointer): void {
    const { values, under, at } = this.#left;
    const below = `${place}/`;
    let left = 0;
    for (let i = 0; i < values.length; i++) {
      const parent = under[i] as JsonPointer;
      const step = at[i] as JsonPointer;
      if (parent + step === place || parent === place || parent.startsWith(below)) continue;
      values[left] = values[i] as Json;
      under[left] = parent;
      at[left++] = step;
    }
    values.length = left;
    under.length = left;
    at.length = left;
  }

  /** Units of all texts that are left, with pauses; goes on nowhere. `weigh` says how many a text counts for. */
  *sizeInSteps(weigh: (text: string) => number): Steps<number> {
    const values = [...this.#left.values];
    let size = 0;
    let looked = 0;
    while (values.length > 0) {
      const value = values.pop() as Json;
      if (typeof value === 'string') size += weigh(value);
      else if (typeof value === 'number') size += value >= this.#numbers ? String(value).length : 0;
      else if (Array.isArray(value)) for (const item of value) values.push(item as Json);
      else if (isObject(value))
        for (const key of Object.keys(value)) {
          if (saysMore(key)) size += key.length;
          values.push(value[key] as Json);
        }
      if (++looked % MANY === 0) yield;
    }
    return size;
  }
}

class PlacedList implements Finds {
  readonly list: Placed[] = [];

  get length(): number {
    return this.list.length;
  }

  add(under: JsonPointer, at: JsonPointer, text: string): void {
    this.list.push({ under, at, text, key: false });
  }
}

/** The whole place of something, from that of its parent. */
export const placeOf = ({ under = '', at }: { readonly under?: JsonPointer; readonly at: JsonPointer }): JsonPointer =>
  under + at;
