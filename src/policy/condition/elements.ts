import { type ASTNode, serialize } from '@marcbachmann/cel-js';
import type { FindingFacts, FlowFacts, Scene } from '../scene.ts';
import { elementEnvironment, VARIABLES } from './environment.ts';
import { childrenOf } from './syntax.ts';
import { forgetful } from './walks.ts';

/** Bound to one scene, then tried on many elements. */
type Pick = (scene: Scene) => (element: FlowFacts | FindingFacts) => boolean;

/** The parts of a condition about single flows and findings: they find the one that decided, for the reason people read. */
export interface Elements {
  readonly flows: readonly Pick[];
  readonly findings: readonly Pick[];
}

/** The bodies of `flows.exists(f, …)` and `findings.exists(f, …)` in a condition. */
export function elementsOf(root: ASTNode): Elements {
  const flows: Pick[] = [];
  const findings: Pick[] = [];
  /** `bound`: variables of the macros around a node, which mean nothing outside them. */
  const visit = (node: ASTNode, bound: readonly string[]): void => {
    let inner = bound;
    if (node.op === 'rcall') {
      const [variable, body] = node.args[2];
      if (variable?.op === 'id' && body !== undefined) inner = [...bound, variable.args];
      if (node.args[0] === 'exists' && node.args[1].op === 'id' && variable?.op === 'id' && body !== undefined) {
        const list = node.args[1].args;
        const isWhole = !bound.some((name) => name !== variable.args && names(body, name));
        if (isWhole && list === 'flows') flows.push(pickBy(list, variable.args, body));
        if (isWhole && list === 'findings') findings.push(pickBy(list, variable.args, body));
      }
    }
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(root, []);
  return { flows, findings };
}

/** Whether an expression names something. */
const names = (node: ASTNode, name: string): boolean =>
  (node.op === 'id' && node.args === name) || childrenOf(node).some((child) => names(child, name));

const FACTS = Object.keys(VARIABLES) as (keyof typeof VARIABLES)[];

function pickBy(list: 'flows' | 'findings', variable: string, body: ASTNode): Pick {
  let evaluate: ReturnType<typeof forgetful> | undefined;
  // Facts are made when asked for: most bodies read nothing but the element.
  const others = FACTS.filter((name) => name !== variable && names(body, name));
  return (scene) => {
    const known: Record<string, unknown> = {};
    for (const name of others) known[name] = scene[name];
    return (element) => {
      try {
        evaluate ??= forgetful(elementEnvironment(list, variable).parse(serialize(body)));
        known[variable] = element;
        return evaluate(known) === true;
      } catch {
        return false;
      }
    };
  };
}
