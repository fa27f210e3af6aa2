import type { JsonObject } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import type { ForeignCall } from './foreign-trace.ts';
import { Kept } from './kept.ts';

/** What came back with one text: as an answer, and as an error. */
interface Known {
  answer?: Result;
  error?: Result;
}

/**
 * Results of recorded calls, those alike one and the same: recordings show many sessions the same things, and what was found
 * out about a result is known by it.
 */
export class KnownResults {
  readonly #known = new Kept<Known>();

  of({ result, error }: ForeignCall): Result {
    const text = typeof result === 'string' ? result : JSON.stringify(result);
    const known = this.#known.of(text, () => ({}));
    const content = [{ type: 'text', text }];
    if (error) {
      known.error ??= resultOf({ content, isError: true });
      return known.error;
    }
    known.answer ??= resultOf({ content });
    return known.answer;
  }
}

const resultOf = (value: JsonObject): Result => ({ kind: 'complete', value, text: JSON.stringify(value) });
