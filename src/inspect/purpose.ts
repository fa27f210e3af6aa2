import { type Finding, NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { acts } from '../model/tool.ts';

const OUTSIDE: Finding = Object.freeze({
  kind: 'purpose.outside',
  severity: 'medium',
  at: '/name',
  message: 'Was not among the tools that this session was declared to need.',
});
const widening = (what: string): Finding => ({
  kind: 'purpose.widening',
  severity: 'medium',
  at: '',
  message: `What a session is for can only be narrowed: ${what.slice(0, 200)}, which was named later, widens nothing.`,
});

/**
 * Calls of acting tools that the session was not declared to need, and declarations that would have widened what it is
 * for. Reading is left alone: looking around is how agents work.
 */
export const purpose: Inspector = {
  name: 'purpose',
  version: 2,
  onCall({ origin, target, tool }, _texts, { declared, overruled }) {
    if (origin === 'upstream' || (declared === undefined && overruled === undefined)) return NOTHING_SEEN;
    const findings = overruled === undefined ? [] : [widening(overruled)];
    const isNeeded = declared === undefined || declared.has(`${target.upstream}.${target.name}`);
    if (!isNeeded && acts(tool)) findings.push(OUTSIDE);
    return findings.length === 0 ? NOTHING_SEEN : { findings };
  },
};
