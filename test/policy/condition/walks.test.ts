import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { elementsOf } from '../../../src/policy/condition/elements.ts';
import { environment } from '../../../src/policy/condition/environment.ts';
import { readCondition } from '../../../src/policy/condition.ts';
import { FlowFacts, Scene } from '../../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../../src/policy/situation.ts';
import { makeEvidence } from '../../samples.ts';
import { callOf, findingOf, flowOf, NOW, policyOf } from '../samples.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What a decision looks at, and whether any of it is still kept. */
function suppose() {
  const call = callOf('bank.send', { to: 'a@b.example', list: ['x', 'y'] }, { roles: { '/to': 'destination' } });
  const recent = { call: 'c', upstream: 'mail', tool: 'read', powers: [], failed: false, labels: [] };
  const view = { ...BLANK_VIEW, calls: 2, recent: [recent] };
  const evidence = makeEvidence({ findings: [findingOf('secret.aws')], flows: [flowOf()] });
  const kept = { call, view, evidence, finding: evidence.findings[0] as object, flow: evidence.flows[0] as object };
  const references = Object.entries(kept).map(([name, one]) => [name, new WeakRef<object>(one)] as const);
  const stillKept = async (): Promise<string[]> => {
    // What a reference was asked for is kept until the turn is over.
    await new Promise(setImmediate);
    collect();
    return references.filter(([, reference]) => reference.deref() !== undefined).map(([name]) => name);
  };
  return { call, view, evidence, stillKept };
}

const sceneOf = ({ call, view, evidence }: ReturnType<typeof suppose>): Scene =>
  new Scene(call, evidence, view, true, undefined);

describe('what an expression was evaluated over is not kept by it', () => {
  it.each([
    'call.tool == "bank.send"',
    'flows.exists(f, f.shape == "prose")',
    'findings.all(f, f.kind == "secret.aws") || labels.exists(l, l == "pii")',
    'findings.filter(f, f.kind == "secret.aws").map(f, f.at).size() == 1',
    'flows.exists(f, findings.exists(g, g.kind == "secret.aws" && f.shape == "prose"))',
    'call.args.list.exists(x, session.recent.exists(s, s.tool == x)) || granted',
    'destinations(call).exists_one(d, d.domain == "b.example")',
    'cel.bind(s, session, s.calls == 2)',
    // It throws in the middle of a walk.
    'flows.all(f, call.args.nothing == f.shape)',
  ])('%s', async (source) => {
    const read = readCondition(source);
    if (!read.ok) throw new Error(read.what);
    const { condition } = read;
    const evaluate = () => {
      const supposed = suppose();
      try {
        expect(condition.test(sceneOf(supposed))).toBe(true);
      } catch (error) {
        expect(String(error)).toMatch(/No such key/);
      }
      return supposed.stillKept;
    };
    const stillKept = evaluate();
    expect(await stillKept()).toEqual([]);
    expect(condition.source).toBe(source);
  });

  it('by the part of it that is about one element either', async () => {
    const source = 'flows.exists(f, f.shape == "prose" && session.recent.exists(s, s.name == "read"))';
    const { flows } = elementsOf(environment().parse(source).ast);
    const evaluate = () => {
      const supposed = suppose();
      const scene = sceneOf(supposed);
      const element = new FlowFacts(supposed.evidence.flows[0] ?? flowOf());
      expect(flows.map((pick) => pick(scene)(element))).toEqual([true]);
      return supposed.stillKept;
    };
    const stillKept = evaluate();
    expect(await stillKept()).toEqual([]);
    expect(flows).toHaveLength(1);
  });

  it('by a policy of all packs', async () => {
    const { decide } = policyOf({ policy: { packs: ['recommended', 'strict'] } });
    const evaluate = () => {
      const supposed = suppose();
      const { call, evidence, view } = supposed;
      decide(call, evidence, view, NOW);
      decide(call, evidence, view, NOW, { failed: false, size: 12 });
      return supposed.stillKept;
    };
    const stillKept = evaluate();
    expect(await stillKept()).toEqual([]);
    expect(decide).toBeTypeOf('function');
  });
});
