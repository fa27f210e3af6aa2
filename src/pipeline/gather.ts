import type { Call } from '../model/call.ts';
import { messageOf } from '../model/caught.ts';
import { type Evidence, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { type Leaf, leaves, leavesInSteps } from '../model/json.ts';
import { type Result, resultBody, resultText } from '../model/result.ts';
import { advance, isSteps, PIECE, type Steps } from '../model/steps.ts';
import { isEnough, type Traits, traitsIn } from '../model/text/traits.ts';
import type { View } from '../model/view.ts';
import { inSlices, now, SLICE, turn } from './slices.ts';
import { type Mounted, type Plan, planOf, type Step, Sum } from './sum.ts';

export type { Mounted } from './sum.ts';

/** What is looked at: a call, or the result of one. */
interface Subject {
  readonly call: Call;
  readonly result: Result | undefined;
  readonly texts: readonly Leaf[];
  readonly view: View;
}

/** Everything all inspectors see in a call. Synchronous unless one of them has something to load. */
export function gatherOnCall(
  mounted: readonly Mounted[],
  call: Call,
  view: View,
  limit: number,
): Evidence | Promise<Evidence> {
  return gather(mounted, { call, texts: leaves(call.params, mayBeCard, isTelling), view, result: undefined }, limit);
}

/** Everything all inspectors see in a result. */
export function gatherOnResult(
  mounted: readonly Mounted[],
  call: Call,
  result: Result,
  view: View,
  limit: number,
): Evidence | Promise<Evidence> {
  const body = resultBody(result);
  const lookAt = (texts: readonly Leaf[]): Evidence | Promise<Evidence> =>
    gather(mounted, { call, texts, view, result }, limit);
  if (resultText(result).length < LONG) return lookAt(leaves(body, mayBeCard, isTelling));
  return inSlices(leavesInSteps(body, mayBeCard, isTelling)).then(lookAt);
}

/** What the protocol itself calls members of nearly every call and result: nobody is told anything by them. */
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
 * Whether a number has as many digits as a card's, and a first one that cards have: it is looked at as if it stood in a text.
 * Times in milliseconds begin with another.
 */
export const mayBeCard = (value: number): boolean => value >= 1e12 && CARD.test(String(value));
const CARD = /^[2-6]\d{12,15}$/;

/** Of a longer result the texts are found in slices as well. */
const LONG = PIECE * 8;

const PAUSED = Symbol('paused');

/** Collects sightings in the order of the list; what each contributes does not depend on that order. `limit`: milliseconds an inspector may take. */
function gather(mounted: readonly Mounted[], subject: Subject, limit: number): Evidence | Promise<Evidence> {
  const round = new Round(planOf(mounted, subject.result === undefined ? 'onCall' : 'onResult'), subject, limit);
  const start = now();
  return round.go(start, start + SLICE) ? round.evidence() : goOn(round);
}

/** What takes long goes on in slices, and all else that waits has its turn between them. */
async function goOn(round: Round): Promise<Evidence> {
  for (;;) {
    await turn();
    const start = now();
    if (round.go(start, start + SLICE)) return round.evidence();
  }
}

/** One round of all inspectors, each after the other. */
class Round {
  readonly #steps: readonly Step[];
  readonly #subject: Subject;
  readonly #traits: Traits;
  readonly #limit: number;
  readonly #sum: Sum;
  #next = 0;
  #late: Promise<void>[] | undefined;
  /** Work of the next inspector that was begun, and the milliseconds it had so far. */
  #begun: Steps<Sighting> | undefined;
  #spent = 0;

  constructor(plan: Plan, subject: Subject, limit: number) {
    this.#steps = plan.steps;
    this.#sum = new Sum(plan);
    this.#subject = subject;
    this.#traits = traitsIn(subject.texts).all;
    this.#limit = limit;
  }

  /** Goes on until a time, unless it is done earlier: then true. */
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
        this.#end(step, start, messageOf(error));
        start = now();
        continue;
      }
      const end = now();
      if (sighting === PAUSED) {
        this.#spent += end - start;
        if (this.#spent <= this.#limit) return false;
        this.#end(step, end, lateness(this.#limit));
      } else if (sighting instanceof Promise) {
        this.#late ??= [];
        this.#late.push(settleLate(this.#sum, step, sighting, this.#limit, start));
      }
      // Who was late without a promise held everybody up; what it saw may not be waited for again.
      else if (this.#spent + end - start > this.#limit) this.#end(step, start, lateness(this.#limit));
      else {
        this.#sum.add(step, sighting, this.#spent + end - start);
        this.#spent = 0;
      }
      start = end;
    }
    return true;
  }

  evidence(): Evidence | Promise<Evidence> {
    return this.#late === undefined ? this.#sum.evidence() : Promise.all(this.#late).then(() => this.#sum.evidence());
  }

  /** What the inspector sees, unless it has not looked at everything by then. */
  #advance(step: Step, until: number): Sighting | Promise<Sighting> | typeof PAUSED {
    const looked = this.#begun ?? look(step, this.#subject);
    if (looked === NOTHING_SEEN) return NOTHING_SEEN;
    if (!isSteps(looked)) return looked;
    this.#begun = looked;
    const done = advance(looked, until, now);
    if (done === undefined) return PAUSED;
    this.#begun = undefined;
    return done.value;
  }

  #end(step: Step, start: number, message: string): void {
    this.#sum.fault(step, message, this.#spent + now() - start);
    this.#begun = undefined;
    this.#spent = 0;
  }
}

function look(
  { inspector, onCall, onResult }: Step,
  { call, result, texts, view }: Subject,
): Sighting | Promise<Sighting> | Steps<Sighting> {
  if (result === undefined) return (onCall as NonNullable<Inspector['onCall']>).call(inspector, call, texts, view);
  return (onResult as NonNullable<Inspector['onResult']>).call(inspector, call, result, texts, view);
}

async function settleLate(
  sum: Sum,
  step: Step,
  sighting: Promise<Sighting>,
  limit: number,
  start: number,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(lateness(limit))), limit);
  });
  try {
    const seen = await Promise.race([sighting, late]);
    sum.add(step, seen, performance.now() - start);
  } catch (error) {
    sum.fault(step, messageOf(error), performance.now() - start);
  } finally {
    clearTimeout(timer);
  }
}

const lateness = (limit: number): string => `took longer than ${limit} ms`;
