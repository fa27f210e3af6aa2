import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';

/** Where a compiled expression writes down what a variable of its own stands for: one place for all evaluations. */
interface Place {
  reuse(outer: unknown): unknown;
  iterValue: unknown;
  accuValue: unknown;
}

/** A walk through a list, or a binding. Its place is made when the expression is checked. */
interface Walk {
  readonly iterCtx?: Place;
  readonly bindCtx?: Place;
}

/**
 * An expression that keeps nothing of what it was evaluated over. The library leaves that in each walk until the same walk
 * is taken again: a rule that looks into a list once would hold a session, with all that it had read, long after its end.
 */
export function forgetful(parsed: ParseResult): (context: object) => unknown {
  let walks: readonly Walk[] | undefined;
  return (context) => {
    try {
      return parsed(context);
    } finally {
      // Not sought before it was evaluated, which checks it where nobody has.
      walks ??= walksIn(parsed.ast);
      for (let i = 0; i < walks.length; i++) {
        const { iterCtx, bindCtx } = walks[i] as Walk;
        leave(iterCtx ?? bindCtx);
      }
    }
  };
}

function leave(place: Place | undefined): void {
  if (place === undefined) return;
  place.reuse(undefined);
  place.iterValue = undefined;
  place.accuValue = undefined;
}

/** The walks in an expression, those in what its macros were replaced by included. */
function walksIn(root: ASTNode): Walk[] {
  const found: Walk[] = [];
  const seen = new Set<object>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (isNode(value)) {
      const { alternate, macro } = value.meta ?? {};
      for (const part of [alternate, macro, value.args]) look(part);
    } else if (Array.isArray(value)) value.forEach(look);
    else if (isWalk(value)) {
      const { iterCtx: _, bindCtx: __, ...parts } = value;
      found.push(value);
      Object.values(parts).forEach(look);
    }
  };
  look(root);
  return found;
}

/** A node, with what the types leave out: what a macro was replaced by. */
type Node = ASTNode & { readonly meta?: { readonly alternate?: unknown; readonly macro?: unknown } };

const isNode = (value: object): value is Node => 'op' in value && 'args' in value;

const isWalk = (value: object): value is Walk => 'iterCtx' in value || 'bindCtx' in value;
