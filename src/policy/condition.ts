import type { ASTNode, ParseResult, SourceRange } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { messageOf } from '../model/caught.ts';
import { didYouMean, nearest } from '../model/words/nearest.ts';
import { claimsIn } from './condition/claimed.ts';
import { type Elements, elementsOf } from './condition/elements.ts';
import { environment, FIELDS, VARIABLES } from './condition/environment.ts';
import { childrenOf } from './condition/syntax.ts';
import { type Compared, comparedIn } from './condition/vocabulary.ts';
import { forgetful } from './condition/walks.ts';
import { needOf } from './need.ts';
import type { Scene } from './scene.ts';

/** A condition, compiled. `test` throws where it cannot be evaluated or is neither true nor false. */
export interface Condition {
  readonly source: string;
  readonly test: (scene: Scene) => boolean;
  /** What it cannot be true without (`need.ts`). */
  readonly need: number;
  readonly elements: Elements;
  /** Whether it reads destinations: where a call has none, `all` of them is true of anything. */
  readonly aboutDestinations: boolean;
  /** Whether it reads what a client claims of itself (`condition/claimed.ts`). */
  readonly readsClaims: boolean;
  /** The words it compares fields with, to be checked against those that exist. */
  readonly compared: readonly Compared[];
}

interface Refusal {
  readonly ok: false;
  readonly what: string;
  readonly instead: string;
  readonly offset: number;
}

export type ConditionRead = { readonly ok: true; readonly condition: Condition } | Refusal;

const refusal = (what: string, instead: string, offset = 0): Refusal => ({ ok: false, what, instead, offset });

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

/** Reads one CEL condition; what is wrong with it comes with its offset in the text. Never throws. */
export function readCondition(source: string): ConditionRead {
  let parsed: ParseResult;
  try {
    parsed = environment().parse(source);
  } catch (error) {
    return unreadable(error, source);
  }
  const checked = parsed.check();
  if (!checked.valid) return unreadable(checked.error, source);
  if (checked.type !== 'bool') {
    const is = checked.type === 'dyn' ? 'is not known to be true or false' : `is ${checked.type}, not true or false`;
    return refusal(is, 'Compare it with something.');
  }
  const walk = walkOf(parsed.ast, 0);
  if (walk.refusal !== undefined) return walk.refusal;
  const claims = claimsIn(parsed.ast);
  if (claims.misused !== undefined) {
    return refusal(
      'what a client says of itself could keep this from matching',
      'Only compare it with names, and not under `!`: principal.subagent == "reviewer", principal.client in ["a", "b"].',
      claims.misused.start,
    );
  }
  if (walk.variables === 0) {
    return isTrue(parsed)
      ? refusal('is always true', 'A rule does without `when` then; an exception has to say which calls it lets pass.')
      : refusal('is never true: it could match nothing', 'Say when it should match, or remove it.');
  }
  const evaluate = forgetful(parsed);
  const test = (scene: Scene): boolean => {
    const value = evaluate(scene);
    if (typeof value !== 'boolean') throw new Error('the condition is neither true nor false');
    return value;
  };
  return {
    ok: true,
    condition: {
      source,
      test,
      need: needOf(parsed.ast),
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

function unreadable(error: unknown, source: string): Refusal {
  const { summary, message, range } = error as { summary?: string; message?: string; range?: SourceRange };
  const offset = range?.start ?? 0;
  const said = plainer((summary ?? message ?? String(error)).split('\n', 1)[0] ?? '', source.slice(offset));
  const word = /^[A-Za-z_]\w*/.exec(source.slice(offset))?.[0];
  const meant = said.startsWith('Unknown variable') && word ? nearest(word, Object.keys(VARIABLES)) : undefined;
  const field = /^No such key: (\w+)$/.exec(said)?.[1];
  if (field !== undefined)
    return refusal(
      `${said}${didYouMean(field, FIELDS)}`,
      'docs/configuration.md says under "Conditions" what each has.',
      offset,
    );
  const known = `Conditions know: ${Object.keys(VARIABLES).join(', ')}; destinations(call), role(call, "/to"), domain(), glob(), re2().`;
  return refusal(meant === undefined ? said : `${said} (did you mean "${meant}"?)`, known, offset);
}

/** The tokens that the parser asks for, as they are written. */
const WRITTEN: Readonly<Record<string, string>> = {
  IDENTIFIER: 'a name',
  LPAREN: '"("',
  RPAREN: '")"',
  RBRACKET: '"]"',
  RBRACE: '"}"',
  COMMA: '","',
  COLON: '":"',
};

/** The parser names tokens as its own source does; whoever writes a policy has never read that. */
function plainer(said: string, rest: string): string {
  const wanted = /^Expected (\w+), got \w+$/.exec(said)?.[1];
  if (wanted === undefined) return said;
  const next = /^\s*(\w+|[=!<>]=|&&|\|\||\S)/.exec(rest)?.[1];
  const before = next === undefined ? 'the end' : /["']/.test(next) ? 'a text' : `"${next}"`;
  return `expected ${WRITTEN[wanted] ?? wanted} before ${before}`;
}

interface Walk {
  refusal?: Refusal;
  variables: number;
  destinations: boolean;
}

/** Refuses what CEL's own check allows: expressions that could run for long, in a place that has microseconds. */
function walkOf(node: ASTNode, depth: number, walk: Walk = { variables: 0, destinations: false }): Walk {
  const refuse = (at: ASTNode, what: string, instead: string): void => {
    walk.refusal ??= refusal(what, instead, at.start);
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
  for (const child of childrenOf(node)) walkOf(child, inner, walk);
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
