import { configSchema } from '../../src/config/schema.ts';
import type { Call } from '../../src/model/call.ts';
import { complaintText } from '../../src/model/complaint.ts';
import type { Finding, Flow } from '../../src/model/evidence.ts';
import type { ToolFacts } from '../../src/model/tool.ts';
import { type Compilation, type Compiled, compilePolicy } from '../../src/policy/compile.ts';
import { readPacks } from '../../src/policy/pack.ts';
import { supposeCall } from '../../src/policy/situation.ts';

export const packs = readPacks();
export const NOW = Date.parse('2026-11-23T09:00:00Z');

/** Compiles a configuration written as an object, without packs unless it names some. */
export function compilation(config: { policy?: object } & Record<string, unknown>, now = NOW): Compilation {
  const whole = { servers: { bank: { command: 'x' }, mail: { command: 'x' } }, ...config };
  const parsed = configSchema.parse({ ...whole, policy: { packs: [], ...config.policy } });
  return compilePolicy({ config: parsed, packs, now });
}

export function policyOf(config: Parameters<typeof compilation>[0], now = NOW): Compiled {
  const compiled = compilation(config, now);
  if (!compiled.ok) throw new Error(compiled.complaints.map(complaintText).join('\n'));
  return compiled.policy;
}

/** The complaints of a policy that must be refused, as text. */
export function refusalOf(config: Parameters<typeof compilation>[0]): string {
  const compiled = compilation(config);
  if (compiled.ok) throw new Error('was accepted');
  return compiled.complaints.map(complaintText).join('\n');
}

export function callOf(tool: string, args: Record<string, unknown> = {}, facts: Partial<ToolFacts> = {}): Call {
  const call = supposeCall({ tool, args }, {}, () => undefined);
  return { ...call, tool: { ...call.tool, ...facts } };
}

export const findingOf = (kind: string, at = '/arguments/x'): Finding => ({
  kind,
  severity: 'medium',
  at,
  message: `Saw ${kind}.`,
});

export const flowOf = (parts: Partial<Flow> = {}): Flow => ({
  to: { at: '/arguments/to', role: 'destination' },
  from: { call: 'c1', upstream: 'tickets', tool: 'get', at: '/structuredContent/body', ago: 1 },
  via: 'exact',
  shape: 'prose',
  labels: ['untrusted'],
  ...parts,
});
