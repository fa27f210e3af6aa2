import type { Sighting } from '../../model/evidence.ts';
import type { Inspector } from '../../model/inspector.ts';
import type { Result } from '../../model/result.ts';
import { isSteps, type Steps } from '../../model/steps.ts';

/**
 * An inspector that looks at the same result once, where what it sees depends on the texts alone. For replays, in which many
 * results are one and the same (`KnownResults`); what was seen is kept as long as the result.
 */
export function remembering(inspector: Inspector): Inspector {
  const { onResult, readsTextsAlone = false } = inspector;
  if (onResult === undefined || !readsTextsAlone) return inspector;
  const seen = new WeakMap<Result, Sighting>();
  const keep = (result: Result, sighting: Sighting): Sighting => {
    seen.set(result, sighting);
    return sighting;
  };
  function* keepInSteps(result: Result, steps: Steps<Sighting>): Steps<Sighting> {
    return keep(result, yield* steps);
  }
  return {
    ...inspector,
    onResult(call, result, texts, view) {
      const known = seen.get(result);
      if (known !== undefined) return known;
      const looked = onResult.call(inspector, call, result, texts, view);
      if (isSteps(looked)) return keepInSteps(result, looked);
      return looked instanceof Promise ? looked : keep(result, looked);
    },
  };
}
