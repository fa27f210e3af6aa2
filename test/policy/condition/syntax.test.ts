import { type ASTNode, parse } from '@marcbachmann/cel-js';
import { expect, it } from 'vitest';
import { childrenOf } from '../../../src/policy/condition/syntax.ts';

it('reaches every name of an expression, whatever it is built of', () => {
  const names: string[] = [];
  const visit = (node: ASTNode): void => {
    if (node.op === 'id') names.push(node.args);
    childrenOf(node).forEach(visit);
  };
  visit(parse('a.b[c] == f(d, [e, {"k": g}]) && !h ? i.all(j, k in l) : -m').ast);
  expect(names.toSorted()).toEqual(['a', 'c', 'd', 'e', 'g', 'h', 'i', 'j', 'k', 'l', 'm']);
});
