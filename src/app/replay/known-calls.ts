import type { Call } from '../../model/call.ts';
import type { Json } from '../../model/json.ts';
import type { ForeignCall } from './foreign-trace.ts';
import { Kept } from './kept.ts';

/** What a call is, whoever makes it and whenever. */
export type Asked = Pick<Call, 'target' | 'args' | 'params' | 'text'>;

/** What recorded calls ask for, those alike one and the same: many sessions ask the same tools for the same things. */
export class KnownCalls {
  readonly #known = new Kept<Asked>();

  of(upstream: string, { tool, args }: ForeignCall): Asked {
    const params = { name: tool, arguments: args };
    const text = JSON.stringify(params);
    const make = (): Asked => ({ target: { upstream, name: tool }, args, params, text });
    // JSON writes `null` for a number that is too large, and two calls would be one that only look alike.
    if (text.includes('null') && holdsTooLarge(args)) return make();
    return this.#known.of(`${upstream}\n${text}`, make);
  }
}

function holdsTooLarge(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'number' && !Number.isFinite(value);
  return Object.values(value).some(holdsTooLarge);
}
