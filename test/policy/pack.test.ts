import { describe, expect, it } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Evidence, Flow, Outflow } from '../../src/model/evidence.ts';
import type { Power, Role } from '../../src/model/tool.ts';
import type { View } from '../../src/model/view.ts';
import { type Compiled, compilePolicy } from '../../src/policy/compile.ts';
import { FINDING_KINDS } from '../../src/policy/kinds.ts';
import { type Example, PACKS, type PackName, type PackRule, readPacks, rulesOf } from '../../src/policy/pack.ts';
import { overlap } from '../../src/policy/pattern.ts';
import { supposeCall, supposeSituation } from '../../src/policy/situation.ts';

const packs = readPacks();
function compiled(pack: PackName): Compiled {
  const config = configSchema.parse({
    servers: { files: { command: 'x' } },
    purposes: { 'no-pii': { allow: ['*'], data: { deny: ['pii'] } } },
    ...(pack === 'floor' ? { session: { purpose: { meta: 'ours.example/purpose' } } } : {}),
    policy: { packs: pack === 'floor' ? [] : [pack] },
  });
  const compilation = compilePolicy({ config, packs, now: 0 });
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.complaints));
  return compilation.policy;
}

function flowOf(text: string): Flow {
  const [role, rest = ''] = text.split(' < ');
  const words = rest.split(' ');
  const listed = words.at(-1) === 'listed' && words.pop() !== undefined;
  const stated = words.at(-1) === 'stated' && words.pop() !== undefined;
  const asks = words.at(-1) === 'asks' && words.pop() !== undefined;
  const only = words.at(-1) === 'only' && words.pop() !== undefined;
  const shape = words.pop() as Flow['shape'];
  return {
    to: { at: `/arguments/${role}`, role: role as Role },
    from: {
      call: 'c1',
      upstream: 'tickets',
      tool: 'get',
      at: '/content/0/text',
      ago: 2,
      ...(only ? { only } : {}),
      ...(asks ? { asks } : {}),
      ...(stated ? { stated } : {}),
      ...(listed ? { listed } : {}),
    },
    via: 'exact',
    shape,
    labels: words,
  };
}

function outflowOf(text: string): Outflow {
  const [to = '', count, , size] = text.split(' ');
  const values = Array.from({ length: Number(count) }, (_, mark) => [mark, Number(size)] as const);
  return { to, labels: ['untrusted'], values };
}

/** Decides an example, in the phase of the rule it belongs to. */
function decideExample(example: Example, rule: PackRule, policy: Compiled): Decision {
  const tool = example.tool ?? (example.granted === false ? 'other.tool' : 'files.tool');
  const supposed = { ...example, tool };
  const call = supposeCall(supposed, {}, () => undefined, example.origin, example.method);
  const roles = (example.roles ?? {}) as Record<string, Role>;
  const marked = { ...call, tool: { ...call.tool, roles, labels: example.marks ?? call.tool.labels } };
  const base = supposeSituation(supposed, marked);
  const evidence: Evidence = {
    ...base.evidence,
    findings: base.evidence.findings.map((one) => ({
      ...one,
      at: example.at ?? one.at,
      severity: example.severity ?? one.severity,
    })),
    labels: rule.on === 'result' ? (example.labels ?? []) : [],
    flows: (example.flows ?? []).map(flowOf),
    ...(example.outflows === undefined ? {} : { outflows: example.outflows.map(outflowOf) }),
    faults: (example.faults ?? []).map((inspector) => ({ inspector, message: 'broke' })),
  };
  const view: View = {
    ...base.view,
    incomplete: example.incomplete ?? false,
    recent: (example.recent ?? []).map((step) => ({
      call: 'c0',
      upstream: step.tool.split('.')[0] ?? '',
      tool: step.tool.split('.')[1] ?? '',
      powers: step.powers as Power[],
      failed: false,
      labels: step.labels ?? [],
    })),
    ...(example.frozen === undefined ? {} : { frozen: example.frozen }),
    ...(example.purposes === undefined ? {} : { purposes: example.purposes }),
  };
  const result = rule.on === 'result' ? { failed: example.failed === true, size: 10, said: example.said } : undefined;
  return policy.decide(marked, evidence, view, 0, result);
}

