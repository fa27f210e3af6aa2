import type { JsonObject } from '../../model/json.ts';
import type { Result } from '../../model/result.ts';
import type { ForeignCall } from './foreign-trace.ts';

/** How much text of results is kept, in UTF-16 units; a result costs a few besides its letters. */
const MOST = 1_000_000;
const RESULT = 64;

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
  /** By their text, the one needed last at the end. */
  readonly #known = new Map<string, Known>();
  #size = 0;

  of({ result, error }: ForeignCall): Result {
    const text = typeof result === 'string' ? result : JSON.stringify(result);
    let known = this.#known.get(text);
    if (known === undefined) {
      known = {};
      this.#size += text.length + RESULT;
      this.#shorten();
    } else this.#known.delete(text);
    this.#known.set(text, known);
    const content = [{ type: 'text', text }];
    if (error) {
      known.error ??= resultOf({ content, isError: true });
      return known.error;
    }
    known.answer ??= resultOf({ content });
    return known.answer;
  }

  #shorten(): void {
    for (const text of this.#known.keys()) {
      if (this.#size <= MOST) return;
      this.#known.delete(text);
      this.#size -= text.length + RESULT;
    }
  }
}

const resultOf = (value: JsonObject): Result => ({ kind: 'complete', value, text: JSON.stringify(value) });
