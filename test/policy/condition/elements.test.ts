import { parse } from '@marcbachmann/cel-js';
import { expect, it } from 'vitest';
import { elementsOf } from '../../../src/policy/condition/elements.ts';
import { FindingFacts, FlowFacts, Scene } from '../../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../../src/policy/situation.ts';
import { makeEvidence } from '../../samples.ts';
import { callOf, findingOf, flowOf } from '../samples.ts';

const scene = new Scene(callOf('a.b'), makeEvidence(), BLANK_VIEW, true, undefined);

it('takes out what a condition says of single flows and findings', () => {
  const source =
    'flows.exists(f, f.shape == "prose") || (findings.exists(g, g.kind == "x.y") && flows.exists(h, h.via == "exact"))';
  const { flows, findings } = elementsOf(parse(source).ast);
  const prose = new FlowFacts(flowOf({ via: 'overlap' }));
  expect(flows.map((pick) => pick(scene)(prose))).toEqual([true, false]);
  expect(findings.map((pick) => pick(scene)(new FindingFacts(findingOf('x.y'), callOf('a.b'))))).toEqual([true]);
});

it('picks nothing by a body that cannot be evaluated', () => {
  const { flows } = elementsOf(parse('flows.exists(call, call.shape == "prose")').ast);
  expect(flows.map((pick) => pick(scene)(new FlowFacts(flowOf())))).toEqual([false]);
  const broken = elementsOf(parse('flows.exists(f, call.args.nothing == f.shape)').ast).flows;
  expect(broken.map((pick) => pick(scene)(new FlowFacts(flowOf())))).toEqual([false]);
});

it('leaves out what says something of a value only together with another', () => {
  const source = 'flows.exists(f, f.shape == "prose" && !flows.exists(g, g.to.at == f.to.at && g.shape == "field"))';
  expect(elementsOf(parse(source).ast).flows).toHaveLength(1);
  const apart = 'flows.exists(f, f.shape == "prose" && findings.exists(g, g.kind == "x.y"))';
  expect(elementsOf(parse(apart).ast).findings).toHaveLength(1);
});
