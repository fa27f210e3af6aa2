import { canonicalText, sha256 } from '../model/json/canonical.ts';
import type { ToolEntry } from '../model/record.ts';
import type { ToolFacts } from '../model/tool.ts';

const described = new WeakMap<ToolFacts, ToolEntry>();

/** The entry for a tool's facts. Facts are built once per definition and shared, so that this is a look-up. */
export function describeTool(facts: ToolFacts): ToolEntry {
  const known = described.get(facts);
  if (known !== undefined) return known;
  const { powers, roles, labels, fields, definition } = facts;
  const said = { powers, roles, labels, ...(fields === undefined ? {} : { fields }), definition };
  const entry: ToolEntry = { kind: 'tool', facts: sha256(canonicalText(JSON.stringify(said))), ...said };
  described.set(facts, entry);
  return entry;
}
