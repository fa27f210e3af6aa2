import type { Sighting } from '../../model/evidence.ts';
import type { Inspector } from '../../model/inspector.ts';
import { isSteps, type Steps } from '../../model/steps.ts';

type Looked = Sighting | Promise<Sighting> | Steps<Sighting>;

/**
 * An inspector that looks once at the same call and the same result, as far as nothing else decides what it sees there. For
 * replays, in which many are one and the same (`KnownCalls`, `KnownResults`); what was seen is kept as long as they are.
 */
export function remembering(inspector: Inspector): Inspector {
  const { onCall, onResult, readsCallAlone = false, readsTextsAlone = false } = inspector;
  const calls = new Memory();
  const results = new Memory();
  return {
    ...inspector,
    ...(onCall !== undefined &&
      readsCallAlone && {
        onCall: (call, texts, view) => calls.of(call.params, () => onCall.call(inspector, call, texts, view)),
      }),
    ...(onResult !== undefined &&
      readsTextsAlone && {
        onResult: (call, result, texts, view) =>
          results.of(result, () => onResult.call(inspector, call, result, texts, view)),
      }),
  };
}

/** What was seen, by what was looked at. */
class Memory {
  readonly #seen = new WeakMap<object, Sighting>();

  /** What has to be waited for is not kept: it has something to load, which it has only once. */
  of(shown: object, look: () => Looked): Looked {
    const seen = this.#seen.get(shown);
    if (seen !== undefined) return seen;
    const looked = look();
    if (looked instanceof Promise) return looked;
    return isSteps(looked) ? this.#keepInSteps(shown, looked) : this.#keep(shown, looked);
  }

  *#keepInSteps(shown: object, steps: Steps<Sighting>): Steps<Sighting> {
    return this.#keep(shown, yield* steps);
  }

  #keep(shown: object, sighting: Sighting): Sighting {
    this.#seen.set(shown, sighting);
    return sighting;
  }
}
