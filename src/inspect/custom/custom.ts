import type { Inspector } from '../../model/inspector.ts';
import { resultBody } from '../../model/result.ts';
import { didYouMean } from '../../model/words/nearest.ts';
import { sightingOf } from './answer.ts';
import { callFacts, resultFacts, viewFacts } from './facts.ts';
import { LoadFault } from './load-fault.ts';
import type { CustomSource } from './source.ts';
import { InspectorWorker, type Shape, type WorkerParts } from './worker.ts';

/** An inspector written by the user, ready to be mounted. */
export interface CustomInspector {
  readonly source: CustomSource;
  readonly inspector: Inspector;
  /** Whether its code still waits for a person to review it. Until then everything it would inspect is a fault. */
  readonly isWaiting: boolean;
  /** Stops asking it from now on, except for calls already under way. */
  retire(): void;
}

const MEMBERS = ['version', 'onCall', 'onResult'] as const;

/** Loads an inspector's code into a worker of its own. Rejects with a `LoadFault`. */
export async function openCustom(parts: WorkerParts): Promise<CustomInspector> {
  const { source } = parts;
  const { worker, shape } = await InspectorWorker.open(parts);
  const fault = faultIn(shape);
  if (shape === undefined || fault !== undefined) {
    worker.retire();
    throw fault ?? new LoadFault('it says nothing of itself', EXAMPLE);
  }
  // Only methods that it has are mounted: if it inspects calls alone, the record shows that results were not inspected.
  const inspector: Inspector = {
    name: source.name,
    version: Number(shape.version),
    // It may sleep, or ask another machine: from here that looks like a thread that is not given a processor.
    waits: true,
    ...(shape.methods.includes('onCall') && {
      onCall: async (call, _texts, view) =>
        sightingOf(await worker.ask({ method: 'onCall', call: callFacts(call), view: viewFacts(view) }), call.params),
    }),
    ...(shape.methods.includes('onResult') && {
      onResult: async (call, result, _texts, view) => {
        const facts = { call: callFacts(call), result: resultFacts(result), view: viewFacts(view) };
        return sightingOf(await worker.ask({ method: 'onResult', ...facts }), resultBody(result));
      },
    }),
  };
  return { source, inspector, isWaiting: false, retire: () => worker.retire() };
}

/** An inspector whose code nobody has reviewed: it does not run, and its silence must not pass for a clean result. */
export function waitingCustom(source: CustomSource, how: string): CustomInspector {
  const look = (): never => {
    throw new Error(`nobody has looked at its code yet (${source.file}); ${how}`);
  };
  const inspector: Inspector = { name: source.name, version: 0, onCall: look, onResult: look };
  return { source, inspector, isWaiting: true, retire: () => undefined };
}

const EXAMPLE = 'Write `export default { version: 1, onCall(call, view) { return { findings: [] }; } };`';

function faultIn(shape: Shape | undefined): LoadFault | undefined {
  if (shape === undefined) return new LoadFault('its default export is not an object', EXAMPLE);
  const { version, members, methods } = shape;
  const stranger = members.find((one) => !MEMBERS.some((known) => known === one));
  if (stranger !== undefined) {
    const what = `its default export has a member "${stranger}"${didYouMean(stranger, MEMBERS)}`;
    return new LoadFault(what, `Known: ${MEMBERS.join(', ')}; what is misspelt would never be asked.`);
  }
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return new LoadFault('its `version` is no whole number from 1', 'Raise it whenever what it sees changes.');
  const odd = ['onCall', 'onResult'].find((name) => members.includes(name) && !methods.includes(name));
  if (odd !== undefined) return new LoadFault(`its \`${odd}\` is no function`, EXAMPLE);
  if (methods.length === 0) return new LoadFault('it has neither onCall nor onResult', EXAMPLE);
  return undefined;
}
