import { NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';

const OUTSIDE: Sighting = Object.freeze({
  findings: [
    {
      kind: 'purpose.outside',
      severity: 'medium' as const,
      at: '/name',
      message: 'Was not among the tools that this session was declared to need.',
    },
  ],
});

/** Acts that a session was not declared to need. What only reads is left alone: looking around is how agents work. */
export const purpose: Inspector = {
  name: 'purpose',
  version: 1,
  onCall({ origin, target, tool }, _texts, { declared }) {
    if (declared === undefined || origin === 'upstream' || declared.has(`${target.upstream}.${target.name}`))
      return NOTHING_SEEN;
    return acts(tool) ? OUTSIDE : NOTHING_SEEN;
  },
};
