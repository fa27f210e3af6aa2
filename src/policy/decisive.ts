import { type ASTNode, type ParseResult, serialize } from '@marcbachmann/cel-js';
import { elementEnvironment } from './environment.ts';
import type { FindingFacts, FlowFacts, Scene } from './scene.ts';
import { childrenOf } from './syntax.ts';

type Pick = (scene: Scene, element: FlowFacts | FindingFacts) => boolean;

/** What a condition says of single flows and findings: finds the one that decided, for the sentence a person reads. */
export interface Elements {
  readonly flows: readonly Pick[];
  readonly findings: readonly Pick[];
}

/** Takes the bodies of `flows.exists(f, …)` and `findings.exists(f, …)` out of a condition. */
export function elementsOf(root: ASTNode): Elements {
  const flows: Pick[] = [];
  const findings: Pick[] = [];
  const visit = (node: ASTNode): void => {
    if (node.op === 'rcall' && node.args[0] === 'exists' && node.args[1].op === 'id') {
      const list = node.args[1].args;
      const [variable, body] = node.args[2];
      if (variable?.op === 'id' && body !== undefined && (list === 'flows' || list === 'findings')) {
        (list === 'flows' ? flows : findings).push(pickBy(list, variable.args, body));
      }
    }
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return { flows, findings };
}

function pickBy(list: 'flows' | 'findings', variable: string, body: ASTNode): Pick {
  let parsed: ParseResult | undefined;
  return (scene, element) => {
    const { call, findings, flows, unknown, outflows, labels, session, principal, agent, purpose, result } = scene;
    const { granted, within, barred } = scene;
    const seen = { call, findings, flows, unknown, outflows, labels, session, principal };
    const known = { ...seen, agent, purpose, result, granted, within, barred };
    try {
      parsed ??= elementEnvironment(list, variable).parse(serialize(body));
      return parsed({ ...known, [variable]: element }) === true;
    } catch {
      return false;
    }
  };
}
