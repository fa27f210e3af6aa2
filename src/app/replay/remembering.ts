import type { Sighting } from '../../model/evidence.ts';
import type { Inspector } from '../../model/inspector.ts';
import { isSteps, type Steps } from '../../model/steps.ts';

type Looked = Sighting | Promise<Sighting> | Steps<Sighting>;

/** What was seen in one call or result, by the places of inspectors in their list. */
type Seen = (Sighting | undefined)[];

/**
 * Inspectors that look once at the same call and the same result, as far as nothing else decides what they see there. For
 * replays, in which many are one and the same (`KnownCalls`, `KnownResults`); what was seen is kept as long as they are.
 */
export function remembering(inspectors: readonly Inspector[]): Inspector[] {
  const calls = new Memory();
  const results = new Memory();
  return inspectors.map((inspector, place) => {
    const { onCall, onResult, readsCallAlone = false, readsTextsAlone = false } = inspector;
    return {
      ...inspector,
      ...(onCall !== undefined &&
        readsCallAlone && {
          onCall: (call, texts, view) => {
            const seen = calls.of(call.params);
            return seen[place] ?? keep(seen, place, onCall.call(inspector, call, texts, view));
          },
        }),
      ...(onResult !== undefined &&
        readsTextsAlone && {
          onResult: (call, result, texts, view) => {
            const seen = results.of(result);
            return seen[place] ?? keep(seen, place, onResult.call(inspector, call, result, texts, view));
          },
        }),
    };
  });
}

/** What was seen, by what was looked at. */
class Memory {
  readonly #seen = new WeakMap<object, Seen>();
  /** What was asked about last: all inspectors look at one thing before any looks at the next. */
  #shown: object | undefined;
  #last: Seen = [];

  of(shown: object): Seen {
    if (shown === this.#shown) return this.#last;
    let seen = this.#seen.get(shown);
    if (seen === undefined) {
      seen = [];
      this.#seen.set(shown, seen);
    }
    this.#shown = shown;
    this.#last = seen;
    return seen;
  }
}

/** What has to be waited for is not kept: it has something to load, which it has only once. */
function keep(seen: Seen, place: number, looked: Looked): Looked {
  if (looked instanceof Promise) return looked;
  if (isSteps(looked)) return keepInSteps(seen, place, looked);
  seen[place] = looked;
  return looked;
}

function* keepInSteps(seen: Seen, place: number, steps: Steps<Sighting>): Steps<Sighting> {
  const sighting = yield* steps;
  seen[place] = sighting;
  return sighting;
}
