import { NOTHING_SEEN } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { scanDefinition } from './definitions/scan.ts';

/** Methods by which a server describes itself and what it offers; a result of one is one definition. */
const LISTS: ReadonlySet<string> = new Set([
  'initialize',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
]);

/** Definitions that address the model, hide something, or ask for what is none of their business. */
export const wording: Inspector = {
  name: 'wording',
  version: 1,
  onResult({ method }, result) {
    if (!LISTS.has(method) || result.kind === 'failed') return NOTHING_SEEN;
    const findings = scanDefinition(result.value);
    return findings.length === 0 ? NOTHING_SEEN : { findings };
  },
};
