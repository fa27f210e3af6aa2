import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Drift } from '../model/tool.ts';

/** One sighting for each drift there is: every call of a tool differs alike. */
const known = new WeakMap<Drift, Sighting>();

/** Calls of what is not offered as it was accepted: changed since, new, or gone. */
export const definition: Inspector = {
  name: 'definition',
  version: 1,
  onCall({ origin, method, tool: { drift } }) {
    if (drift === undefined || origin === 'upstream') return NOTHING_SEEN;
    let sighting = known.get(drift);
    if (sighting === undefined) {
      const { what, severity, says } = drift;
      const at = method.startsWith('resources/') ? '/uri' : '/name';
      sighting = Object.freeze({ findings: [{ kind: `definition.${what}`, severity, at, message: says }] });
      known.set(drift, sighting);
    }
    return sighting;
  },
};
