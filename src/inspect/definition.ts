import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Drift, ToolFacts } from '../model/tool.ts';

/** One sighting for each tool's facts: it is the same for every call of the tool. */
const known = new WeakMap<ToolFacts, Sighting>();

/**
 * Calls of something that is not offered as it was accepted (changed since, new or gone), or on a server that now gives
 * different instructions for use.
 */
export const definition: Inspector = {
  name: 'definition',
  version: 2,
  onCall({ origin, method, tool }) {
    const { drift, usage } = tool;
    if ((drift === undefined && usage === undefined) || origin === 'upstream') return NOTHING_SEEN;
    let sighting = known.get(tool);
    if (sighting === undefined) {
      const at = method.startsWith('resources/') ? '/uri' : '/name';
      const found = (kind: string, { severity, says }: Drift): Finding => ({ kind, severity, at, message: says });
      const findings = [
        ...(drift === undefined ? [] : [found(`definition.${drift.what}`, drift)]),
        ...(usage === undefined ? [] : [found('definition.usage', usage)]),
      ];
      sighting = Object.freeze({ findings });
      known.set(tool, sighting);
    }
    return sighting;
  },
};
