import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './syntax.ts';

/** What a client says of itself, proven by nobody: `principal.subagent`, `principal.client`. */
const CLAIMED: readonly string[] = ['subagent', 'client'];

export interface Claims {
  /** Whether the condition reads any of it. */
  readonly areRead: boolean;
  /** Where it reads it so that saying something could make the condition false, which was true without. */
  readonly misused: ASTNode | undefined;
}

/**
 * What a client says may make a rule match, and must never keep one from matching: whoever wants to get past it would
 * just say so. Where it is compared with a name and nothing turns the answer round, a client that says nothing gets the
 * least of it, and every word it says can only bring more rules upon it.
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
    // Handed on whole, nobody sees what is read of it.
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

/** `principal.subagent == "x"`, either way round, or `principal.subagent in ["x", "y"]`. Nothing that is said is no name. */
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