/** `failures` come from rules that break, so an example of one brings such a rule along. */
function policyFor(pack: PackName, example: Example, on: 'call' | 'result'): Compiled {
  if (example.failures === undefined) return compiled(pack);
  const rules = example.failures.map((id) => ({
    id,
    on,
    when: 'call.args.nothing == "x"',
    effect: 'allow',
    reason: 'x',
  }));
  const config = configSchema.parse({ servers: { files: { command: 'x' } }, policy: { packs: [], rules } });
  const compilation = compilePolicy({ config, packs, now: 0 });
  if (!compilation.ok) throw new Error(JSON.stringify(compilation.complaints));
  return compilation.policy;
}

const everyRule = PACKS.flatMap((pack) => packs[pack].rules.map((rule) => [pack, rule.id, rule] as const));

describe('the packs', () => {
  it.each(everyRule)('%s: %s matches and ignores what its examples say', (pack, id, rule) => {
    const { matches, ignores } = rule.examples;
    expect(matches.length).toBeGreaterThan(0);
    expect(ignores.length).toBeGreaterThan(0);
    for (const example of matches) {
      const decision = decideExample(example, rule, policyFor(pack, example, rule.on ?? 'call'));
      const match = decision.matched.find((one) => one.rule === id);
      expect(match, `${id} must match ${JSON.stringify(example)}`).toBeDefined();
      expect(match?.pack).toBe(pack);
      expect(match?.reason).not.toMatch(/\{\{|undefined/);
      if (rule.redact) expect(decision.obligations.map((one) => one.rule)).toContain(id);
    }
    for (const example of ignores) {
      const decision = decideExample(example, rule, policyFor(pack, example, rule.on ?? 'call'));
      expect(
        decision.matched.map((one) => one.rule),
        JSON.stringify(example),
      ).not.toContain(id);
    }
  });

  it.each(everyRule)('%s: %s is written in the language of the configuration', (_pack, _id, rule) => {
    const { examples: _, ...written } = rule;
    expect(configSchema.safeParse({ policy: { rules: [written] } }).error?.issues).toBeUndefined();
    for (const kind of rule.findings ?? []) expect(FINDING_KINDS.some((known) => overlap(known, kind))).toBe(true);
    if (rule.effect === 'ask' || rule.effect === 'deny') expect(rule.instead).toBeDefined();
  });

  it('gives every rule an id of its own', () => {
    const ids = everyRule.map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('observes without ever standing in the way', () => {
    const policy = compiled('observe');
    for (const rule of packs.recommended.rules) {
      for (const example of rule.examples.matches) {
        const decision = decideExample(example, rule, policy);
        expect(decision.effect).toBe('allow');
        expect(decision.obligations).toEqual([]);
        expect(decision.matched.map((one) => [one.rule, one.mode])).toContainEqual([rule.id, 'audit']);
      }
    }
  });

  it('enforces a rule that another chosen pack only audits', () => {
    const modes = (chosen: string[]) => rulesOf(chosen, packs).find((rule) => rule.id === 'sql-destroys')?.mode;
    expect(modes(['observe', 'recommended'])).toBe('enforce');
    expect(modes(['recommended', 'observe'])).toBe('enforce');
    expect(modes(['observe'])).toBe('audit');
  });

  it.each(everyRule.filter(([, , rule]) => rule.effect === 'ask'))(
    '%s: %s asks with a sentence about where the decisive value came from',
    (_pack, _id, rule) => {
      expect(rule.reason).toMatch(/\{\{(?:flow|origin|unknown|outflow)\}\}/);
    },
  );

  it('says where the decisive value came from', () => {
    const rule = packs.recommended.rules.find((one) => one.id === 'value-from-untrusted-text') as PackRule;
    const example = {
      powers: ['external'] as Power[],
      flows: ['content < internal field', 'destination < untrusted prose'],
    };
    const decision = decideExample(example, rule, compiled('recommended'));
    expect(decision.effect).toBe('ask');
    expect(decision.matched.find((one) => one.rule === rule.id)?.reason).toBe(
      '`destination` appears only inside the text of what `tickets.get` returned two calls ago (untrusted). Nobody vouches for that text.',
    );
  });
});
