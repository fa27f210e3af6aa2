import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { scanDefinition } from './definitions/scan.ts';

/** Under these methods a server says what it is and offers: one definition to a result. */
const LISTS: ReadonlySet<string> = new Set([
  'initialize',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]);

/** Definitions that speak to the model, hide something, or ask for what is not theirs. */
export const wording: Inspector = {
  name: 'wording',
  version: 1,
  onResult({ method }, result) {
    if (!LISTS.has(method) || result.kind === 'failed') return NOTHING_SEEN;
    const findings = scanDefinition(result.value);
    return findings.length === 0 ? NOTHING_SEEN : { findings };
  },
};
