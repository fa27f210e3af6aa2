import type { Call } from '../model/call.ts';
import { messageOf } from '../model/caught.ts';
import { type Evidence, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { type Json, type Leaf, type Leaves, leaves, leavesInSteps } from '../model/json.ts';
import { type Result, resultBody, resultText } from '../model/result.ts';
import { advance, isSteps, PIECE, type Steps } from '../model/steps.ts';
import { isEnough, type Traits, traitsIn, traitsInSteps } from '../model/text/traits.ts';
import type { View } from '../model/view.ts';
import { inSlices, SLICE, turn } from './slices.ts';
import { inTime, lateness, SHORT, Stopwatch } from './stopwatch.ts';
import { type Mounted, type Plan, planOf, type Step, Sum } from './sum.ts';

export type { Mounted } from './sum.ts';

/** What is looked at: a call, or the result of one. */
type Subject = { readonly call: Call; readonly view: View } & (
  | { readonly result: undefined; readonly texts: readonly Leaf[] }
  | { readonly result: Result; readonly texts: Leaves }
);

/** One for all rounds, most of which share one reading of its clocks. */
const STOPWATCH = new Stopwatch();

/** Everything all inspectors see in a call. Synchronous unless one of them has something to load. */
export function gatherOnCall(
  mounted: readonly Mounted[],
  call: Call,
  view: View,
  limit: number,
  stopwatch: Stopwatch = STOPWATCH,
): Evidence | Promise<Evidence> {
  const texts = leaves(call.params, mayBeCard, isTelling);
  return gather(mounted, { call, texts, view, result: undefined }, limit, stopwatch);
}

/** Everything all inspectors see in a result. */
export function gatherOnResult(
  mounted: readonly Mounted[],
  call: Call,
  result: Result,
  view: View,
  limit: number,
  stopwatch: Stopwatch = STOPWATCH,
): Evidence | Promise<Evidence> {
  const body = resultBody(result);
  const lookAt = (texts: Leaves): Evidence | Promise<Evidence> =>
    gather(mounted, { call, texts, view, result }, limit, stopwatch);
  if (resultText(result).length < LONG) return lookAt(leaves(body, mayBeCard, isTelling));
  return inSlices(readInSteps(body)).then(lookAt);
}

function* readInSteps(body: Json): Steps<Leaves> {
  const texts = yield* leavesInSteps(body, mayBeCard, isTelling);
  yield* traitsInSteps(texts);
  return texts;
}

/** Member names of the protocol itself, found in nearly every call and result: they carry no message to anybody. */
export const PROTOCOL: ReadonlySet<string> = new Set([
  'name',
  'arguments',
  '_meta',
  'progressToken',
  'content',
  'type',
  'text',
  'structuredContent',
  'isError',
]);
const isTelling = (name: string): boolean => !PROTOCOL.has(name);
/**
 * Whether a number has as many digits as a card's, and begins as cards do: then it is looked at as if it were a text. Times in
 * milliseconds begin with another digit.
 */
export const mayBeCard = (value: number): boolean => value >= 1e12 && CARD.test(String(value));
const CARD = /^[2-6]\d{12,15}$/;

/** In a longer result, finding the texts is done in slices as well. */
const LONG = PIECE * 8;

const PAUSED = Symbol('paused');

/**
 * Collects sightings in the order of the list, on which nothing that they contribute depends. `limit`: the milliseconds that an
 * inspector may use. Time that the machine gave to other programs meanwhile does not count, up to a bound.
 */
function gather(
  mounted: readonly Mounted[],
  subject: Subject,
  limit: number,
  stopwatch: Stopwatch,
): Evidence | Promise<Evidence> {
  const plan = planOf(mounted, subject.result === undefined ? 'onCall' : 'onResult');
  const round = new Round(plan, subject, limit, stopwatch);
  const start = stopwatch.now();
  stopwatch.near(start);
  return round.go(start, start + SLICE) ? round.evidence() : goOn(round, stopwatch);
}

/** Continues a long round in slices; whatever else waits has its turn between them. */
async function goOn(round: Round, stopwatch: Stopwatch): Promise<Evidence> {
  for (;;) {
    await turn();
    const start = stopwatch.read().wall;
    if (round.go(start, start + SLICE)) return round.evidence();
  }
}

/** One round of all inspectors, each after the other. */
class Round {
  readonly #steps: readonly Step[];
  readonly #subject: Subject;
  readonly #traits: Traits;
  readonly #limit: number;
  readonly #short: number;
  readonly #stopwatch: Stopwatch;
  readonly #sum: Sum;
  #next = 0;
  #late: Promise<void>[] | undefined;
  /** What the next inspector has begun, the milliseconds that have passed in it so far, and how many of these it could use. */
  #begun: Steps<Sighting> | undefined;
  #passed = 0;
  #used = 0;

  constructor(plan: Plan, subject: Subject, limit: number, stopwatch: Stopwatch) {
    this.#steps = plan.steps;
    this.#sum = new Sum(plan);
    this.#subject = subject;
    this.#traits = traitsIn(subject.texts).all;
    this.#limit = limit;
    this.#short = Math.min(SHORT, limit);
    this.#stopwatch = stopwatch;
  }

  /** Goes on until a time. True if it was done before. */
  go(from: number, until: number): boolean {
    let start = from;
    for (; this.#next < this.#steps.length; this.#next++) {
      const step = this.#steps[this.#next] as Step;
      if (!isEnough(this.#traits, step.needs)) {
        this.#sum.pass(step);
        continue;
      }
      let sighting: Sighting | Promise<Sighting> | typeof PAUSED;
      try {
        sighting = this.#advance(step, until);
      } catch (error) {
        const end = this.#stopwatch.now();
        this.#sum.fault(step, messageOf(error), this.#passed + end - start);
        this.#over();
        start = end;
        continue;
      }
      const end = this.#stopwatch.now();
      const took = end - start;
      if (sighting instanceof Promise) {
        this.#late ??= [];
        this.#late.push(this.#settle(step, sighting, start));
      } else if (sighting !== PAUSED && this.#passed === 0 && took <= this.#short) this.#sum.add(step, sighting, took);
      else {
        const late = this.#count(took);
        // A late inspector that returned no promise has held everybody up, so its work is not continued.
        if (late !== undefined) this.#sum.fault(step, late, this.#passed);
        else if (sighting === PAUSED) return false;
        else this.#sum.add(step, sighting, this.#passed);
        this.#over();
      }
      start = end;
    }
    return true;
  }

  evidence(): Evidence | Promise<Evidence> {
    return this.#late === undefined ? this.#sum.evidence() : Promise.all(this.#late).then(() => this.#sum.evidence());
  }

  /** What the inspector sees; `PAUSED` where it has not looked at everything by `until`. */
  #advance(step: Step, until: number): Sighting | Promise<Sighting> | typeof PAUSED {
    const looked = this.#begun ?? look(step, this.#subject);
    if (looked === NOTHING_SEEN) return NOTHING_SEEN;
    if (!isSteps(looked)) return looked;
    this.#begun = looked;
    const done = advance(looked, until, this.#stopwatch.now);
    if (done === undefined) return PAUSED;
    this.#begun = undefined;
    return done.value;
  }

  /** Counts milliseconds for the next inspector. Returns why it is late; undefined where it is not. */
  #count(took: number): string | undefined {
    this.#passed += took;
    this.#used += this.#stopwatch.lap(took);
    return lateness(this.#limit, this.#passed, this.#used);
  }

  #over(): void {
    this.#begun = undefined;
    this.#passed = 0;
    this.#used = 0;
  }

  async #settle(step: Step, promise: Promise<Sighting>, start: number): Promise<void> {
    const { now } = this.#stopwatch;
    try {
      const seen = await inTime({ promise, start, waits: step.waits }, this.#limit, this.#stopwatch);
      this.#sum.add(step, seen, now() - start);
    } catch (error) {
      this.#sum.fault(step, messageOf(error), now() - start);
    }
  }
}

function look(
  { inspector, onCall, onResult }: Step,
  { call, result, texts, view }: Subject,
): Sighting | Promise<Sighting> | Steps<Sighting> {
  if (result === undefined) return (onCall as NonNullable<Inspector['onCall']>).call(inspector, call, texts, view);
  return (onResult as NonNullable<Inspector['onResult']>).call(inspector, call, result, texts, view);
}
