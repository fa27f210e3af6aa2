import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import type { Label } from '../model/tool.ts';

/** One sighting for each list of labels there is: every result of a tool is marked alike. */
const known = new WeakMap<readonly Label[], Sighting>();

/** Marks what comes back with what its tool, resource or server is labelled with. A server without labels is `untrusted`. */
export const labels: Inspector = {
  name: 'labels',
  version: 1,
  onResult({ tool }) {
    if (tool.labels.length === 0) return NOTHING_SEEN;
    let sighting = known.get(tool.labels);
    if (sighting === undefined) {
      sighting = Object.freeze({ labels: tool.labels });
      known.set(tool.labels, sighting);
    }
    return sighting;
  },
};
