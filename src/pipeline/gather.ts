import type { Call } from '../model/call.ts';
import type { Evidence, Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { type Leaf, leaves, leavesInSteps } from '../model/json.ts';
import { type Result, resultBody, resultText } from '../model/result.ts';
import { advance, isSteps, PIECE, type Steps } from '../model/steps.ts';
import type { View } from '../model/view.ts';
import { inSlices, now, SLICE, turn } from './slices.ts';
import { type Mounted, type Phase, planOf, type Step, Sum } from './sum.ts';

export type { Mounted } from './sum.ts';

type Look = (inspector: Inspector) => Sighting | Promise<Sighting> | Steps<Sighting>;

/** Everything all inspectors see in a call. Synchronous unless one of them has something to load. */
export function gatherOnCall(
  mounted: readonly Mounted[],
  call: Call,
  view: View,
  limit: number,
): Evidence | Promise<Evidence> {
  const texts = leaves(call.params);
  return gather(
    mounted,
    'onCall',
    (inspector) => (inspector.onCall as NonNullable<Inspector['onCall']>)(call, texts, view),
    limit,
  );
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
  if (resultText(result).length < LONG) return lookAt(leaves(body));
  return inSlices(leavesInSteps(body)).then(lookAt);

  function lookAt(texts: readonly Leaf[]): Evidence | Promise<Evidence> {
    return gather(
      mounted,
      'onResult',
      (inspector) => (inspector.onResult as NonNullable<Inspector['onResult']>)(call, result, texts, view),
      limit,
    );
  }
}

/** Of a longer result the texts are found in slices as well. */
const LONG = PIECE * 8;

const PAUSED = Symbol('paused');

/** Collects sightings in the order of the list; what each contributes does not depend on that order. `limit`: milliseconds an inspector may take. */
function gather(mounted: readonly Mounted[], phase: Phase, look: Look, limit: number): Evidence | Promise<Evidence> {
  const round = new Round(planOf(mounted, phase), look, limit);
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
  readonly #plan: readonly Step[];
  readonly #look: Look;
  readonly #limit: number;
  readonly #sum = new Sum();
  #next = 0;
  #late: Promise<void>[] | undefined;
  /** Work of the next inspector that was begun, and the milliseconds it had so far. */
  #begun: Steps<Sighting> | undefined;
  #spent = 0;

  constructor(plan: readonly Step[], look: Look, limit: number) {
    this.#plan = plan;
    this.#look = look;
    this.#limit = limit;
  }

  /** Goes on until a time, unless it is done earlier: then true. */
  go(from: number, until: number): boolean {
    let start = from;
    for (; this.#next < this.#plan.length; this.#next++) {
      const step = this.#plan[this.#next] as Step;
      if (!step.looks) {
        this.#sum.skip(step);
        continue;
      }
      let sighting: Sighting | Promise<Sighting> | typeof PAUSED;
      try {
        sighting = this.#advance(step.inspector, until);
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
  #advance(inspector: Inspector, until: number): Sighting | Promise<Sighting> | typeof PAUSED {
    const looked = this.#begun ?? this.#look(inspector);
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
