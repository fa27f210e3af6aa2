import type { ASTNode, ParseResult, SourceRange } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { messageOf } from '../model/caught.ts';
import { nearest } from '../model/nearest.ts';
import { claimsIn } from './claimed.ts';
import { type Elements, elementsOf } from './decisive.ts';
import { environment, VARIABLES } from './environment.ts';
import { gateOf } from './need.ts';
import type { Scene } from './scene.ts';
import { childrenOf } from './syntax.ts';
import { type Compared, comparedIn } from './vocabulary.ts';

/** A condition ready to be asked. `test` throws where it cannot be evaluated or says neither yes nor no. */
export interface Condition {
  readonly source: string;
  readonly test: (scene: Scene) => boolean;
  /** What must be there before it can be true (`need.ts`). */
  readonly need: number;
  readonly elements: Elements;
  /** Whether it speaks about destinations: of none, everything and nothing is true. */
  readonly aboutDestinations: boolean;
  /** Whether it reads what a client says of itself, which proves nothing. */
  readonly readsClaims: boolean;
  /** The words it compares fields with, for whoever knows which there are. */
  readonly compared: readonly Compared[];
}

export type ConditionRead =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly what: string; readonly instead?: string; readonly offset: number };

const WALKS = new Set([
  'all',
  'exists',
  'exists_one',
  'existsOne',
  'map',
  'filter',
  'transformList',
  'transformMap',
  'transformMapEntry',
]);

/** Reads one CEL condition; what cannot be used is told with its offset in the text. Never throws. */
export function readCondition(source: string): ConditionRead {
  let parsed: ParseResult;
  try {
    parsed = environment().parse(source);
  } catch (error) {
    return fault(error, source);
  }
  const checked = parsed.check();
  if (!checked.valid) return fault(checked.error, source);
  if (checked.type !== 'bool') {
    return {
      ok: false,
      what: `is ${checked.type}, not true or false`,
      instead: 'Compare it with something.',
      offset: 0,
    };
  }
  const walk = inspect(parsed.ast, 0);
  if (walk.refusal !== undefined) return walk.refusal;
  const claims = claimsIn(parsed.ast);
  if (claims.misused !== undefined) {
    return {
      ok: false,
      what: 'what a client says of itself could keep this from matching',
      instead:
        'Only compare it with names, and not under `!`: principal.subagent == "reviewer", principal.client in ["a", "b"].',
      offset: claims.misused.start,
    };
  }
  if (walk.variables === 0) {
    const always = isTrue(parsed);
    return {
      ok: false,
      what: always ? 'is always true' : 'is never true: the rule could match nothing',
      instead: always ? 'Leave `when` out, or say when.' : 'Say when it shall match, or remove the rule.',
      offset: 0,
    };
  }
  const test = (scene: Scene): boolean => {
    const value: unknown = parsed(scene);
    if (typeof value !== 'boolean') throw new Error('the condition is neither true nor false');
    return value;
  };
  return {
    ok: true,
    condition: {
      source,
      test,
      need: gateOf(parsed.ast),
      elements: elementsOf(parsed.ast),
      aboutDestinations: walk.destinations,
      readsClaims: claims.areRead,
      compared: comparedIn(parsed.ast),
    },
  };
}

function isTrue(constant: ParseResult): boolean {
  try {
    return constant({}) === true;
  } catch {
    return false;
  }
}

function fault(error: unknown, source: string): ConditionRead {
  const { summary, message, range } = error as { summary?: string; message?: string; range?: SourceRange };
  const offset = range?.start ?? 0;
  const said = (summary ?? message ?? String(error)).split('\n', 1)[0] ?? '';
  const word = /^[A-Za-z_]\w*/.exec(source.slice(offset))?.[0];
  const meant = said.startsWith('Unknown variable') && word ? nearest(word, Object.keys(VARIABLES)) : undefined;
  const known = `Conditions know: ${Object.keys(VARIABLES).join(', ')}; destinations(call), role(call, "/to"), domain(), glob(), re2().`;
  return { ok: false, what: meant === undefined ? said : `${said} (did you mean "${meant}"?)`, instead: known, offset };
}

interface Walk {
  refusal?: ConditionRead & { ok: false };
  variables: number;
  destinations: boolean;
}

/** What a static check does not refuse and we do: expressions that could run for long, in a place that has microseconds. */
function inspect(node: ASTNode, depth: number, walk: Walk = { variables: 0, destinations: false }): Walk {
  const refuse = (at: ASTNode, what: string, instead: string): void => {
    walk.refusal ??= { ok: false, what, instead, offset: at.start };
  };
  if (node.op === 'id' && Object.hasOwn(VARIABLES, node.args)) walk.variables++;
  let inner = depth;
  if (node.op === 'call' || node.op === 'rcall') {
    const name = node.args[0];
    if (name === 'matches')
      refuse(node, '`matches` can hang on hostile text', 'Write re2(text, pattern) or glob(text, pattern).');
    if (name === 'destinations') walk.destinations = true;
    if (name === 're2') checkPattern(node, refuse);
    if (node.op === 'rcall' && WALKS.has(name)) {
      inner++;
      if (inner > 2) refuse(node, 'walks lists more than two deep', 'Ask a simpler question, or write two rules.');
      if (depth > 0 && readsArgs(node.args[1])) {
        refuse(node, 'walks the arguments inside another walk', 'Turn it round: walk the arguments outside.');
      }
    }
  }
  for (const child of childrenOf(node)) inspect(child, inner, walk);
  return walk;
}

function checkPattern(node: ASTNode, refuse: (at: ASTNode, what: string, instead: string) => void): void {
  const pattern = childrenOf(node).at(-1);
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return;
  try {
    RE2JS.compile(pattern.args);
  } catch (error) {
    refuse(pattern, messageOf(error), 'RE2 knows no lookaround and no backreferences.');
  }
}

const readsArgs = (node: ASTNode): boolean =>
  (node.op === '.' && node.args[1] === 'args') || childrenOf(node).some(readsArgs);
