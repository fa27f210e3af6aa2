import type { Call } from '../model/call.ts';
import { type Finding, NOTHING_SEEN, type Sighting } from '../model/evidence.ts';
import type { Inspector } from '../model/inspector.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { undeclaredOf } from './json-schema/undeclared.ts';
import { validate } from './json-schema/validate.ts';
import { arePatternsLoaded, compilePattern, loadPatterns } from './reading/patterns.ts';

/** Whether a schema has patterns: determined once per schema, since all calls share the classifications. */
const withPatterns = new WeakMap<object, boolean>();
const LARGEST = 262_144;
const hasPatterns = (schema: JsonObject): boolean => {
  let has = withPatterns.get(schema);
  if (has === undefined) {
    const text = JSON.stringify(schema);
    // A schema too large to be searched counts as having patterns.
    has = text.length > LARGEST || /"pattern(?:Properties)?":/.test(text);
    withPatterns.set(schema, has);
  }
  return has;
};

function look(call: Call, schema: JsonObject): Sighting {
  const { mismatches, unchecked } = validate(schema, call.args, compilePattern);
  const undeclared = undeclaredOf(call.tool, call.args);
  if (mismatches.length === 0 && unchecked === undefined && undeclared.length === 0) return NOTHING_SEEN;
  const findings: Finding[] = mismatches.map(({ at, message }) => ({
    kind: 'args.schema',
    severity: 'medium',
    at: `/arguments${at}`,
    message: `${at === '' ? 'The arguments' : `Argument ${at}`} ${at === '' ? message.replace(/^is /, 'are ') : message}.`,
  }));
  if (unchecked !== undefined) {
    findings.push({
      kind: 'args.schema-unchecked',
      severity: 'info',
      at: '/arguments',
      message: `A part of the tool's input schema had no say: ${unchecked}.`,
    });
  }
  for (const at of undeclared) findings.push({ ...UNDECLARED, at: `/arguments${at}` });
  return { findings };
}

/** Its name may be anything, so it is only pointed at. */
const UNDECLARED: Omit<Finding, 'at'> = {
  kind: 'args.undeclared',
  severity: 'info',
  message:
    'The tool does not declare this argument beside the one that says where it sends: it may send there as well.',
};

/**
 * Arguments that break the tool's own input schema, described so that the model can correct them, and arguments that the
 * schema does not mention.
 */
export const schema: Inspector = {
  name: 'schema',
  version: 2,
  readsCallAlone: true,
  onCall(call) {
    const { inputSchema } = call.tool;
    if (call.method !== 'tools/call' || !isObject(inputSchema)) return NOTHING_SEEN;
    if (arePatternsLoaded() || !hasPatterns(inputSchema)) return look(call, inputSchema);
    return loadPatterns().then(() => look(call, inputSchema));
  },
};
