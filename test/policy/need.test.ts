import { type ASTNode, parse } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCondition } from '../../src/policy/condition.ts';
import { bitsOf, NEED, needOf } from '../../src/policy/need.ts';
import { UNNARROWED } from '../../src/policy/purposes.ts';
import { Scene } from '../../src/policy/scene.ts';
import { BLANK_VIEW } from '../../src/policy/situation.ts';
import { makeEvidence } from '../samples.ts';
import { callOf, findingOf, flowOf } from './samples.ts';

const need = (source: string): number => needOf(parse(source).ast as ASTNode);

describe('needOf', () => {
  it.each([
    ['flows.exists(f, f.shape == "prose")', NEED.flows],
    ['flows.exists(f, f.to.role == "content" && "secret" in f.labels)', NEED.flows | NEED.secretFlows],
    ['flows.exists(f, "secret" in f.labels || "pii" in f.labels)', NEED.flows],
    ['flows.exists(f, !("secret" in f.labels))', NEED.flows],
    ['flows.exists(f, f.from.upstream != call.upstream && f.shape == "prose")', NEED.flows | NEED.otherFlows],
    ['flows.exists(f, call.upstream != f.from.upstream)', NEED.flows | NEED.otherFlows],
    ['flows.exists(f, f.from.upstream == call.upstream)', NEED.flows],
    ['flows.exists(f, f.from.upstream != call.name)', NEED.flows],
    ['flows.exists(f, flows.exists(g, g.from.upstream != call.upstream))', NEED.flows],
    ['flows.exists(f, flows.exists(g, f.from.upstream != call.upstream))', NEED.flows],
    ['flows.exists(f, flows.exists(g, "secret" in g.labels))', NEED.flows],
    ['findings.exists(f, "secret" in f.labels)', NEED.findings],
    ['flows.exists(f, true) && "pii" in labels', NEED.flows | NEED.labels],
    ['flows.exists(f, true) || "pii" in labels', 0],
    ['(flows.exists(f, true) && granted) || (flows.exists(f, true) && call.name == "x")', NEED.flows],
    ['!granted', NEED.ungranted],
    ['session.frozen != ""', NEED.frozen],
    ['session.incomplete', NEED.incomplete],
    ['!session.incomplete', 0],
    ['maybeOutside', NEED.maybeOutside],
    ['!maybeOutside', 0],
    ['session.recent.exists(s, s.failed)', NEED.recent],
    ['!session.recent.exists(s, s.failed)', 0],
    ['flows.all(f, f.shape == "prose")', 0],
    ['labels == ["a"]', 0],
    ['granted ? flows.exists(f, true) : false', 0],
  ])('%s', (source, bits) => {
    expect(need(source)).toBe(bits);
  });

  it('never skips a condition that would be true', () => {
    const leaf = fc.constantFrom(
      'flows.exists(f, f.shape == "prose")',
      'flows.exists(f, "secret" in f.labels)',
      'flows.exists(f, f.shape == "prose" && ("secret" in f.labels || "pii" in f.labels))',
      'flows.exists(f, flows.exists(g, "secret" in g.labels && "pii" in f.labels))',
      'flows.exists(f, f.from.upstream != call.upstream)',
      'flows.exists(f, f.from.upstream == call.upstream || call.upstream != f.from.upstream && "pii" in f.labels)',
      'findings.exists(f, f.kind == "secret.aws")',
      'faults.exists(f, true)',
      '"pii" in labels',
      '!granted',
      'granted',
      'session.frozen != ""',
      'session.incomplete',
      'maybeOutside',
      'session.recent.exists(s, s.failed)',
      'call.name == "x"',
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        tie('tree').map((one) => `!(${one})`),
        fc.tuple(tie('tree'), fc.constantFrom('&&', '||'), tie('tree')).map((parts) => `(${parts.join(' ')})`),
      ),
    }));
    const labels = fc.subarray(['untrusted', 'pii', 'secret']);
    const flows = fc.array(
      fc
        .tuple(labels, fc.constantFrom('bank', 'tickets'))
        .map(([labels, upstream]) => flowOf({ labels, from: { ...flowOf().from, upstream } })),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(tree, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }), flows, (source, on, flows) => {
        const read = readCondition(source);
        if (!read.ok) throw new Error(read.what);
        const evidence = makeEvidence({
          flows: on[0] ? flows : [],
          findings: on[1] ? [findingOf('secret.aws')] : [],
          faults: on[2] ? [{ inspector: 'x', message: 'y' }] : [],
        });
        const view = {
          ...BLANK_VIEW,
          labels: on[3] ? ['pii'] : [],
          incomplete: on[5] === true,
          recent: on[6] ? [{ call: 'c', upstream: 'u', tool: 't', powers: [], failed: true, labels: [] }] : [],
          ...(on[4] ? { frozen: 'why' } : {}),
        };
        const granted = on[7] === true;
        const narrowing = { ...UNNARROWED, maybeOutside: on[8] === true };
        const call = callOf('bank.x');
        const scene = new Scene(call, evidence, view, granted, undefined, narrowing);
        const held = read.condition.test(scene);
        const bits = bitsOf(call, evidence, view, granted, narrowing);
        if (held) expect(read.condition.need & bits).toBe(read.condition.need);
      }),
      { numRuns: 500 },
    );
  });
});
