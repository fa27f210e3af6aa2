import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './syntax.ts';

/** What a client says of itself and nobody proves: `principal.subagent`, `principal.client`. */
const CLAIMED: readonly string[] = ['subagent', 'client'];

export interface Claims {
  /** Whether the condition reads any of it. */
  readonly areRead: boolean;
  /** Where it is read in a way that would let a client make a true condition false by claiming something. */
  readonly misused: ASTNode | undefined;
}

/**
 * A claim may make a rule match and must never keep one from matching: whoever wants to get past the rule would just
 * claim it. So a claim may only be compared with names, and nothing may negate the comparison: then every claim can only
 * make more rules match.
 */
export function claimsIn(root: ASTNode): Claims {
  let areRead = false;
  let misused: ASTNode | undefined;
  const visit = (node: ASTNode, isStraight: boolean): void => {
    if (isClaimed(node)) {
      areRead = true;
      misused ??= node;
      return;
    }
    // Where `principal` is handed on whole, nobody can tell what is read of it.
    if (node.op === 'id' && node.args === 'principal') {
      areRead = true;
      misused ??= node;
      return;
    }
    if (node.op === '.' && node.args[0].op === 'id' && node.args[0].args === 'principal') return;
    if (isStraight && isComparison(node)) {
      areRead = true;
      return;
    }
    const goesOn = isStraight && (node.op === '&&' || node.op === '||');
    for (const child of childrenOf(node)) visit(child, goesOn);
  };
  visit(root, true);
  return { areRead, misused };
}

const isClaimed = (node: ASTNode): boolean =>
  node.op === '.' && CLAIMED.includes(node.args[1]) && node.args[0].op === 'id' && node.args[0].args === 'principal';

/** `principal.subagent == "x"`, either way round, or `principal.subagent in ["x", "y"]`. `""`, no claim, is not a name. */
function isComparison(node: ASTNode): boolean {
  if (node.op === '==') {
    const [left, right] = node.args;
    return (isClaimed(left) && isName(right)) || (isClaimed(right) && isName(left));
  }
  if (node.op !== 'in') return false;
  const [value, list] = node.args;
  return isClaimed(value) && list.op === 'list' && list.args.every(isName);
}

const isName = (node: ASTNode): boolean => node.op === 'value' && typeof node.args === 'string' && node.args !== '';
