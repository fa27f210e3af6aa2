import type { Remains } from '../model/text/remains.ts';
import type { WireListener } from './wire.ts';

/**
 * Reports a message that was too large to keep, by what is left of it. `answers`: the id of the request that it must answer,
 * where the transport knows that without reading it.
 */
export function tellDropped(
  listener: Pick<WireListener, 'tooLarge' | 'asksTooMuch'>,
  bytes: number,
  remains: Remains,
  answers = Number(remains.id),
): void {
  // The server counts its requests as we count ours: the same number is another message.
  if (remains.asks) listener.asksTooMuch(bytes, remains.id);
  else listener.tooLarge(bytes, Number.isNaN(answers) ? undefined : answers);
}
