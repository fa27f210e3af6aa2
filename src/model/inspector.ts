import type { Call } from './call.ts';
import type { Sighting } from './evidence.ts';
import type { Leaf, Leaves } from './json.ts';
import type { Result } from './result.ts';
import type { Steps } from './steps.ts';
import type { Traits } from './text/traits.ts';
import type { View } from './view.ts';

/**
 * Gathers evidence about a call; knows facts and decides nothing. It sees every call and every result, whatever the others saw:
 * order cannot matter. `texts` are all strings of the params (or the result), walked once for all inspectors; keys included,
 * but for the protocol's own. Calls and results may be large: who looks at one in parts lets other sessions go on in between.
 * An inspector that throws, is late or answers nonsense becomes a fault, and a fault denies.
 */
export interface Inspector {
  readonly name: string;
  /** Raised whenever what it sees changes, so that a record says which one looked. */
  readonly version: number;
  /** Traits of which the texts must have one, or it sees nothing in them: then it is not asked, which is as good. */
  readonly needs?: Traits | undefined;
  /** Whether it may wait for others than this process: then all the time that passes is its own, and none is the machine's. */
  readonly waits?: boolean;
  /** Whether what it sees in a call depends on the tool and the params alone: then the same call need not be looked at again. */
  readonly readsCallAlone?: boolean;
  /** Whether what it sees in a result depends on its texts alone: then the same result need not be looked at again. */
  readonly readsTextsAlone?: boolean;
  onCall?(call: Call, texts: readonly Leaf[], view: View): Sighting | Promise<Sighting> | Steps<Sighting>;
  onResult?(call: Call, result: Result, texts: Leaves, view: View): Sighting | Promise<Sighting> | Steps<Sighting>;
}
