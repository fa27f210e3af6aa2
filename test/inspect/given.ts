import type { Call } from '../../src/model/call.ts';
import type { Sighting } from '../../src/model/evidence.ts';
import type { Inspector } from '../../src/model/inspector.ts';
import { type Json, type JsonObject, leaves } from '../../src/model/json.ts';
import { resultBody } from '../../src/model/result.ts';
import { finish, isSteps } from '../../src/model/steps.ts';
import { type Traits, traitsOf } from '../../src/model/text/traits.ts';
import { NO_FACTS, type ToolFacts } from '../../src/model/tool.ts';
import { NO_MEMORY, type Sighted, type View } from '../../src/model/view.ts';

/** A value that stood in the middle of a mail which nobody vouches for. */
export const mail: Sighted = {
  call: 'c-mail',
  upstream: 'mail',
  tool: 'read',
  at: '/content/0/text',
  shape: 'prose',
  labels: ['untrusted'],
  step: 2,
};

/** A call of `files.write` or another tool, as downstream would make it. */
export function callOf(args: JsonObject, facts: Partial<ToolFacts> = {}, name = 'tool', method = 'tools/call'): Call {
  const params: JsonObject = method === 'tools/call' ? { name, arguments: args } : args;
  return {
    id: 'c1',
    at: 0,
    session: { key: 's', source: 'process' },
    principal: { id: 'p', human: 'elicitation' },
    origin: 'downstream',
    method,
    target: { upstream: 'server', name },
    tool: { ...NO_FACTS, definition: `hash of ${JSON.stringify(facts.inputSchema ?? '')}`, ...facts },
    args,
    params,
    text: JSON.stringify(params),
    digest: 'd',
  };
}

export function viewOf(memory: Record<string, readonly Sighted[]> = {}, more: Partial<View> = {}): View {
  const find = (key: string): readonly Sighted[] => memory[key] ?? [];
  return { labels: [], recent: [], calls: 3, memory: { ...NO_MEMORY, find }, incomplete: false, ...more };
}

export async function lookAtCall(inspector: Inspector, call: Call, view = viewOf()): Promise<Sighting> {
  const look = inspector.onCall;
  if (look === undefined) throw new Error(`${inspector.name} does not look at calls`);
  const looked = await look(call, leaves(call.params), view);
  return isSteps(looked) ? finish(looked) : looked;
}

export async function lookAtResult(inspector: Inspector, value: JsonObject, call = callOf({})): Promise<Sighting> {
  const look = inspector.onResult;
  if (look === undefined) throw new Error(`${inspector.name} does not look at results`);
  const result = { kind: 'complete', value, text: JSON.stringify(value) } as const;
  const looked = await look(call, result, leaves(resultBody(result)), viewOf());
  return isSteps(looked) ? finish(looked) : looked;
}

/** What is left of a text without the signs that have one of some traits. */
export const without = (text: string, traits: Traits): string =>
  Array.from(text)
    .filter((sign) => (traitsOf(sign) & traits) === 0)
    .join('');

export const kindsOf = (sighting: Sighting): string[] => (sighting.findings ?? []).map((finding) => finding.kind);

/** The text that a finding points at. */
export const textOf = (text: Json | undefined, span: readonly [number, number] | undefined): string =>
  String(text).slice(...(span ?? [0]));

/** Long scripts, each of commands of one kind. */
export const LONG_SCRIPTS = Object.entries({
  words: (i: number) => `~/[ab]${i}/* `,
  removals: (i: number) => `cd a${i}; rm b; `,
  searches: (i: number) => `find ~/a${i} -delete\n`,
}).map(([of, part]) => [of, Array.from({ length: 1_000 }, (_, i) => part(i)).join('')] as const);

/** How often an inspector pauses while it looks at a command. */
export function pausesOver(inspector: Inspector, command: string): number {
  const call = callOf({ command }, { powers: ['execute'], roles: { '/command': 'command' } });
  const looked = inspector.onCall?.(call, leaves(call.params), viewOf());
  if (looked === undefined || looked instanceof Promise || !isSteps(looked)) throw new Error('not in steps');
  let pauses = 0;
  while (looked.next().done !== true) pauses++;
  return pauses;
}
