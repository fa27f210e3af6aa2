import { NO_REASON } from '../model/decision.ts';
import { isObject, type Json, type JsonObject, leaves, valueAt } from '../model/json.ts';
import type { Judged, ToolEntry } from '../model/record.ts';
import { NO_FACTS, roleAt } from '../model/tool.ts';
import { findOneCall, toolOf } from './found-call.ts';
import { toolText } from './hold-text.ts';
import { plain, plainLine, plainLiteral } from './plain.ts';
import type { Screen } from './screen.ts';
import { loginName, readState } from './scribe.ts';
import { UsageError } from './usage-error.ts';

export interface ExceptOptions {
  readonly days: string;
  readonly why?: string;
  readonly state?: string;
}

const MOST_DAYS = 366;

/**
 * Prints the narrowest exception that lets a call like this one through: this rule, this tool, these values, until a
 * date.
 */
export async function except(id: string, options: ExceptOptions, screen: Screen): Promise<number> {
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS) {
    throw new UsageError(`--days ${options.days} is no number of days from 1 to ${MOST_DAYS}`);
  }
  const dir = readState(options.state).journal;
  const { id: call, judged } = await findOneCall(dir, id);
  if (judged === undefined) throw new Error(`${call} was judged by no rule: only its result is recorded`);
  const { entry } = judged;
  const stopping = entry.decision.matched.filter((rule) => rule.mode === 'enforce' && rule.effect !== 'allow');
  const exceptable = stopping.filter((rule) => rule.pack !== 'floor');
  for (const rule of stopping) {
    if (rule.pack === 'floor') screen.err(`sallyport: ${rule.rule} is part of the floor; nothing excepts it`);
  }
  if (exceptable.length === 0) {
    if (stopping.length === 0) screen.err(`sallyport: no rule held or refused ${call}; there is nothing to except`);
    return 1;
  }
  const payload = await judged.stored.payload();
  const when = narrowest(entry, payload, await toolOf(dir, judged));
  const until = new Date(screen.now() + days * 86_400_000).toISOString().slice(0, 10);
  const quote = (text: string): string => JSON.stringify(plain(text));
  const isWide = !when.includes(' && ');
  screen.out(`# ${plainLine(toolText(entry))}, call ${call}. Add this to the configuration, and say why it is right.`);
  if (isWide) screen.out('# Nothing in the arguments narrows it: this allows the tool whatever it is told to do.');
  screen.out('policy:\n  exceptions:');
  for (const { rule } of exceptable) {
    screen.out(
      `    - rule: ${rule}\n      when: ${quote(when)}\n      until: ${until}\n      by: ${quote(loginName())}`,
    );
    screen.out(`      why: ${quote(options.why ?? NO_REASON)}`);
  }
  return 0;
}

/** A condition that holds for this call and for as few others as one line can express. */
export function narrowest(entry: Judged, payload: string | undefined, tool: ToolEntry | undefined): string {
  const { upstream, name } = entry.target;
  const conditions = [`call.tool == ${cel(`${upstream}.${name}`)}`];
  const args = argumentsOf(payload);
  const facts = tool === undefined ? NO_FACTS : { ...NO_FACTS, roles: tool.roles };
  const places = leaves(args).filter((leaf) => !leaf.key);
  const destinations = [
    ...new Set(places.filter(({ at }) => roleAt(facts, at) === 'destination').flatMap(({ text }) => piecesOf(text))),
  ];
  if (destinations.length > 0) {
    conditions.push(`destinations(call).all(d, d.value in [${destinations.map(cel).join(', ')}])`);
    return conditions.join(' && ');
  }
  // Without a destination, use the values that the evidence points at; if there are none, use all arguments.
  const pointed = [...entry.evidence.findings.map(({ at }) => at), ...entry.evidence.flows.map(({ to }) => to.at)]
    .filter((at) => at.startsWith('/arguments/'))
    .map((at) => at.slice('/arguments'.length));
  const chosen =
    pointed.length > 0
      ? pointed
      : Object.keys(args).map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  for (const at of new Set(chosen)) {
    const value = valueAt(args, at);
    const steps = at.slice(1).split('/');
    if (steps.every((step) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(step)) && value !== undefined && isScalar(value)) {
      const path = ['call.args', ...steps];
      const known = path.slice(1).map((_, i) => `has(${path.slice(0, i + 2).join('.')})`);
      conditions.push(...known, `${path.join('.')} == ${cel(value)}`);
    }
  }
  return [...new Set(conditions)].join(' && ');
}

function argumentsOf(payload: string | undefined): JsonObject {
  try {
    const params: unknown = JSON.parse(payload ?? '{}');
    if (!isObject(params)) return {};
    return isObject(params.arguments) ? params.arguments : {};
  } catch {
    return {};
  }
}

const isScalar = (value: Json): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Splits several addresses in one string the way the policy does. */
function piecesOf(text: string): string[] {
  const pieces = text.split(/[,;\s<>]+/).filter((piece) => piece.includes('@') || piece.includes('://'));
  return pieces.length > 0 ? pieces : [text];
}

/** A CEL literal. JSON strings are valid in CEL; whole numbers become doubles, as they are in arguments. */
const cel = (value: string | number | boolean): string =>
  typeof value === 'string' ? plainLiteral(value) : JSON.stringify(value);
